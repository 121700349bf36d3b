"""Jobs that were started elsewhere: by the number that the provider gave, they are watched and fetched like our own.

What was asked for is not known here, so such a job is never sent again; whether it cost something, only its answer can
tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from studio.core.errors import UserError
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.jobs.wishes import kind_of, new_job
from studio.providers.errors import Charged, NotFound, ProviderError, Refused, UnknownNumber
from studio.providers.protocol import Provider
from studio.spec.field import Kind
from studio.spec.operation import Effect, Operation, Returns

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:~,@-]{0,399}")
_READABLE = frozenset({Returns.FRAMES, Returns.THING, Returns.JOB})


def can_be_adopted(kind: type[Operation], provider: Provider) -> bool:
    """Whether the provider finds the result of such an operation by the job's number alone."""
    spec = kind.spec
    needs_a_thing = any(declared.kind is Kind.RESOURCE and declared.required for declared in spec.fields)
    known = provider.policy.finds_by_number and spec.effect is Effect.PAYS
    return known and spec.returns in _READABLE and not needs_a_thing


def checked_number(typed: str) -> str:
    """The number as the provider wrote it. UserError when it cannot be one."""
    number = typed.strip()
    if not _NUMBER.fullmatch(number):
        raise UserError(
            _("“{typed}” is not the number of a job. Copy it from the provider's answer or page.").format(typed=typed)
        )
    return number


def adopted_operation(operation_id: str, provider: Provider) -> Operation:
    """A request of that kind of which nothing is known. UserError when its result cannot be found by a number."""
    kind = kind_of(operation_id, provider)
    if not can_be_adopted(kind, provider):
        raise UserError(
            _("{provider} cannot be asked for “{title}” by a number alone.").format(
                provider=provider.title, title=kind.spec.title
            )
        )
    return kind.from_values({declared.name: None for declared in kind.spec.fields if declared.required})


def check_not_known(jobs: Iterable[Job], provider_id: str, number: str) -> None:
    """UserError when that job is in the list already and its result is here or on its way."""
    for job in jobs:
        if job.provider == provider_id and job.remote_id == number and (job.state is State.DONE or not job.has_ended):
            raise UserError(
                _("That job is in the list already, as “{title}” ({state}).").format(title=job.title, state=job.state)
            )


def adopted_job(operation: Operation, number: str, *, now: float, position: float) -> Job:
    """A job under way at the provider; it is nobody's yet."""
    fresh = new_job(operation, None, created=now, position=position)
    return replace(fresh, state=State.RUNNING, remote_id=number, started=now, seed_sent=None, cost=Charged.MAYBE)


def was_never_known(job: Job) -> bool:
    """Whether nobody has vouched for the number yet: a person typed it, and its provider told nothing of it so far."""
    return job.is_adopted and job.account is None and not job.answers


def as_unknown_number(error: ProviderError, job: Job, provider: str) -> ProviderError:
    """What a refusal says about a number that a person typed; `provider` is the title."""
    if not isinstance(error, NotFound | Refused):
        return error
    return UnknownNumber(
        _(
            "{provider} does not know the number {number}. "
            "Check the number and its kind, and that the token set is of the account that started it."
        ).format(provider=provider, number=job.remote_id),
        provider=job.provider,
        operation=job.operation,
        status=error.status,
        charged=Charged.NO,
    )
