"""Sprite Studio: draw, mask, pose, animate and export pixel-art sprites."""

__version__ = "0.1.0"
