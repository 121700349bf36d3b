"""`usage PROVIDER`: what an account tells about itself in a range of days; `--prices` also what things cost."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING

import click

from studio.cli.errors import Exit, WrongUse
from studio.cli.sentences import refusal
from studio.cli.terminal import say
from studio.cli.token import PROVIDER
from studio.core.errors import StudioError
from studio.core.words import _
from studio.providers.registry import entry

if TYPE_CHECKING:
    from studio.app.account_reading import AccountReading
    from studio.app.usage import Fact, Made
    from studio.cli.services import Services
    from studio.store.accounts import Accounts

_DAYS = 30
"""Before the last day, where no first one is named."""


class _Day(click.ParamType[datetime.date]):
    """A day such as 2026-01-31."""

    name = "day"

    def convert(
        self,
        value: str | datetime.date,
        param: click.Parameter | None,
        ctx: click.Context | None,  # noqa: ARG002 - click's signature
    ) -> datetime.date:
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            flag = param.opts[0] if param is not None else ""
            raise WrongUse(
                _("{flag} takes a day such as 2026-01-31, not {given}.").format(flag=flag, given=value)
            ) from None


_DAY = _Day()


@click.command(
    name="usage",
    help=_(
        "Tell what is left with PROVIDER, what was spent from one day to another (UTC, 365 days at most), and what was"
        " paid from this computer. What a provider does not offer is said."
    ),
)
@PROVIDER
@click.option("--from", "first", type=_DAY, metavar="YYYY-MM-DD", help=_("The first day; 30 days before the last."))
@click.option("--to", "last", type=_DAY, metavar="YYYY-MM-DD", help=_("The last day; today."))
@click.option("--prices", is_flag=True, help=_("Also list models and prices."))
def command(provider: str, first: datetime.date | None, last: datetime.date | None, *, prices: bool) -> int:
    """Print it, section by section."""
    from studio.app.usage import range_problem  # noqa: PLC0415 - --help needs none of it

    today = datetime.datetime.now(datetime.UTC).date()
    to = today if last is None else last
    since = to - datetime.timedelta(days=_DAYS) if first is None else first
    problem = range_problem(since, to, today)
    if problem:
        raise WrongUse(problem)
    return asyncio.run(_tell(provider, since, to, prices=prices))


async def _tell(provider: str, first: datetime.date, last: datetime.date, *, prices: bool) -> int:
    from studio.app.account_reading import AccountReading  # noqa: PLC0415 - --help needs none of it
    from studio.cli.services import services  # noqa: PLC0415

    async with services() as used:
        reading = AccountReading(used.providers)
        span = _("Spent from {first} to {last}").format(first=first, last=last)
        questions = {
            _("Balance"): _balance(reading, provider),
            span: _spent(reading, provider, first, last),
            _("Paid from this computer"): _own(used, provider, first, last),
        }
        if prices:
            questions[_("Prices")] = _prices(used, reading, provider)
        told = [await _section(title, asked, used.accounts, provider) for title, asked in questions.items()]
    return Exit.DONE if all(told) else Exit.FAILED


async def _section(title: str, question: Awaitable[Sequence[str]], accounts: Accounts, provider: str) -> bool:
    """Print it under its title; whether it could be read."""
    try:
        lines = await question
    except StudioError as error:
        say(f"{title}: {refusal(error, accounts, provider)}", err=True)
        return False
    click.echo(title)
    for line in lines:
        say(f"  {line}")
    return True


async def _balance(reading: AccountReading, provider: str) -> Sequence[str]:
    from studio.app.usage import Topic, operation_for  # noqa: PLC0415 - --help needs none of it

    if operation_for(provider, Topic.BALANCE) is None:
        return [_not_offered(provider)]
    return _facts(await reading.balance(provider))


async def _spent(reading: AccountReading, provider: str, first: datetime.date, last: datetime.date) -> Sequence[str]:
    from studio.app.usage import Topic, in_range, operation_for  # noqa: PLC0415 - --help needs none of it

    if operation_for(provider, Topic.SPENDING) is not None:
        return _facts(await reading.spending(provider, first, last))
    if operation_for(provider, Topic.HISTORY) is not None:
        return _days(in_range(await reading.made(provider), first, last))
    return [_not_offered(provider)]


async def _own(used: Services, provider: str, first: datetime.date, last: datetime.date) -> Sequence[str]:
    from studio.app.usage import (  # noqa: PLC0415 - --help needs none of it
        in_range,
        is_perhaps_paid,
        paid_here,
        perhaps_paid_here,
    )
    from studio.jobs.standing import Standing  # noqa: PLC0415

    jobs = Standing(used.ledger, used.results).jobs()
    told = [job for job in jobs if not is_perhaps_paid(job)]
    paid = _days(in_range(paid_here(told, provider, used.ledger.cleared()), first, last))
    perhaps = in_range(perhaps_paid_here(jobs, provider), first, last)
    return [*paid, _("Perhaps paid, nobody can tell:"), *_days(perhaps)] if perhaps else paid


async def _prices(used: Services, reading: AccountReading, provider: str) -> Sequence[str]:
    from studio.app.account_reading import known_prices  # noqa: PLC0415 - --help needs none of it
    from studio.app.usage import Topic, operation_for  # noqa: PLC0415

    if operation_for(provider, Topic.MODELS) is not None:
        rows = await reading.models(provider)
    else:
        rows = known_prices(used.providers(provider))
    return ["   ".join(filter(None, (row.name, row.detail, row.price))) for row in rows]


def _facts(facts: Sequence[Fact]) -> Sequence[str]:
    return [f"{fact.title}: {fact.words}" for fact in facts]


def _days(made: Sequence[Made]) -> Sequence[str]:
    from studio.app.usage import charges_words, per_day  # noqa: PLC0415 - --help needs none of it

    days = [f"{day}   {charges_words(charges)}" for day, charges in per_day(made)]
    return days or [_("Nothing.")]


def _not_offered(provider: str) -> str:
    return _("{provider} does not offer this.").format(provider=entry(provider).title)
