"""Collaborators with behaviour of their own, for tests of every level."""
