"""The transition table, exhaustively."""

from __future__ import annotations

import itertools

import pytest

from studio.jobs.states import ENDED, TRANSITIONS, IllegalTransition, State, check_transition

LEGAL = {
    "queued": "submitting running paused cancelled failed",
    "submitting": "running fetching queued failed unknown cancelled",
    "running": "fetching paused failed cancelled expired unknown",
    "fetching": "done running paused failed expired unknown",
    "paused": "queued running fetching cancelled failed expired",
    "unknown": "running fetching done failed cancelled",
    "done": "",
    "failed": "running fetching",
    "cancelled": "",
    "expired": "running",
}


@pytest.mark.parametrize(("old", "new"), list(itertools.product(State, State)))
def test_only_the_listed_moves_are_legal(old: State, new: State) -> None:
    if new.value in LEGAL[old.value].split():
        check_transition(old, new)
    else:
        with pytest.raises(IllegalTransition):
            check_transition(old, new)


def test_every_state_is_reached_from_queued_and_every_open_state_can_end() -> None:
    reached = {State.QUEUED}
    while (further := reached.union(*(TRANSITIONS[state] for state in reached))) != reached:
        reached = further
    assert reached == set(State)
    assert all(TRANSITIONS[state] & ENDED for state in set(State) - ENDED)
