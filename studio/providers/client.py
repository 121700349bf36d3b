"""Requests of one provider: token, pace, retries by the table, redirects, downloads, and one error for every failure.

The token goes to the origin of the API and nowhere else. What may have cost something is sent once; a redirect is
followed for a GET only, by us, five times at most.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urljoin

from studio.core.clock import Clock
from studio.core.errors import (
    Auth,
    BadAnswer,
    Charged,
    DeadLink,
    Expired,
    Offline,
    ProviderDown,
    ProviderError,
    UserError,
)
from studio.core.words import _
from studio.providers.access import Access, Origin, is_loopback, is_public, origin_of, without_secrets
from studio.providers.failures import Scene, failure_of, met_of, outcome_unknown
from studio.providers.network import Network, Reply, Sending, Silence, can_be_sent_to
from studio.providers.pace import Pace, asked_pause
from studio.providers.protocol import Account, Answer, Policy
from studio.providers.retry import ATTEMPTS, LONGEST_ASKED, Met, Step, next_step, pause
from studio.providers.scrubbing import without_token
from studio.providers.wire import Request
from studio.spec.operation import Operation

_REDIRECTS = 5
_KEY_LENGTH = 16
"""Characters of an account's key: enough to tell tokens apart."""
_TOKEN_CHARACTERS = range(0x21, 0x7F)
_LARGE = 2**20
"""Bytes from which on a window would notice that an archive is searched for the token."""
_UNLIKELY_BY_CHANCE = 12
"""Characters of a token from which on a picture does not hold it by accident."""
LOST_HEADER = "studio-cut-short"
"""Set by us on an answer to a paid request whose body did not arrive whole: it is kept, and nobody can read it."""


class _Door(NamedTuple):
    """Where the API is at this moment, and what opens it."""

    base: str
    origin: Origin
    token: str

    def __repr__(self) -> str:
        return f"<door of {self.origin.host}>"

    @property
    def is_local(self) -> bool:
        return is_loopback(self.origin.host)


