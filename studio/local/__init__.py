"""Pixel algorithms of the studio's own: pure numpy, deterministic by seed, no input or output."""
