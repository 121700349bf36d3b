"""PixelAPI (pixelapi.dev): pictures from words by SDXL and Flux."""
