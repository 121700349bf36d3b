"""Widgets, under a screen that needs no screen."""
