"""Which jobs the list shows, and what is to be counted beside its head."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum

from studio.core.words import _
from studio.jobs.job import Job


class Filter(StrEnum):
    """A part of the list."""

    ALL = "all"
    OPEN = "open"
    ATTENTION = "attention"
    LOST = "lost"
    """Charged, or perhaps charged, and nothing came of it."""
    ENDED = "ended"


def filter_titles() -> dict[Filter, str]:
    """In the order of the menu."""
    return {
        Filter.ALL: _("All jobs"),
        Filter.OPEN: _("Waiting and working"),
        Filter.ATTENTION: _("Needs attention"),
        Filter.LOST: _("Charged without result"),
        Filter.ENDED: _("Ended"),
    }


def part_of(jobs: Iterable[Job], wanted: Filter, lost: Collection[str]) -> tuple[Job, ...]:
    """Those of the jobs that belong to that part, in their order; `lost` are the ids of those charged for nothing."""
    belongs: Mapping[Filter, Callable[[Job], bool]] = {
        Filter.ALL: lambda _job: True,
        Filter.OPEN: lambda job: not job.has_ended and not job.needs_attention,
        Filter.ATTENTION: lambda job: job.needs_attention,
        Filter.LOST: lambda job: job.id in lost,
        Filter.ENDED: lambda job: job.has_ended,
    }
    return tuple(job for job in jobs if belongs[wanted](job))


def clearable(jobs: Iterable[Job], wanted: Filter, lost: Collection[str]) -> frozenset[str]:
    """Ids of what *Clear* takes off the list: what has ended in the part that is shown.

    What was charged without a result goes only by its own part: else nobody would ask the provider about it.
    """
    ended = {job.id for job in part_of(jobs, wanted, lost) if job.has_ended}
    return frozenset(ended if wanted is Filter.LOST else ended - set(lost))


def empty_words(wanted: Filter) -> str:
    """What a part says that holds nothing."""
    return {
        Filter.ALL: _("Nothing was asked for yet. What you generate shows up here while it is made."),
        Filter.OPEN: _("Nothing waits and nothing is under way."),
        Filter.ATTENTION: _("Nothing needs your attention."),
        Filter.LOST: _("Every job that was charged gave its result."),
        Filter.ENDED: _("Nothing has ended yet."),
    }[wanted]
