"""PixelLab, first API: eight addresses, every answer at once."""
