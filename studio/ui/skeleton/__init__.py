"""Poses: the skeleton drawn over the canvas, its editing by mouse and keys, and the panel."""
