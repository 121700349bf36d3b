"""The session of the tests of settings."""

from tests.qt.forms.stage import session

__all__ = ["session"]
