"""How long a provider keeps what was not fetched yet."""

from __future__ import annotations

from studio.jobs.job import Job
from studio.jobs.resuming import can_look_again
from studio.jobs.states import State
from studio.providers.protocol import Policy

_FETCHABLE = frozenset({State.RUNNING, State.FETCHING, State.PAUSED, State.UNKNOWN})
"""Where something may lie at the provider that is not on this computer."""


def kept_until(job: Job, policy: Policy) -> float | None:
    """When the provider deletes the result, in seconds since 1970; None when nothing is known or nothing is there.

    Counted from when it was sent, since nobody says when it was finished: the result is there at least so long.
    """
    keeps = policy.keeps_of.get(job.operation, policy.keeps_results)
    at_provider = bool(job.remote_id or job.answers) and (job.state in _FETCHABLE or _is_unread(job))
    if keeps is None or not at_provider or job.started is None:
        return None
    return job.started + keeps


def _is_unread(job: Job) -> bool:
    return job.state is State.FAILED and can_look_again(job)
