"""What was done to the sprite, step by step."""
