"""The session of the tests of takes."""

from tests.qt.forms.stage import session

__all__ = ["session"]
