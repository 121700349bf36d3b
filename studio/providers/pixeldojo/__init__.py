"""PixelDojo (pixeldojo.ai): pictures from words by the Flux models."""
