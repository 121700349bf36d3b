"""File formats: pictures, animations, sheets, palettes and .aseprite sprites, from and to plain arrays."""
