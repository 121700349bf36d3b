"""From a sprite to files for a game: sheets, their data, sequences, written so that nobody ever sees half of one."""
