"""From a finished job to a take: what was asked, what came back, and the proof that nothing outside a mask changed."""

from __future__ import annotations

from types import MappingProxyType

from studio.app.sent import sent_pictures
from studio.app.takes import Take
from studio.core.words import _, ngettext
from studio.jobs.job import Job
from studio.providers.protocol import Outcome
from studio.spec.describe import describe
from studio.spec.operation import Operation


def take_from(job: Job, outcome: Outcome, operation: Operation) -> Take:
    """Everything a person may want to know of a result; runs in a worker thread.

    A result of a request with picture and mask of its own size is put back to the picture outside the mask.
    """
    sent = sent_pictures(operation).cut(job.origin.inset)
    frames, changed = sent.put_back(tuple(sent.cut_frame(frame) for frame in outcome.frames))
    notes = list(outcome.notes)
    if changed:
        notes.append(_outside_note(changed))
    return Take(
        id=take_id(job.id),
        job_id=job.id,
        operation=job.operation,
        title=job.title,
        frames=frames,
        durations=outcome.durations,
        poses=tuple(sent.moved_back(pose) for pose in outcome.poses),
        text=outcome.text,
        names=outcome.names,
        table=outcome.table,
        facts=outcome.facts,
        seed_sent=job.seed_sent,
        seed_returned=outcome.seed,
        cost=_cost(outcome),
        created=job.ended or job.created,
        origin=job.origin,
        mask=sent.mask,
        changed_outside=changed,
        notes=tuple(notes),
        request=MappingProxyType({row.label: row.value for row in describe(operation)}),
    )


def take_id(job_id: str) -> str:
    """The id of a job's take: the same at every start, so that what was decided about it is found again."""
    return f"take-{job_id.removeprefix('job-')}"


def _outside_note(changed: int) -> str:
    return ngettext(
        "{count} pixel outside the mask came back different and was put back.",
        "{count} pixels outside the mask came back different and were put back.",
        changed,
    ).format(count=changed)


def _cost(outcome: Outcome) -> str:
    if outcome.charge is None or outcome.charge.amount == 0:
        return _("free")
    return f"{outcome.charge.amount.normalize():f} {outcome.charge.unit}"
