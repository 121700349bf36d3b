"""The session of the tests of usage."""

from tests.qt.forms.stage import session

__all__ = ["session"]
