"""The animation as it will play, beside the canvas and independent of it."""
