"""Sentences that end, and the command that goes on below them, each on a line of its own so that it can be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.errors import Auth, StudioError
from studio.core.words import _

if TYPE_CHECKING:
    from studio.store.accounts import Accounts

_ENDS = (".", "?", "!", ":", "…", ".”", ".)")


def ended_sentence(text: str) -> str:
    """With a full stop, also where a provider's words have none."""
    told = text.rstrip()
    return told if told.endswith(_ENDS) else f"{told}."


def with_hints(sentence: str, *hints: str) -> str:
    """The sentence, and what can be typed now."""
    return "\n  ".join((ended_sentence(sentence), *filter(None, hints)))


def refusal(error: StudioError, accounts: Accounts, provider: str) -> str:
    """An error's sentence, and for a token that is missing or refused how one is given."""
    return with_hints(str(error), token_hint(accounts, provider)) if isinstance(error, Auth) else str(error)


def token_hint(accounts: Accounts, provider: str) -> str:
    """How a token is given here: a system without a keyring takes it from the environment alone."""
    from studio.store.accounts import ACCOUNTS  # noqa: PLC0415 - --help needs none of it

    if accounts.overridden(provider):
        return _("The token is {where}.").format(where=accounts.where(provider))
    if accounts.has_keyring():
        return _("Set one with: sprite-studio token set {provider}").format(provider=provider)
    return _("Give one in the environment, as {variable}").format(variable=ACCOUNTS[provider].token_variables[0])
