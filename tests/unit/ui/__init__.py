"""What the window is made of, as far as it needs no Qt."""
