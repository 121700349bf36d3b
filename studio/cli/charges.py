"""What a job cost, in words: for its row in the list, and for its account of itself."""

from __future__ import annotations

from dataclasses import replace

from studio.core.errors import Charged
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.spec.cost import Unit, amount_words


def charge_words(job: Job) -> str:
    """What was charged, or whether."""
    if job.charged is not None:
        return _("nothing") if job.charged.unit == Unit.FREE else amount_words(job.charged.amount, job.charged.unit)
    return {
        Charged.YES: _("yes, how much is not told"),
        Charged.NO: _("no"),
        Charged.MAYBE: _("maybe"),
    }[job.cost]


def price_words(job: Job) -> str:
    """The price of a job to come, and what became of it once it has ended or nobody can tell."""
    if job.charged is not None:
        return _("free") if job.charged.unit == Unit.FREE else amount_words(job.charged.amount, job.charged.unit)
    quoted = "" if job.quoted is None else str(replace(job.quoted, text=""))
    if job.quoted is not None and job.quoted.unit is Unit.FREE:
        return _("free")
    if not job.has_ended and job.state is not State.UNKNOWN:
        return quoted
    if job.cost is Charged.NO:
        return _("not charged")
    is_told = job.quoted is not None and job.quoted.unit is not Unit.UNKNOWN
    if job.cost is Charged.MAYBE:
        return _("perhaps {price}").format(price=quoted) if is_told else _("perhaps charged")
    return quoted if is_told else _("charged")
