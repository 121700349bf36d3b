"""Viewport, contours and strokes, without Qt."""
