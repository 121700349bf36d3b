"""Export recipes, sheet layout and packing, and the files a game engine reads."""
