"""The stack of layers of the sprite in front."""
