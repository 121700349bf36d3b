"""Recipes, layouts, packing, sheets, formats and writing."""
