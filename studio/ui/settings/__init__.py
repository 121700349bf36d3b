"""The settings of the studio, as a dialog."""
