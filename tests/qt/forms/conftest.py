"""The session of the tests of forms."""

from tests.qt.forms.stage import session

__all__ = ["session"]
