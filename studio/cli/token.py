"""`token set|test|forget|where PROVIDER`: a token comes from standard input or an env file, never from an argument."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studio.cli.errors import WrongUse
from studio.cli.sentences import refusal, token_hint, with_hints
from studio.core.errors import Auth, UserError
from studio.core.words import _
from studio.providers.registry import PROVIDERS, entry

if TYPE_CHECKING:
    from studio.store.accounts import Accounts

_LONGEST = 64 * 1024
"""Characters read from standard input, and bytes of an env file."""
_FREE_OF_TOKENS = "local"


def _known(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    known = [known.id for known in PROVIDERS if known.id != _FREE_OF_TOKENS]
    if value is None or value in known:
        return value
    # What stands here may be the token itself, so it is not repeated.
    raise WrongUse(_("No provider of that name takes a token. Those that do: {names}.").format(names=", ".join(known)))


def _no_token_here(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> None:
    if value:
        raise WrongUse(
            _("A token is read from standard input, never from an argument, where other programs and logs can see it.")
        )


PROVIDER = click.argument("provider", callback=_known)
MAYBE_PROVIDER = click.argument("provider", callback=_known, required=False)


@click.group(name="token", help=_("Keep, test or forget the token of a provider."))
def command() -> None:
    """The group alone does nothing."""


@command.command(
    name="set",
    help=_(
        "Keep the token of PROVIDER in the system's keyring. It is read from standard input, unseen on a terminal;"
        " with --from-env-file from the lines NAME=value of a file, for all providers it names."
    ),
)
@MAYBE_PROVIDER
@click.option(
    "--from-env-file",
    "env_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Read the names that the providers' own tools use; the file is left as it is."),
)
@click.argument("given", nargs=-1, callback=_no_token_here, expose_value=False, metavar="")
def set_token(provider: str | None, env_file: Path | None) -> None:
    """Keep it."""
    if env_file is not None:
        tokens = _tokens_of(env_file, provider)
    elif provider is not None:
        tokens = {provider: _typed(provider)}
    else:
        raise WrongUse(_("Say whose token it is: sprite-studio token set PROVIDER"))
    asyncio.run(_keep(tokens))


@command.command(name="test", help=_("Ask PROVIDER whether it takes the token; this costs nothing."))
@PROVIDER
def test_token(provider: str) -> None:
    """Ask for the balance."""
    asyncio.run(_test(provider))


@command.command(name="forget", help=_("Take the token of PROVIDER out of the keyring."))
@PROVIDER
def forget_token(provider: str) -> None:
    """Forget it."""
    asyncio.run(_forget(provider))


@command.command(name="where", help=_("Tell where the token of PROVIDER is kept; the token itself is not shown."))
@PROVIDER
def where_token(provider: str) -> None:
    """Tell it."""
    asyncio.run(_where(provider))


def _tokens_of(path: Path, provider: str | None) -> dict[str, str]:
    from studio.core.files import read_bytes  # noqa: PLC0415 - --help reads no files
    from studio.store.accounts import tokens_in  # noqa: PLC0415

    found = tokens_in(read_bytes(path)[:_LONGEST].decode("utf-8", "replace"))
    chosen = {known: token for known, token in found.items() if provider in (None, known)}
    if not chosen:
        raise UserError(_("{path} names no token the studio knows.").format(path=path))
    return chosen


def _typed(provider: str) -> str:
    title = entry(provider).title
    if sys.stdin.isatty():
        prompt = _("Token of {provider} (it stays unseen)").format(provider=title)
        return str(click.prompt(prompt, hide_input=True, err=True))
    return sys.stdin.read(_LONGEST)


async def _keep(tokens: dict[str, str]) -> None:
    from studio.cli.services import accounts_in_force  # noqa: PLC0415 - --help needs none of it
    from studio.store.accounts import ACCOUNTS  # noqa: PLC0415
    from studio.store.secrets import Source, clean_token  # noqa: PLC0415

    cleaned = {provider: clean_token(token) for provider, token in tokens.items()}
    async with accounts_in_force() as (accounts, _used):
        for provider, token in cleaned.items():
            title = entry(provider).title
            if await accounts.save(provider, token) is not Source.KEYRING:
                raise UserError(
                    _("The token of {provider} was not kept. {reason} A script can give it as {variable}.").format(
                        provider=title, reason=accounts.reason(), variable=ACCOUNTS[provider].token_variables[0]
                    )
                )
            click.echo(_("The token of {provider} is kept in the keyring.").format(provider=title))
            if accounts.overridden(provider):
                click.echo(
                    _("It is not used as long as {where}.").format(where=_overriding(accounts, provider)), err=True
                )


def _overriding(accounts: Accounts, provider: str) -> str:
    return _("another one is {where}").format(where=accounts.where(provider))


async def _test(provider: str) -> None:
    from studio.app.billing import balance_words  # noqa: PLC0415 - --help needs none of it
    from studio.cli.services import accounts_in_force  # noqa: PLC0415

    title = entry(provider).title
    async with accounts_in_force() as (accounts, used):
        if await accounts.look(provider, patient=True) is None:
            raise UserError(_no_token(accounts, provider))
        try:
            balance = await used(provider).balance()
        except Auth as error:
            raise UserError(refusal(error, accounts, provider)) from error
        if balance is None:
            click.echo(
                _("{provider} has no way to test a token that costs nothing; the first request will tell.").format(
                    provider=title
                )
            )
            return
        click.echo(_("{provider} takes the token.").format(provider=title) + " " + balance_words(balance))


async def _forget(provider: str) -> None:
    from studio.cli.services import accounts_in_force  # noqa: PLC0415 - --help needs none of it

    title = entry(provider).title
    async with accounts_in_force() as (accounts, _used):
        if not await accounts.forget(provider):
            raise UserError(
                _("The keyring could not be asked to forget the token of {provider}. {reason}").format(
                    provider=title, reason=accounts.reason()
                )
            )
        click.echo(_("The token of {provider} is forgotten.").format(provider=title))
        if await accounts.look(provider) is not None and accounts.borrowed_from(provider):
            click.echo(_("Another one is in force: {where}.").format(where=accounts.where(provider)), err=True)
            return
        if accounts.overridden(provider):
            click.echo(
                _("It is still in force as long as {where}.").format(where=_overriding(accounts, provider)), err=True
            )


async def _where(provider: str) -> None:
    from studio.cli.services import accounts_in_force  # noqa: PLC0415 - --help needs none of it

    title = entry(provider).title
    async with accounts_in_force() as (accounts, _used):
        if await accounts.look(provider) is None:
            raise UserError(_no_token(accounts, provider))
        click.echo(_("The token of {provider} is {where}.").format(provider=title, where=accounts.where(provider)))


def _no_token(accounts: Accounts, provider: str) -> str:
    words = _("There is no token for {provider}.").format(provider=entry(provider).title)
    return with_hints(f"{accounts.reason()} {words}".strip(), token_hint(accounts, provider))
