"""Where a job that waits for the person goes on, without paying for anything a second time."""

from __future__ import annotations

from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.states import State


def asked_again(job: Job) -> State | None:
    """Where what was sent can still be learned of: at the provider, or in a kept answer; None when nowhere."""
    if job.remote_id:
        return State.RUNNING
    readable = bool(job.answers) and job.answers[-1].is_success
    return State.FETCHING if readable and job.state is State.UNKNOWN else None


def onward(job: Job) -> State:
    """The next state of a paused job or one of unknown outcome. UserError when nobody can be asked about it."""
    found = asked_again(job)
    if found is None and job.state is State.UNKNOWN:
        raise UserError(
            _("The provider gave no number for “{title}”, so it cannot be asked again.").format(title=job.title)
        )
    return found or State.QUEUED
