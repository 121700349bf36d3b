"""Accounts at the providers: where each token comes from and where each API lies. The one place that names variables.

A token is taken from the environment, else from the keyring, else from this session's memory; an address from the
environment, else from the settings, else it is the provider's own. Tokens never reach a file, a log or a message.

Two APIs of one company share a token: the one without a token of its own takes that of the other.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Protocol

from psygnal import Signal

from studio.core.errors import UserError
from studio.core.words import _
from studio.providers.access import Access, checked_address
from studio.providers.registry import entry
from studio.store.secrets import Secret, SecretStore, Source, Trouble


@dataclass(frozen=True, slots=True)
class Account:
    """One provider that wants a token, and the environment variables that override what is kept."""

    provider: str
    token_variables: tuple[str, ...]
    url_variables: tuple[str, ...]
    page: str
    """Where its tokens are made, on the web."""
    shares: str = ""
    """Another account of the same company, whose token holds here as well."""

    @property
    def address_setting(self) -> str:
        return f"accounts.{self.provider}"


def _account(
    provider: str, *, page: str, tokens: Iterable[str] = (), urls: Iterable[str] = (), shares: str = ""
) -> Account:
    stem = "STUDIO_" + provider.upper().replace("-", "_")
    return Account(provider, (f"{stem}_TOKEN", *tokens), (f"{stem}_URL", *urls), page, shares)


# Both APIs of PixelLab take the same token; its own client reads these names.
_PIXELLAB = ("PIXELLAB_SECRET", "PIXELLAB_API_KEY")
_PIXELLAB_PAGE = "https://www.pixellab.ai/account"
ACCOUNTS: Mapping[str, Account] = MappingProxyType(
    {
        account.provider: account
        for account in (
            _account("pixellab-v2", page=_PIXELLAB_PAGE, tokens=_PIXELLAB, shares="pixellab-v1"),
            _account(
                "pixellab-v1",
                page=_PIXELLAB_PAGE,
                tokens=_PIXELLAB,
                urls=("PIXELLAB_BASE_URL",),
                shares="pixellab-v2",
            ),
            _account("pixel-engine", page="https://pixelengine.ai/account?tab=api"),
            _account("pixeldojo", page="https://pixeldojo.ai/api-platform/api-keys"),
            _account("pixelapi", page="https://pixelapi.dev/app"),
        )
    }
)
"""By provider id, in the order in which they are shown."""


class Addresses(Protocol):
    """The settings, as far as addresses go."""

    def get(self, name: str) -> object: ...

    def set(self, name: str, value: object) -> None: ...

    def reset(self, name: str) -> None: ...


class Accounts:
    """`changed` carries the id of a provider whose token or address is another one now, or was found."""

    changed = Signal(str)

    def __init__(self, settings: Addresses, secrets: SecretStore | None = None) -> None:
        self._settings = settings
        self._secrets = secrets or SecretStore(
            variables={one.provider: one.token_variables for one in ACCOUNTS.values()}
        )
        self._kept: dict[str, Secret] = {}
        self._looked: set[str] = set()

    # --- what requests ask ----------------------------------------------------------------------------------------

    def access(self, provider_id: str) -> Access:
        """How the provider is reached; what `providers.access.configure` is given."""
        if provider_id not in ACCOUNTS:
            return Access()
        address, source = self.address(provider_id)
        return Access(
            address,
            partial(self._token, provider_id),
            token_source=self.where(provider_id),
            url_source=source,
            trouble=self.reason(),
            prepare=partial(self._prepare, provider_id),
        )

    async def look(self, provider_id: str, *, patient: bool = False) -> Secret | None:
        """The token, asking the keyring where nothing is known yet.

        `patient`: a person asked for it and may have to unlock the keyring.
        """
        for holder in _holders(provider_id):
            is_new = holder == provider_id and holder not in self._looked and self._own(holder) is None
            if self.found(provider_id) is None or (is_new and not self.is_shut()):
                await self._look_up(holder, patient=patient)
        return self.found(provider_id)

    # --- what a person sees ---------------------------------------------------------------------------------------

    def found(self, provider_id: str) -> Secret | None:
        """The token in force as far as it is known by now: its own, else the one that it shares."""
        return next(filter(None, map(self._own, _holders(provider_id))), None)

    def borrowed_from(self, provider_id: str) -> str:
        """The provider whose token is in force here since this one has none of its own; empty else."""
        holder = next((holder for holder in _holders(provider_id) if self._own(holder) is not None), provider_id)
        return "" if holder == provider_id else holder

    def is_known(self, provider_id: str) -> bool:
        """Whether it is known if there is a token."""
        if self._own(provider_id) is not None or self._looked.issuperset(_holders(provider_id)):
            return True
        return provider_id in self._looked and self.found(provider_id) is not None

    def needs_token(self, provider_id: str) -> bool:
        """Whether the person has to give a token first; a keyring that did not answer may still hold one."""
        is_certain = self._looked.issuperset(_holders(provider_id)) and not self.is_shut()
        return provider_id in ACCOUNTS and is_certain and self.found(provider_id) is None

    def is_shut(self) -> bool:
        """Whether there is a keyring that could not be looked into."""
        return self._secrets.trouble not in (Trouble.NONE, Trouble.NO_STORE)

    def has_keyring(self) -> bool:
        """False once a look has shown that this system keeps no tokens."""
        return self._secrets.trouble is not Trouble.NO_STORE

    def where(self, provider_id: str) -> str:
        """Where the token is, as words that go on after “The token is”; empty when there is none."""
        found = self.found(provider_id)
        if found is None:
            return ""
        holder = self.borrowed_from(provider_id)
        if holder:
            return _("that of {provider}, {where}").format(provider=entry(holder).title, where=self.where(holder))
        if found.source is Source.ENVIRONMENT:
            return _("taken from the environment ({variable})").format(variable=found.variable)
        if found.source is Source.KEYRING:
            backend = self._secrets.backend_name
            return _("kept in the keyring ({backend})").format(backend=backend) if backend else _("kept in the keyring")
        return _("kept in memory until the studio is closed")

    def trouble(self) -> str:
        """What is wrong with the keyring and what can be done, as a sentence; empty when nothing is."""
        return self._secrets.explain()

    def reason(self) -> str:
        """The same without a word of the session's memory, for a program that ends at once."""
        return {
            Trouble.NONE: "",
            Trouble.NO_STORE: _("This system has no keyring."),
            Trouble.LOCKED: _("The keyring is locked."),
            Trouble.REFUSED: _("The keyring could not be used."),
            Trouble.NOT_ANSWERING: _("The keyring does not answer."),
        }[self._secrets.trouble]

    def overridden(self, provider_id: str) -> bool:
        """Whether a token from the environment stands before what is kept."""
        found = self.found(provider_id)
        return found is not None and found.source is Source.ENVIRONMENT

    def address(self, provider_id: str) -> tuple[str, str]:
        """The API address and where it comes from, as words; both empty for the provider's own."""
        account = ACCOUNTS[provider_id]
        for variable in account.url_variables:
            value = os.environ.get(variable, "").strip()
            if value:
                return value, _("from the environment ({variable})").format(variable=variable)
        stored = self._settings.get(account.address_setting)
        return (stored, _("from the settings")) if isinstance(stored, str) and stored else ("", "")

    # --- what a person does ---------------------------------------------------------------------------------------

    async def save(self, provider_id: str, pasted: str) -> Source:
        """Keep a token; where it is now. SESSION: it is gone when the program ends, and `trouble` says why.

        UserError for characters no token has; nothing is kept then.
        """
        where = await self._secrets.save(provider_id, pasted)
        self._kept.pop(provider_id, None)
        if where is Source.KEYRING:
            self._kept[provider_id] = Secret(pasted.strip(), Source.KEYRING)
        self._looked.add(provider_id)
        self._emit(provider_id)
        return where

    async def forget(self, provider_id: str) -> bool:
        """Take the token out of the keyring and the memory; whether the keyring let it go.

        One from the environment stays in force.
        """
        self._kept.pop(provider_id, None)
        await self._secrets.forget(provider_id)
        self._looked.add(provider_id)
        self._emit(provider_id)
        return not self._secrets.trouble

    def set_address(self, provider_id: str, typed: str) -> None:
        """Another API address; empty for the provider's own. UserError for one that may not be used."""
        setting = ACCOUNTS[provider_id].address_setting
        if typed.strip():
            self._settings.set(setting, checked_address(typed))
        else:
            self._settings.reset(setting)
        self.changed.emit(provider_id)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _token(self, provider_id: str) -> str | None:
        found = self.found(provider_id)
        return None if found is None else found.reveal()

    async def _prepare(self, provider_id: str) -> None:
        await self.look(provider_id)

    def _own(self, provider_id: str) -> Secret | None:
        return self._secrets.at_hand(provider_id) or self._kept.get(provider_id)

    async def _look_up(self, provider_id: str, *, patient: bool) -> None:
        before = (provider_id in self._looked, self._secrets.trouble)
        found = await self._secrets.get(provider_id, patient=patient)
        self._looked.add(provider_id)
        if found is not None and found.source is Source.KEYRING:
            self._kept[provider_id] = found
        if found is not None or before != (True, self._secrets.trouble):
            self._emit(provider_id)

    def _emit(self, provider_id: str) -> None:
        """Another token: of this provider, and of the one that shares it."""
        for holder in _holders(provider_id):
            self.changed.emit(holder)


