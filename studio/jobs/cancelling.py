"""What became of a wish to cancel a job, in words for whoever asked."""

from __future__ import annotations

from enum import StrEnum


class Cancelling(StrEnum):
    """What a wish to cancel came to."""

    NOTHING_SENT = "nothing sent"
    STOPPED = "stopped"
    """Free work of this machine was stopped."""
    ASKED = "asked"
    """The provider is asked; how it ends shows in the job."""
    GIVEN_UP = "given up"
    """Nobody looks after it any more; it may have been charged."""
    TOO_LATE = "too late"
    """It has ended, or its result is already here."""
