"""What a job's row says: its state as icon and word, its time, its price, and which jobs come first."""

from __future__ import annotations

from collections.abc import Iterable

from studio.app.attention import wants_token
from studio.app.reasons import reason_title
from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.jobs.cancelling import Cancelling
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.errors import Charged
from studio.spec.cost import Unit, amount_words
from studio.spec.operation import OperationSpec

STATE_ICONS = {
    State.QUEUED: "clock",
    State.SUBMITTING: "running",
    State.RUNNING: "running",
    State.FETCHING: "running",
    State.DONE: "done",
    State.PAUSED: "attention",
    State.FAILED: "failed",
    State.CANCELLED: "cancelled",
    State.EXPIRED: "failed",
    State.UNKNOWN: "attention",
}


def state_title(job: Job) -> str:
    """The state as people say it."""
    if wants_token(job):
        return _("Waits for a token")
    return (
        reason_title(job)
        or {
            State.QUEUED: _("Waiting"),
            State.SUBMITTING: _("Sending"),
            State.RUNNING: _("Working"),
            State.FETCHING: _("Fetching"),
            State.DONE: _("Done"),
            State.PAUSED: _("Paused"),
            State.FAILED: _("Failed"),
            State.CANCELLED: _("Cancelled"),
            State.EXPIRED: _("Expired"),
            State.UNKNOWN: _("Outcome unknown"),
        }[job.state]
    )


def spec_of(job: Job) -> OperationSpec | None:
    """The declaration of the job's operation; None when this version does not know it."""
    try:
        return registry.operation(job.operation).spec
    except UserError:
        return None


def provider_words(job: Job) -> str:
    """The provider as people know it, its id when this version does not know it."""
    try:
        return registry.entry(job.provider).title
    except UserError:
        return job.provider


def sorted_for_people(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """What needs the person, what is under way, what waits in its order, and the rest, newest first."""

    def place(job: Job) -> tuple[int, float]:
        if job.needs_attention:
            return 0, -job.created
        if job.is_active:
            return 1, job.created
        if job.state is State.QUEUED:
            return 2, job.position
        return 3, -(job.ended or job.created)

    return tuple(sorted(jobs, key=place))


def counts_parts(jobs: Iterable[Job], *, stalled: int = 0, lost: int = 0) -> tuple[str, ...]:
    """The head of the panel, what matters most first: `1 needs attention`, `2 charged without result`, `3 waiting`."""
    jobs = tuple(jobs)
    attention = sum(job.needs_attention for job in jobs)
    working = sum(job.is_active for job in jobs)
    waiting = sum(job.state is State.QUEUED for job in jobs)
    ended = len(jobs) - attention - working - waiting
    parts = []
    if attention:
        parts.append(ngettext("{count} needs attention", "{count} need attention", attention).format(count=attention))
    if lost:
        parts.append(
            ngettext("{count} charged without result", "{count} charged without result", lost).format(count=lost)
        )
    if stalled:
        parts.append(_("{count} stalled").format(count=stalled))
    if working > stalled:
        parts.append(_("{count} working").format(count=working - stalled))
    if waiting:
        parts.append(_("{count} waiting").format(count=waiting))
    if ended:
        parts.append(_("{count} ended").format(count=ended))
    return tuple(parts)


def time_words(job: Job, now: float, usual: float | None = None) -> str:
    """Time so far of the usual time (learnt, else as declared), or how long it took."""
    if job.started is None:
        return ""
    spent = max(0.0, (job.ended if job.ended is not None else now) - job.started)
    if job.has_ended:
        return seconds_words(spent)
    spec = spec_of(job)
    usual = usual if usual is not None else spec.usual_seconds if spec is not None else None
    if usual is None:
        return seconds_words(spent)
    return _("{spent} of ~{usual}").format(spent=seconds_words(int(spent)), usual=about_words(usual))


def seconds_words(seconds: float) -> str:
    """`0.3 s`, `12 s`, `2 min 5 s`."""
    if seconds < 10 and seconds != int(seconds):
        return _("{seconds} s").format(seconds=f"{seconds:.1f}")
    if seconds < 60:
        return _("{seconds} s").format(seconds=round(seconds))
    return _("{minutes} min {seconds} s").format(minutes=int(seconds) // 60, seconds=int(seconds) % 60)


def about_words(seconds: float) -> str:
    """A time that is only usual: `0.3 s`, `50 s`, `2 min`."""
    if seconds < 90:
        return seconds_words(seconds)
    return _("{minutes} min").format(minutes=round(seconds / 60))


def minutes_words(seconds: float) -> str:
    """For what need not be told to the second: `under a minute`, `12 min`, `7 h`."""
    if seconds < 60:
        return _("under a minute")
    if seconds < 3600:
        return _("{minutes} min").format(minutes=int(seconds) // 60)
    return _("{hours} h").format(hours=int(seconds) // 3600)


def place_words(place: int) -> str:
    """Where a waiting job stands among those of its provider."""
    return _("next") if place == 1 else _("place {place}").format(place=place)


def cancelled_words(job: Job, how: Cancelling) -> str:
    """What came of a wish to cancel, where the list does not show it by itself."""
    asked = (
        _("{title} is on its way. The provider is asked to stop it as soon as that is possible.")
        if job.state is State.SUBMITTING
        else _("The provider is asked to stop {title}. The list says what comes of it.")
    )
    sentences = {
        Cancelling.ASKED: asked,
        Cancelling.GIVEN_UP: _("{title} was given up. It may have been charged."),
        Cancelling.TOO_LATE: _("{title} has ended already."),
    }
    return sentences.get(how, "").format(title=job.title)


def price_words(job: Job) -> str:
    """What was paid, else what was quoted, and whether it is held, may be charged, or was not."""
    if job.charged is not None and job.charged.amount:
        return amount_words(job.charged.amount, job.charged.unit)
    if job.is_adopted:
        return _("price not known")
    if job.quoted is None or job.quoted.unit is Unit.FREE:
        return _("free")
    if job.has_ended and job.cost is Charged.NO:
        return _("not charged")
    if job.state is State.UNKNOWN or (job.has_ended and job.cost is Charged.MAYBE):
        return _("perhaps {price}").format(price=job.quoted.brief)
    if job.is_active:
        return _("{price} held").format(price=job.quoted.brief)
    return job.quoted.brief
