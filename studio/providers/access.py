"""How a provider is reached: its address and where its token comes from.

The token is asked for at each request and never held. Plain http is for this machine only; anything else would show
the token to whoever listens. Who knows the tokens (settings, environment, keyring) says so once through `configure`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from studio.core.errors import UserError
from studio.core.words import _

_LONGEST = 16 * 1024
_DEFAULT_PORTS = {"http": 80, "https": 443}


def _no_token() -> str | None:
    return None


async def _at_hand() -> None:
    return


@dataclass(frozen=True, slots=True)
class Access:
    """Where requests go and what they carry. `base_url` is empty for the provider's own address."""

    base_url: str = ""
    token: Callable[[], str | None] = _no_token
    token_source: str = ""
    """In the person's words, for example “from the environment”."""
    url_source: str = ""
    trouble: str = ""
    """Why a token may be missing, as a sentence; told where there is none."""
    prepare: Callable[[], Awaitable[None]] = _at_hand
    """Awaited before a request, so that a token that lies in the keyring is there when `token` is asked."""

    def address(self, default: str) -> str:
        """The address that paths are put behind, without a slash at its end. UserError when it may not be used."""
        return checked_address(self.base_url or default)


Lookup = Callable[[str], Access]
"""The access of a provider by its id."""


class Origin(NamedTuple):
    """Scheme, host and port: what a token belongs to."""

    scheme: str
    host: str
    port: int


def configure(lookup: Lookup) -> None:
    """Say where accesses come from; asked anew at each request, so settings may change while the program runs."""
    _configured.lookup = lookup


def access_of(provider_id: str) -> Access:
    """The access in force; without `configure` there is no token and the real address."""
    return _configured.lookup(provider_id)


def checked_address(address: str) -> str:
    """The address as it is used; UserError when it is none, or is not encrypted and not of this machine."""
    address = address.strip().rstrip("/")
    origin = origin_of(address)
    if origin is None or urlsplit(address).query or urlsplit(address).fragment:
        raise UserError(_("“{address}” is not an address the studio can send to. It starts with https://.").format(
            address=without_secrets(address)
        ))  # fmt: skip
    if origin.scheme == "http" and not is_loopback(origin.host):
        raise UserError(
            _("{address} is not encrypted, so the token would be readable on its way. Use an https address.").format(
                address=without_secrets(address)
            )
        )
    return address


def origin_of(address: str) -> Origin | None:
    """None when it is no http or https address."""
    if len(address) > _LONGEST or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        return None
    return Origin(parts.scheme, parts.hostname.lower(), port or _DEFAULT_PORTS[parts.scheme])


def is_loopback(host: str) -> bool:
    """Whether the name means this machine and nothing else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_public(host: str) -> bool:
    """False for this machine and for literal addresses of private networks."""
    if host == "localhost":
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def without_secrets(address: str) -> str:
    """The address for people and logs: no user, no query, no fragment, since signed addresses carry their key there."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return _("an address that cannot be read")
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}" if parts.scheme else parts.path


@dataclass(slots=True)
class _Configured:
    lookup: Lookup


def _nothing_known(_provider_id: str) -> Access:
    return Access()


_configured = _Configured(_nothing_known)
