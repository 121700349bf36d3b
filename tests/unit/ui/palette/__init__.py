"""Colours and palettes, without Qt."""
