"""`balance [PROVIDER]`: what is left in the accounts that have a token."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from studio.cli.errors import Exit
from studio.cli.sentences import refusal, with_hints
from studio.cli.terminal import say
from studio.cli.token import MAYBE_PROVIDER
from studio.core.errors import Auth, StudioError, UserError
from studio.core.words import _
from studio.providers.registry import entry

if TYPE_CHECKING:
    from studio.providers.used import UsedProviders
    from studio.store.accounts import Accounts


@click.command(name="balance", help=_("Tell what is left with PROVIDER, or in all accounts that have a token."))
@MAYBE_PROVIDER
def command(provider: str | None) -> int:
    """Print a line for each account."""
    return asyncio.run(_tell_one(provider) if provider is not None else _tell_all())


async def _tell_one(provider: str) -> int:
    from studio.cli.services import accounts_in_force  # noqa: PLC0415 - --help needs none of it

    async with accounts_in_force() as (accounts, used):
        try:
            say(await _line(provider, used))
        except Auth as error:
            raise UserError(refusal(error, accounts, provider)) from error
    return Exit.DONE


async def _tell_all() -> int:
    from studio.cli.services import accounts_in_force  # noqa: PLC0415 - --help needs none of it
    from studio.store.accounts import ACCOUNTS  # noqa: PLC0415

    status, told = Exit.DONE, False
    async with accounts_in_force() as (accounts, used):
        for provider in ACCOUNTS:
            if await accounts.look(provider) is None:
                continue
            told = True
            try:
                say(await _line(provider, used))
            except StudioError as error:
                say(f"{entry(provider).title}: {refusal(error, accounts, provider)}", err=True)
                status = Exit.FAILED
        if not told:
            words = _("No account has a token.")
            raise UserError(with_hints(f"{accounts.reason()} {words}".strip(), *_ways(accounts)))
    return status


def _ways(accounts: Accounts) -> Iterator[str]:
    """How a token is given here."""
    from studio.store.accounts import ACCOUNTS  # noqa: PLC0415 - --help needs none of it

    if accounts.has_keyring():
        yield _("Set one with: sprite-studio token set PROVIDER")
        return
    yield _("Give one in the environment, as one of:")
    for account in ACCOUNTS.values():
        yield f"  {account.token_variables[0]}"


async def _line(provider: str, used: UsedProviders) -> str:
    from studio.app.billing import balance_words  # noqa: PLC0415 - --help needs none of it

    title = entry(provider).title
    balance = await used(provider).balance()
    if balance is None:
        return _("{provider}: it does not tell what is left.").format(provider=title)
    return f"{title}: {balance_words(balance)}"
