"""The window: PySide6 widgets over the session. The only level that knows Qt."""
