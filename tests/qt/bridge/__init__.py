"""Signals that reach widgets."""
