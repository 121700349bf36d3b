"""The states of a job and the moves between them. A move that is not listed here raises.

    queued -> submitting -> running -> fetching -> done
`submitting` is in the ledger before a byte leaves; `running` has the provider's id; `fetching` has the kept answer.
`unknown` means that nobody here can tell whether it was accepted and charged; it is never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from studio.core.errors import StudioError


class State(StrEnum):
    """Where a job stands; stored under these words."""

    QUEUED = "queued"
    SUBMITTING = "submitting"
    RUNNING = "running"
    FETCHING = "fetching"
    DONE = "done"
    PAUSED = "paused"
    """Waits for a token or for the person."""
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class IllegalTransition(StudioError):
    """A fault in the program: a job was to move where it cannot go."""


TRANSITIONS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        # straight to running: a plan, whose calls have the steps of their own
        State.QUEUED: frozenset({State.SUBMITTING, State.RUNNING, State.PAUSED, State.CANCELLED, State.FAILED}),
        # back to queued: the provider refused for now, or a free operation is run again after a crash
        State.SUBMITTING: frozenset(
            {State.RUNNING, State.FETCHING, State.QUEUED, State.FAILED, State.UNKNOWN, State.CANCELLED}
        ),
        State.RUNNING: frozenset(
            {State.FETCHING, State.PAUSED, State.FAILED, State.CANCELLED, State.EXPIRED, State.UNKNOWN}
        ),
        # back to running: a download address died and a poll gives a new one
        State.FETCHING: frozenset(
            {State.DONE, State.RUNNING, State.PAUSED, State.FAILED, State.EXPIRED, State.UNKNOWN}
        ),
        State.PAUSED: frozenset(
            {State.QUEUED, State.RUNNING, State.FETCHING, State.CANCELLED, State.FAILED, State.EXPIRED}
        ),
        State.UNKNOWN: frozenset({State.RUNNING, State.FETCHING, State.DONE, State.FAILED, State.CANCELLED}),
        State.DONE: frozenset(),
        # the person wants another look at what was kept, or at the provider; see `resuming`
        State.FAILED: frozenset({State.RUNNING, State.FETCHING}),
        State.CANCELLED: frozenset(),
        State.EXPIRED: frozenset({State.RUNNING}),
    }
)

ENDED = frozenset({State.DONE, State.FAILED, State.CANCELLED, State.EXPIRED})
"""Nothing changes any more by itself."""

ACTIVE = frozenset({State.SUBMITTING, State.RUNNING, State.FETCHING})
"""A task of this or another process works on it."""

UNDER_WAY = ACTIVE | {State.QUEUED}
"""It goes on by itself: asked for once more now, it would be a slip of the hand."""

NEEDS_ATTENTION = frozenset({State.PAUSED, State.UNKNOWN})
"""The person has to decide."""


WITHOUT_REQUEST: Mapping[State, State] = MappingProxyType({State.RUNNING: State.PAUSED, State.FETCHING: State.UNKNOWN})
"""Where a job goes whose request cannot be read; what the provider has is not given up for that. Else it failed."""


def check_transition(old: State, new: State) -> None:
    """IllegalTransition unless a job may move from `old` to `new`."""
    if new not in TRANSITIONS[old]:
        raise IllegalTransition(f"a job cannot go from {old} to {new}")
