"""Colours: swatches, the colour editor and the palette panel."""
