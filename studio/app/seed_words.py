"""What there is to say about a seed once a request has its result. Where it is ignored the declaration says so."""

from __future__ import annotations

from studio.core.words import _
from studio.jobs.job import Job


def answered_words(job: Job, provider: str) -> str:
    """What became of the seed of a finished job, for the field it came from; empty without a seed.

    `provider` is its name for people.
    """
    if job.seed_sent is None:
        return ""
    if job.seed_returned is None:
        words = _("Last sent {seed}. {provider} does not say which seed it used.")
    elif job.seed_returned == job.seed_sent:
        words = _("Last sent {seed}, and used so.")
    else:
        words = _("Last sent {seed}; {provider} says it used {returned}.")
    return words.format(seed=job.seed_sent, provider=provider, returned=job.seed_returned)
