"""The session of the tests of usage, on a Qt loop since pages are read in the background."""

from tests.qt.export.stage import loop
from tests.qt.takes.conftest import session

__all__ = ["loop", "session"]
