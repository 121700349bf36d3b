"""Properties checked by hypothesis: histories, round trips of files, bodies and sheets."""
