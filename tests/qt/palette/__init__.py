"""Swatches, colour editor and palette panel."""
