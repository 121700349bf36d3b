"""Figures, measured and printed, never asserted: `python3 packaging/dev.py bench`."""
