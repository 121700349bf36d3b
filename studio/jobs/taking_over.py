"""What becomes of a job, or of a call of a plan, whose process is gone: nothing is bought behind the person's back."""

from __future__ import annotations

from typing import NamedTuple

from studio.core.words import _
from studio.jobs.job import Changes, Job
from studio.jobs.run import interrupted_sentence, is_free
from studio.jobs.states import State
from studio.providers.errors import Charged


class Settlement(NamedTuple):
    """Where it goes, and with which facts."""

    state: State
    changes: Changes


def after_crash(job: Job) -> Settlement | None:
    """None for what simply goes on from where it stands."""
    if job.state is State.SUBMITTING and is_free(job):
        return Settlement(State.QUEUED, Changes(note=""))
    if job.state is State.SUBMITTING:
        return Settlement(State.UNKNOWN, Changes(error=interrupted_sentence(), cost=Charged.MAYBE))
    if job.state is State.QUEUED and not is_free(job):
        note = _("It was still waiting when the studio ended; nothing was sent. Continue or cancel it.")
        return Settlement(State.PAUSED, Changes(note=note))
    return None
