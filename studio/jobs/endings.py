"""Which state an error leads to, and what it says about money. One function, one table."""

from __future__ import annotations

from typing import NamedTuple

from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.board import is_free
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers.errors import (
    Auth,
    BadAnswer,
    Blocked,
    Charged,
    Expired,
    JobFailed,
    NotFound,
    OtherAccount,
    OutcomeUnknown,
    ProviderDown,
    ProviderError,
    UnknownNumber,
)


class Ending(NamedTuple):
    """Where a job goes, and whether that cost something."""

    state: State
    cost: Charged


def ending_of(error: ProviderError, *, state: State, paying: bool, remote: bool) -> Ending:
    """What becomes of a job that met `error` in `state`. `remote`: the provider had given it an id."""
    if state is State.SUBMITTING:
        return _while_submitting(error, paying=paying)
    if state is State.RUNNING:
        return _while_running(error, paying=paying)
    return _while_fetching(error, paying=paying, remote=remote)


def as_provider_error(error: Exception, job: Job) -> ProviderError:
    """What a fault of the studio, or something that it cannot read, means for a job."""
    if isinstance(error, UserError):
        return ProviderError(str(error), provider=job.provider, operation=job.operation, charged=job.cost)
    sentence = _("The studio met a fault of its own ({kind}). Details are in the log.").format(
        kind=type(error).__name__
    )
    if job.state is State.FETCHING:
        return ProviderError(sentence, provider=job.provider, operation=job.operation, charged=job.cost)
    if job.state in (State.SUBMITTING, State.RUNNING) and not is_free(job):
        return OutcomeUnknown(sentence, provider=job.provider, operation=job.operation, charged=Charged.MAYBE)
    return ProviderError(sentence, provider=job.provider, operation=job.operation)


def _while_submitting(error: ProviderError, *, paying: bool) -> Ending:
    # A fault of the service, or an answer nobody can read: a paid request may well have been accepted.
    if isinstance(error, OutcomeUnknown) or (paying and isinstance(error, ProviderDown | BadAnswer)):
        return Ending(State.UNKNOWN, Charged.MAYBE)
    return Ending(State.FAILED, error.charged)


def _while_running(error: ProviderError, *, paying: bool) -> Ending:
    if isinstance(error, Auth):
        return Ending(State.PAUSED, Charged.MAYBE)
    if isinstance(error, Expired | NotFound):
        return Ending(State.EXPIRED, Charged.MAYBE)
    if isinstance(error, UnknownNumber):
        return Ending(State.FAILED, Charged.NO)
    # An empty account, a plan or a proxy that refuses the question says nothing of the job: it can be asked again.
    if isinstance(error, OutcomeUnknown | BadAnswer) or (paying and not isinstance(error, JobFailed | Blocked)):
        return Ending(State.UNKNOWN, Charged.MAYBE)
    return Ending(State.FAILED, error.charged)


def _while_fetching(error: ProviderError, *, paying: bool, remote: bool) -> Ending:
    if isinstance(error, Expired):
        return Ending(State.EXPIRED, Charged.MAYBE)
    if isinstance(error, OtherAccount):
        return Ending(State.PAUSED, Charged.MAYBE)
    if isinstance(error, OutcomeUnknown):
        return Ending(State.UNKNOWN, Charged.MAYBE)
    if isinstance(error, BadAnswer) and paying:
        return Ending(State.FAILED, Charged.YES) if remote else Ending(State.UNKNOWN, Charged.MAYBE)
    return Ending(State.FAILED, error.charged)
