"""The session of the tests of exports."""

from tests.qt.export.stage import loop, session

__all__ = ["loop", "session"]
