"""Which results a job of the ledger has, as rows of the gallery: one, or one for each finished part of a batch."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import NamedTuple

from studio.app import batch
from studio.app.gallery_entry import Entry, entry_of_job
from studio.app.results import take_id
from studio.core.errors import StudioError
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.queue import JobQueue
from studio.jobs.states import State
from studio.spec.operation import Effect


class Row(NamedTuple):
    """A result, the request it came of (JSON, empty where it is lost), and where the sprite lay in what was sent."""

    entry: Entry
    request: str
    inset: str


def has_result(job: Job, queue: JobQueue) -> bool:
    """Whether something is to be shown of it; what was only looked up, or went straight into a sprite, is not."""
    if job.effect == Effect.READS or job.origin.purpose not in ("", batch.PURPOSE):
        return False
    parts = queue.calls(job.id) if job.state is not State.DONE and job.answers else ()
    return job.state is State.DONE or any(call.state is State.DONE for call in parts)


def ids_of(job: Job, queue: JobQueue) -> tuple[str, ...]:
    """The ids under which the results of the job are listed."""
    if not _is_batch(job, queue):
        return (take_id(job.id),)
    root = _root(job, queue)
    calls = queue.calls(job.id)
    return tuple(batch.part_take_id(root, call.number) for call in calls if call.state is State.DONE)


def rows_of(job: Job, queue: JobQueue, ledger: Ledger) -> tuple[Row, ...]:
    """The results of the job with their requests; reads the ledger, so use a thread for many."""
    inset = json.dumps(list(job.origin.inset)) if job.origin.inset is not None else ""
    if not _is_batch(job, queue):
        try:
            request = ledger.request(job.id)
        except (KeyError, StudioError):
            request = ""
        return (Row(entry_of_job(job, request), request, inset),)
    root, calls = _root(job, queue), queue.calls(job.id)
    rows: list[Row] = []
    for call in calls:
        if call.state is not State.DONE:
            continue
        request = ledger.call_request(call)
        own = replace(call.job, origin=job.origin, title=job.title, seed_sent=None)
        title = _("{title}, {number} of {count}").format(title=job.title, number=call.number + 1, count=len(calls))
        entry = replace(entry_of_job(own, request), id=batch.part_take_id(root, call.number), title=title)
        rows.append(Row(entry, request, inset))
    return tuple(rows)


def _is_batch(job: Job, queue: JobQueue) -> bool:
    return job.origin.purpose == batch.PURPOSE and bool(queue.calls(job.id))


def _root(job: Job, queue: JobQueue) -> str:
    """The first of the jobs that were retried one after the other: a part is the same result in all of them."""
    if not job.retry_of:
        return job.id
    known = {one.id: one for one in queue.jobs()}
    while job.retry_of in known:
        job = known[job.retry_of]
    return job.id
