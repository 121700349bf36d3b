"""Literal arrays and tables; runs without Qt."""
