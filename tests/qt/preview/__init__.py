"""The animation preview."""
