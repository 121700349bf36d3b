"""From a finished job to a take: what was asked, what came back, and the proof that nothing outside a mask changed."""

from __future__ import annotations

from types import MappingProxyType

from studio.app.place import inside_mask
from studio.app.takes import Take
from studio.core.words import _, ngettext
from studio.doc.pixels import MaskPixels, Pixels, size_of
from studio.jobs.job import Job
from studio.providers.protocol import Outcome
from studio.spec.describe import describe
from studio.spec.field import Kind
from studio.spec.operation import Operation


def take_from(job: Job, outcome: Outcome, operation: Operation) -> Take:
    """Everything a person may want to know of a result; runs in a worker thread.

    A result of a request with picture and mask of its own size is put back to the picture outside the mask.
    """
    frames, mask, changed = outcome.frames, _sent(operation, Kind.MASK), 0
    sent = _sent(operation, Kind.IMAGE)
    notes = list(outcome.notes)
    if mask is None or sent is None or size_of(mask) != size_of(sent):
        mask = None
    else:
        frames, changed = _put_back(frames, sent, mask)
        if changed:
            notes.append(_outside_note(changed))
    return Take(
        id=take_id(job.id),
        job_id=job.id,
        operation=job.operation,
        title=job.title,
        frames=frames,
        durations=outcome.durations,
        poses=outcome.poses,
        text=outcome.text,
        names=outcome.names,
        seed_sent=job.seed_sent,
        seed_returned=outcome.seed,
        cost=_cost(outcome),
        created=job.ended or job.created,
        origin=job.origin,
        mask=mask,
        changed_outside=changed,
        notes=tuple(notes),
        request=MappingProxyType({row.label: row.value for row in describe(operation)}),
    )


def take_id(job_id: str) -> str:
    """The id of a job's take: the same at every start, so that what was decided about it is found again."""
    return f"take-{job_id.removeprefix('job-')}"


def _sent(operation: Operation, kind: Kind) -> Pixels | MaskPixels | None:
    """The one value of that kind in the request, if there is exactly one."""
    values = [getattr(operation, field.name) for field in operation.spec.fields if field.kind is kind]
    given = [value for value in values if value is not None]
    return given[0] if len(given) == 1 else None


def _put_back(frames: tuple[Pixels, ...], sent: Pixels, mask: MaskPixels) -> tuple[tuple[Pixels, ...], int]:
    kept, total = [], 0
    for frame in frames:
        if frame.shape != sent.shape:
            kept.append(frame)
            continue
        clean, changed = inside_mask(sent, frame, mask)
        kept.append(clean)
        total += changed
    return tuple(kept), total


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
