"""Choosing how and where a sheet is written."""
