"""Frames to the right, layers downwards, tags above, masks and poses as rows of their own."""