def _holders(provider_id: str) -> tuple[str, ...]:
    """The accounts whose token may open this provider, its own first."""
    known = ACCOUNTS.get(provider_id)
    return tuple(filter(None, (provider_id, known.shares if known is not None else "")))


def account(provider_id: str) -> Account:
    """The account of that provider; UserError where it needs none."""
    known = ACCOUNTS.get(provider_id)
    if known is None:
        raise UserError(
            _("{provider} takes no token. Those that do: {names}.").format(
                provider=provider_id, names=", ".join(ACCOUNTS)
            )
        )
    return known


def tokens_in(text: str) -> dict[str, str]:
    """Tokens by provider in the lines of an env file (`NAME=value`), found by the names of ACCOUNTS."""
    values: dict[str, str] = {}
    for line in text.splitlines():
        name, sign, value = line.strip().removeprefix("export ").partition("=")
        if sign and not name.startswith("#"):
            values[name.strip()] = _unquoted(value.strip())
    return {
        one.provider: next(values[name] for name in one.token_variables if values.get(name))
        for one in ACCOUNTS.values()
        if any(values.get(name) for name in one.token_variables)
    }


def _unquoted(value: str) -> str:
    for mark in ('"', "'"):
        if value.startswith(mark):
            inside, closed, _rest = value[1:].partition(mark)
            return inside if closed else value
    return value.partition(" #")[0].rstrip()
