"""Where a job that waits for the person goes on, without paying for anything a second time."""

from __future__ import annotations

from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.job import Job, KeptAnswer
from studio.jobs.states import State
from studio.providers.errors import Auth, BadAnswer, OtherAccount, ProviderError
from studio.providers.protocol import COLLECTED

_TOKEN_TROUBLE = frozenset({Auth.__name__, OtherAccount.__name__})
_UNREAD = frozenset({BadAnswer.__name__, ProviderError.__name__})
"""The result came and could not be read, by its own fault or by one of the studio."""


def waits_for_token(job: Job) -> bool:
    """Whether it waits for a token that works, or for the one that it was sent with."""
    return job.state is State.PAUSED and job.error_kind in _TOKEN_TROUBLE


def can_look_again(job: Job) -> bool:
    """Whether an ended job left something that can be looked at once more: a kept answer, or the provider's memory."""
    if job.state is State.EXPIRED:
        return bool(job.remote_id)
    return job.state is State.FAILED and job.error_kind in _UNREAD and any(kept.is_success for kept in job.answers)


def can_go_on(job: Job) -> bool:
    """Whether the person may let it go on."""
    return job.needs_attention or can_look_again(job)


def asked_again(job: Job) -> State | None:
    """Where what was sent can still be learned of: at the provider, or in a kept answer; None when nowhere."""
    if job.state is State.FAILED:
        return State.FETCHING if can_look_again(job) else None
    if job.remote_id:
        return State.RUNNING
    readable = bool(job.answers) and job.answers[-1].is_success
    stopped_on_it = job.state is State.UNKNOWN or job.error_kind == OtherAccount.__name__
    return State.FETCHING if readable and stopped_on_it else None


def naming_files(job: Job) -> KeptAnswer | None:
    """The answer whose files the last one holds, so that they can be downloaded once more; None where there is none."""
    if len(job.answers) < 2 or job.answers[-1].media != COLLECTED:
        return None
    return next((kept for kept in reversed(job.answers) if kept.media != COLLECTED and kept.is_success), None)


def onward(job: Job) -> State:
    """The next state of a job that can go on. UserError when nobody can be asked about it."""
    found = asked_again(job)
    if found is None and job.state is not State.PAUSED:
        raise UserError(
            _("The provider gave no number for “{title}”, so it cannot be asked again.").format(title=job.title)
        )
    return found or State.QUEUED
