"""The skeleton over the canvas and the pose panel."""
