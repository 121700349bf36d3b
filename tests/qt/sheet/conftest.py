"""The session of the tests of the live sheet."""

from tests.qt.export.stage import loop, session

__all__ = ["loop", "session"]
