"""What ends a command early, and the exit status that goes with it."""

from __future__ import annotations

from enum import IntEnum

from studio.core.errors import UserError


class Exit(IntEnum):
    """Exit statuses of every command."""

    DONE = 0
    FAILED = 1
    WRONG_USE = 2
    UNKNOWN_OUTCOME = 3


class WrongUse(UserError):
    """The command was given something it cannot mean; nothing was read, sent or written."""
