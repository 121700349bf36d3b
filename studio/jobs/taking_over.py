"""What becomes of a job, or of a call of a plan, whose process is gone: nothing is bought behind the person's back."""

from __future__ import annotations

from typing import NamedTuple

from studio.core.words import _
from studio.jobs.job import Changes, Job, KeptAnswer
from studio.jobs.run import interrupted_sentence, is_free
from studio.jobs.states import State
from studio.providers.errors import Charged


class Settlement(NamedTuple):
    """Where it goes, and with which facts."""

    state: State
    changes: Changes


def after_crash(job: Job, arrived: KeptAnswer | None) -> Settlement | None:
    """None for what simply goes on from where it stands. `arrived`: an answer that the ledger does not know yet."""
    if arrived is not None and (job.is_active or job.state is State.UNKNOWN):
        cost = Charged.NO if is_free(job) else Charged.MAYBE
        return Settlement(State.FETCHING, Changes(answers=(*job.answers, arrived), cost=cost, note=""))
    if job.state is State.SUBMITTING and is_free(job):
        return Settlement(State.QUEUED, Changes(note=""))
    if job.state is State.SUBMITTING:
        return Settlement(State.UNKNOWN, Changes(error=interrupted_sentence(), cost=Charged.MAYBE))
    if job.state is State.QUEUED and not is_free(job):
        note = _("It was still waiting when the studio ended; nothing was sent. Continue or cancel it.")
        return Settlement(State.PAUSED, Changes(note=note))
    return None
