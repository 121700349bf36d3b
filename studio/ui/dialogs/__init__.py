"""Questions to the person. None blocks the program: each is opened and awaited."""