class ApiClient:
    """Sends requests of one provider. Every failure is a ProviderError that says what it cost."""

    def __init__(
        self,
        provider_id: str,
        access: Callable[[], Access],
        *,
        base_url: str,
        title: str,
        policy: Policy,
        clock: Clock,
    ) -> None:
        """`access` is asked at each request; `base_url` holds where it names no address."""
        self._id = provider_id
        self._access = access
        self._base_url = base_url
        self._title = title
        self._policy = policy
        self._clock = clock
        self._pace = Pace(policy.per_minute, clock)
        self._account: tuple[tuple[str, int, bytes], Account | None] | None = None
        self._network = Network(connections=policy.connections)

    async def send(
        self,
        request: Request,
        *,
        repeatable: bool,
        total: float,
        read: float | None = None,
        attempts: int = ATTEMPTS,
        operation: Operation | None = None,
    ) -> Answer:
        """Send it and give the 2xx answer; every other end is a ProviderError. A GET is always repeatable.

        An answer to a request that is not repeatable is given even when its body is not whole (LOST_HEADER).
        """
        door = await self._opened(operation)
        repeatable = repeatable or request.method == "GET"
        scene = Scene(self._id, self._title, operation, door.token, repeatable)
        sending = Sending(
            method=request.method,
            address=door.base + request.path,
            headers={"Authorization": f"Bearer {door.token}"},
            query=request.query,
            total=total,
            read=read or total,
            limit=self._policy.bundle_bytes,
            reuse=repeatable,
        )
        if request.body or request.method in ("POST", "PATCH", "PUT"):
            content = await asyncio.to_thread(_as_json, request.body)
            sending = replace(sending, content=content, headers={**sending.headers, "Content-Type": "application/json"})
        return await self._sent(sending, scene, door, attempts=attempts)

    async def download(self, address: str, *, limit_bytes: int, operation: Operation | None = None) -> Answer:
        """Fetch a file, without the token unless it lies at the API's own origin.

        DeadLink when the address no longer works, Expired on 410, BadAnswer when the studio does not fetch from there
        or the file is larger than `limit_bytes`.
        """
        door = await self._opened(operation, needs_token=False)
        scene = Scene(self._id, self._title, operation, door.token)
        sending = Sending(
            "GET",
            address,
            total=self._policy.download_total,
            read=self._policy.ask_total,
            limit=limit_bytes,
        )
        try:
            return await self._sent(sending, scene, door, attempts=ATTEMPTS, is_file=True)
        except ProviderError as error:
            if error.retryable or isinstance(error, Expired | BadAnswer):
                raise
            # Stores answer 400 as well as 403 and 404 to an address whose time is over.
            raise DeadLink(
                _("A download address of {provider} no longer works.").format(provider=self._title),
                **scene.facts() | {"status": error.status},
            ) from error

    async def cancel(self, request: Request) -> bool:
        """Ask to stop a job; False when it had finished already."""
        door = await self._opened(None)
        scene = Scene(self._id, self._title, None, door.token)
        content = json.dumps(dict(request.body)).encode() if request.body or request.method != "DELETE" else None
        sending = Sending(
            request.method,
            door.base + request.path,
            headers={"Authorization": f"Bearer {door.token}", "Content-Type": "application/json"},
            query=request.query,
            content=content,
            total=self._policy.ask_total,
            read=self._policy.ask_total,
        )
        try:
            await self._sent(sending, scene, door, attempts=ATTEMPTS)
        except ProviderError as error:
            if error.status == 409:
                return False
            raise
        return True

    async def account(self, salt: bytes) -> Account | None:
        """The account that requests go out under now; None where no token or no usable address is set."""
        access = self._access()
        await access.prepare()
        # Asked at each poll, so worked out once; of the token only a hash of this process is kept.
        seen = (access.base_url, hash(access.token()), salt)
        if self._account is None or self._account[0] != seen:
            self._account = (seen, self._account_now(salt))
        return self._account[1]

    async def close(self) -> None:
        await self._network.close()

    # --- inside ---------------------------------------------------------------------------------------------------

    def _account_now(self, salt: bytes) -> Account | None:
        try:
            door = self._door(None)
        except Auth:
            return None
        return Account(door.base, hmac.digest(salt, f"{self._id} {door.token}".encode(), "sha256").hex()[:_KEY_LENGTH])

    async def _opened(self, operation: Operation | None, *, needs_token: bool = True) -> _Door:
        """The door, once the token had time to be found."""
        await self._access().prepare()
        return self._door(operation, needs_token=needs_token)

    def _door(self, operation: Operation | None, *, needs_token: bool = True) -> _Door:
        """Auth when there is no usable token or address; nothing was sent then."""
        facts = Scene(self._id, self._title, operation).facts()
        access = self._access()
        try:
            base = access.address(self._base_url)
        except UserError as error:
            raise Auth(str(error), **facts) from error
        origin = origin_of(base)
        token = (access.token() or "").strip()
        if needs_token and not token:
            words = _("There is no token for {provider}. Set one under Edit > Accounts and tokens.")
            raise Auth(f"{access.trouble} {words.format(provider=self._title)}".strip(), **facts)
        if origin is None or any(ord(char) not in _TOKEN_CHARACTERS for char in token):
            raise Auth(
                _("The token for {provider} holds characters that no token has. Copy it once more.").format(
                    provider=self._title
                ),
                **facts,
            )
        return _Door(base, origin, token)

    async def _sent(
        self, sending: Sending, scene: Scene, door: _Door, *, attempts: int, is_file: bool = False
    ) -> Answer:
        attempt = 0
        while True:
            attempt += 1
            found = await self._followed(sending, scene, door, is_file=is_file)
            if isinstance(found, Reply) and _is_success(found) and not (found.lost and scene.repeatable):
                if scene.repeatable and len(found.body) > _LARGE:
                    return await asyncio.to_thread(_answer, found, door.token)
                return _answer(found, door.token)  # at once: what was paid for is not to be lost on the way
            met, after = self._judge(found)
            step = next_step(met, repeatable=scene.repeatable, attempt=attempt, attempts=attempts)
            if step is Step.UNKNOWN:
                raise self._unknown(found, scene)
            if step not in (Step.AGAIN, Step.AGAIN_LATER) or (after or 0.0) > LONGEST_ASKED:
                raise self._failure(found, scene, after)
            await self._clock.sleep(pause(attempt, asked=after))

    async def _followed(self, sending: Sending, scene: Scene, door: _Door, *, is_file: bool) -> Reply | Silence:
        """One sending with its redirects; only a GET is redirected, and each hop is checked."""
        if is_file:
            sending = self._readdressed(sending, sending.address, scene, door)
        for _hop in range(_REDIRECTS + 1):
            found = await self._exchanged(sending, scene, door)
            if isinstance(found, Silence) or not found.redirects or sending.method != "GET":
                return found
            sending = self._readdressed(sending, _joined(sending.address, found.location), scene, door)
        raise BadAnswer(_("{provider} redirects in circles.").format(provider=self._title), **scene.facts())

    async def _exchanged(self, sending: Sending, scene: Scene, door: _Door) -> Reply | Silence:
        at_home = origin_of(sending.address) == door.origin
        if at_home:
            await self._pace.turn()
        found = await self._network.exchange(sending, proxies=not door.is_local)
        if isinstance(found, Silence):
            return found
        if at_home:
            self._pace.heard(found.headers, refused=found.status in (429, 529))
        if found.too_large:
            raise BadAnswer(
                _("{provider} sent more than {limit} MB, which is more than the studio takes in.").format(
                    provider=self._title, limit=sending.limit // 2**20
                ),
                **scene.facts(replace(found, body=b"")) | {"charged": _maybe(scene)},
            )
        return found

    def _readdressed(self, sending: Sending, address: str, scene: Scene, door: _Door) -> Sending:
        """The same GET to another address, with the token only at home; BadAnswer when nothing is fetched there."""
        origin = origin_of(address)
        if origin is None or not _may_fetch(origin, door) or not can_be_sent_to(address):
            raise BadAnswer(
                _("{provider} names an address from which the studio does not fetch: {address}").format(
                    provider=self._title, address=without_secrets(address)
                ),
                **scene.facts(),
            )
        headers = {name: value for name, value in sending.headers.items() if name != "Authorization"}
        if origin == door.origin and door.token:
            headers["Authorization"] = f"Bearer {door.token}"
        query = sending.query if address == sending.address else {}
        return replace(sending, address=address, headers=headers, query=query)

    def _judge(self, found: Reply | Silence) -> tuple[Met, float | None]:
        """The outcome, and the pause asked for in seconds."""
        if isinstance(found, Silence):
            return found.met, None
        if _is_success(found):
            return Met.LOST, None
        return met_of(found), asked_pause(found.headers, self._clock)

    def _failure(self, found: Reply | Silence, scene: Scene, after: float | None) -> ProviderError:
        if isinstance(found, Reply) and not _is_success(found):
            return failure_of(found, scene, after=after)
        if isinstance(found, Silence) and found.met is not Met.LOST:
            sentence = _("{provider} cannot be reached: {reason}. Nothing was sent.")
            return Offline(sentence.format(provider=self._title, reason=found.reason), **scene.facts())
        reason = found.lost if isinstance(found, Reply) else found.reason
        sentence = _("{provider} did not answer as a whole: {reason}.")
        return ProviderDown(sentence.format(provider=self._title, reason=reason), **scene.facts())

    def _unknown(self, found: Reply | Silence, scene: Scene) -> ProviderError:
        if isinstance(found, Silence):
            return outcome_unknown(scene, found.reason)
        return failure_of(found, scene)


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        return location


def _is_success(reply: Reply) -> bool:
    return 200 <= reply.status < 300


def _answer(reply: Reply, token: str) -> Answer:
    """What is kept of it; a service that repeats the token it was sent does not bring it into a file."""
    headers = {name: without_token(value.encode(), token).decode() for name, value in reply.headers.items()}
    if reply.lost:
        headers[LOST_HEADER] = reply.lost
    body = without_token(reply.body, token) if len(token) >= _UNLIKELY_BY_CHANCE else reply.body
    return Answer(body, headers.get("content-type", ""), headers, reply.status)


def _maybe(scene: Scene) -> Charged:
    return Charged.NO if scene.repeatable else Charged.MAYBE


def _may_fetch(origin: Origin, door: _Door) -> bool:
    """https from the open net; this machine and http only while the API itself is on this machine."""
    if door.is_local and is_loopback(origin.host):
        return True
    return origin.scheme == "https" and (is_public(origin.host) or origin == door.origin)


def _as_json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(body), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
