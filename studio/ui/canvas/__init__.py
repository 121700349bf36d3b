"""The canvas: one view per document, its display cache, its overlays and the tools that work on it."""
