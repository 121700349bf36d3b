"""From a finished job to a take: what was asked, what came back, and the proof that nothing outside a mask changed."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from studio.app.sent import sent_pictures
from studio.app.takes import Take
from studio.core.geometry import Box
from studio.core.words import _, ngettext
from studio.doc.pixels import MaskPixels
from studio.jobs.job import Job
from studio.providers.protocol import Outcome
from studio.spec.cost import amount_words
from studio.spec.describe import describe
from studio.spec.operation import Operation


class Belonging(NamedTuple):
    """A result in its place: the mask that was sent, in the sprite's size, and how many pixels outside of it had
    come back different."""

    outcome: Outcome
    mask: MaskPixels | None
    changed_outside: int


def take_from(job: Job, outcome: Outcome, operation: Operation) -> Take:
    """Everything a person may want to know of a result; runs in a worker thread."""
    outcome, mask, changed = belonging(outcome, operation, inset=job.origin.inset)
    return Take(
        id=take_id(job.id),
        job_id=job.id,
        operation=job.operation,
        title=job.title,
        frames=outcome.frames,
        durations=outcome.durations,
        poses=outcome.poses,
        text=outcome.text,
        names=outcome.names,
        table=outcome.table,
        facts=outcome.facts,
        seed_sent=job.seed_sent,
        seed_returned=outcome.seed,
        cost=_cost(outcome),
        created=job.ended or job.created,
        origin=job.origin,
        mask=mask,
        changed_outside=changed,
        notes=outcome.notes,
        request=MappingProxyType({row.label: row.value for row in describe(operation)}),
    )


def belonging(outcome: Outcome, operation: Operation, *, inset: Box | None) -> Belonging:
    """The result as it belongs to the sprite: without what was put around it (`inset` is where the sprite lay in what
    was sent), and outside of masks exactly as it was."""
    sent = sent_pictures(operation).cut(inset)
    frames, changed = sent.put_back(tuple(sent.cut_frame(frame) for frame in outcome.frames))
    notes = (*outcome.notes, _outside_note(changed)) if changed else outcome.notes
    poses = tuple(sent.moved_back(pose) for pose in outcome.poses)
    return Belonging(replace(outcome, frames=frames, poses=poses, notes=notes), sent.mask, changed)


def take_id(job_id: str) -> str:
    """The id of a job's take: the same at every start, so that what was decided about it is found again."""
    return f"take-{job_id.removeprefix('job-')}"


def job_of(take: Take) -> str:
    """The id of the job that a take came from, also of one of several; empty for a take that came with a project."""
    return take.job_id.partition(".")[0]


def _outside_note(changed: int) -> str:
    return ngettext(
        "{count} pixel outside the mask came back different and was put back.",
        "{count} pixels outside the mask came back different and were put back.",
        changed,
    ).format(count=f"{changed:,}")


def _cost(outcome: Outcome) -> str:
    if outcome.charge is None or outcome.charge.amount == 0:
        return _("free")
    return amount_words(outcome.charge.amount, outcome.charge.unit)
