"""The session of the tests of jobs."""

from tests.qt.forms.stage import session

__all__ = ["session"]
