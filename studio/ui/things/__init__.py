"""Characters, tilesets, isometric tiles and map objects: the list of them, and a page for each."""
