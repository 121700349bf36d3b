"""One exchange over HTTP, and what can be said about it afterwards. The only module that knows httpx.

Never raises what httpx raises: an exchange ends in a status with a body, or in a `Met` that tells whether anything
had left this machine. Redirects are not followed, cookies are not kept, bodies are capped while they arrive.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import ssl
import sys
import zlib
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, cast

import httpx

import studio
from studio.core.errors import Offline
from studio.core.words import _
from studio.providers.retry import Met

# They write whole addresses, signed ones among them, and headers of answers.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)
# httpcore looks for it at each lock that it makes, and a search that finds nothing takes most of a millisecond.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # what makes an import fail, says the language reference

AGENT = f"sprite-studio/{studio.__version__}"
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_CONNECT = 15.0
_WRITE = 60.0
_POOL = 120.0
_KEEP_ALIVE = 4.0
"""Seconds; below the five after which common servers close, so that a request seldom meets a closing connection."""
# Headers of answers that are kept; anything else may hold cookies, signed addresses or names of machines.
_KEPT_HEADERS = frozenset(
    {
        "content-type",
        "content-length",
        "content-disposition",
        "date",
        "retry-after",
        "x-request-id",
        "request-id",
        "cf-ray",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
    }
)


@dataclass(frozen=True, slots=True)
class Sending:
    """One request as it travels."""

    method: str
    address: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    query: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    content: bytes | None = None
    total: float = 60.0
    """Seconds for all of it; httpx by itself limits only each single read."""
    read: float = 60.0
    """Seconds of silence."""
    limit: int = 2**28
    """Bytes of the answer's body."""
    reuse: bool = True
    """May go over a connection that was used before. A reused one can be closing just now, which looks as if the
    request had been lost."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A status came back. `lost` says why the body is not whole, empty when it is."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    location: str = ""
    lost: str = ""
    too_large: bool = False

    @property
    def redirects(self) -> bool:
        return self.status in _REDIRECTING and self.location != ""


@dataclass(frozen=True, slots=True)
class Silence:
    """No status came back."""

    met: Met
    reason: str


def can_be_sent_to(address: str) -> bool:
    """Whether there is a host in it that can be asked; the rules of names are finer than those of addresses."""
    try:
        return bool(httpx.URL(address).host)
    except httpx.InvalidURL:
        return False


@dataclass(frozen=True, slots=True)
class _Client:
    """Who finds all connections busy waits here: httpx looks through everybody who waits at each request."""

    http: httpx.AsyncClient
    places: asyncio.Semaphore


@dataclass(slots=True)
class _Open:
    """The clients of one event loop, by whether they use proxies and whether they use connections again."""

    clients: dict[tuple[bool, bool], _Client]
    until_close: AsyncGenerator[None, None]


class Network:
    """Connections to one provider and to the places where it keeps files. They end with `close` or their loop."""

    def __init__(self, *, connections: int) -> None:
        self._connections = max(2, connections)
        self._open: dict[asyncio.AbstractEventLoop, _Open] = {}

    async def exchange(self, sending: Sending, *, proxies: bool) -> Reply | Silence:
        """`proxies`: honour the proxies of the environment. Offline when the environment's settings are unusable.

        The time limits of a request begin when there is a connection for it.
        """
        client = await self._client(proxies=proxies, reuse=sending.reuse)
        try:
            async with asyncio.timeout(_POOL):
                await client.places.acquire()
        except TimeoutError:
            return Silence(Met.NO_FREE_CONNECTION, _("all connections are busy"))
        try:
            return await self._exchanged(client.http, sending)
        finally:
            client.places.release()

    async def _exchanged(self, client: httpx.AsyncClient, sending: Sending) -> Reply | Silence:
        watch = _Watch()
        request = client.build_request(
            sending.method,
            sending.address,
            headers=dict(sending.headers),
            params=sending.query or None,
            content=sending.content,
            timeout=httpx.Timeout(sending.read, connect=_CONNECT, write=_WRITE, pool=_POOL),
            extensions={"trace": watch.saw},
        )
        arrived = _Arrived()
        try:
            async with asyncio.timeout(sending.total):
                return await _received(client, request, arrived, limit=sending.limit)
        except TimeoutError:
            return arrived.lost(_("the time limit was reached")) or watch.silence(_("the time limit was reached"))
        except httpx.PoolTimeout:
            return Silence(Met.NO_FREE_CONNECTION, _("all connections are busy"))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # Without following a redirect, httpx still reads where it leads.
            reason = _reason(error)
            return arrived.lost(reason) or watch.silence(reason)

    async def close(self) -> None:
        """Close the connections of the running loop."""
        found = self._open.get(asyncio.get_running_loop())
        if found is not None:
            await found.until_close.aclose()

    async def _client(self, *, proxies: bool, reuse: bool) -> _Client:
        loop = asyncio.get_running_loop()
        if loop not in self._open:
            self._open[loop] = _Open({}, self._until_close(loop))
            await anext(self._open[loop].until_close)
        clients = self._open[loop].clients
        if (proxies, reuse) not in clients:
            context = await asyncio.to_thread(warm_up)
            clients.setdefault((proxies, reuse), self._made(context, proxies=proxies, reuse=reuse))
        return clients[proxies, reuse]

    async def _until_close(self, loop: asyncio.AbstractEventLoop) -> AsyncGenerator[None, None]:
        """Suspended as long as the connections may be used: a loop that shuts down closes its generators."""
        try:
            yield
        finally:
            for client in self._open.pop(loop).clients.values():
                await client.http.aclose()

    def _made(self, context: ssl.SSLContext, *, proxies: bool, reuse: bool) -> _Client:
        # Submissions have connections of their own, so that slow ones never keep polls waiting.
        half = self._connections // 2
        limits = httpx.Limits(
            max_connections=half, max_keepalive_connections=half if reuse else 0, keepalive_expiry=_KEEP_ALIVE
        )
        try:
            client = httpx.AsyncClient(
                verify=context,
                trust_env=proxies,
                limits=limits,
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            raise Offline(
                _("The proxy named by the environment (HTTPS_PROXY or ALL_PROXY) cannot be used: {reason}.").format(
                    reason=type(error).__name__
                )
            ) from error
        return _Client(client, asyncio.Semaphore(half))


class _Watch:
    """Notes whether the first byte of the request itself has left (a proxy's CONNECT is none)."""

    def __init__(self) -> None:
        self.left = False

    async def saw(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith("send_request_headers.started"):
            method = getattr(info.get("request"), "method", b"")
            self.left = self.left or method != b"CONNECT"

    def silence(self, reason: str) -> Silence:
        return Silence(Met.LOST if self.left else Met.NOTHING_SENT, reason)


class _Arrived:
    """What of an answer is here already."""

    def __init__(self) -> None:
        self._response: httpx.Response | None = None
        self.body = bytearray()

    def head(self, response: httpx.Response) -> None:
        self._response = response

    def reply(self, *, lost: str = "", too_large: bool = False) -> Reply:
        if self._response is None:
            raise RuntimeError("no head has arrived")
        headers = self._response.headers
        kept = {name: value for name, value in headers.items() if name in _KEPT_HEADERS}
        location = headers.get("location", "")
        return Reply(self._response.status_code, kept, bytes(self.body), location, lost, too_large)

    def lost(self, reason: str) -> Reply | None:
        return None if self._response is None else self.reply(lost=reason)


async def _received(client: httpx.AsyncClient, request: httpx.Request, arrived: _Arrived, *, limit: int) -> Reply:
    response = await client.send(request, stream=True, follow_redirects=False)
    try:
        arrived.head(response)
        if _declared_length(response) > limit:
            return arrived.reply(too_large=True)
        raw = cast("AsyncGenerator[bytes, None]", response.aiter_raw())  # what it is, though declared as less
        async with contextlib.aclosing(raw) as chunks:
            async for chunk in chunks:
                arrived.body += chunk
                if len(arrived.body) > limit:
                    break
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("", "identity") and len(arrived.body) <= limit:
            return await asyncio.to_thread(_unpacked, arrived.reply(), packing, limit)
        too_large = len(arrived.body) > limit
        if too_large:
            arrived.body.clear()
        return arrived.reply(too_large=too_large)
    finally:
        await response.aclose()


def _unpacked(reply: Reply, packing: str, limit: int) -> Reply:
    """The body of a service that packs although it was asked not to; as it came when that fails."""
    broken = replace(reply, lost=_("the answer was packed in a broken way"))
    if packing not in ("gzip", "x-gzip", "deflate"):
        return broken
    try:
        packer = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        body = packer.decompress(reply.body, limit + 1)
    except zlib.error:
        return broken
    if len(body) > limit:
        return replace(reply, body=b"", too_large=True)
    return replace(reply, body=body) if packer.eof else broken


def _declared_length(response: httpx.Response) -> int:
    try:
        return int(response.headers.get("content-length", "0"))
    except ValueError:
        return 0


def _reason(error: httpx.HTTPError | httpx.InvalidURL) -> str:
    """In the person's words; the library's own may hold addresses."""
    match error:
        case httpx.ProxyError():
            return _("the proxy refused")
        case httpx.ConnectTimeout():
            return _("there was no connection in time")
        case httpx.ConnectError():
            return _("there was no connection")
        case httpx.TimeoutException():
            return _("there was no answer in time")
        case httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
            return _("it could not be sent in this form")
        case httpx.InvalidURL():
            return _("it redirects to what is no address")
        case _:
            return _("the connection broke")


def warm_up() -> ssl.SSLContext:
    """The one set of certificates of this process, read when first asked for; takes some 20 ms, so use a thread."""
    return _context_of(os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", ""))


@lru_cache(maxsize=4)
def _context_of(cert_file: str, cert_folder: str) -> ssl.SSLContext:
    """The system's certificates, or those that the environment names; Offline when they cannot be read."""
    for variable, path in (("SSL_CERT_FILE", cert_file), ("SSL_CERT_DIR", cert_folder)):
        if path and not os.access(path, os.R_OK):
            raise Offline(
                _("The certificates named by {variable} cannot be read: {path}. Correct or remove it.").format(
                    variable=variable, path=path
                )
            )
    try:
        if cert_file or cert_folder:
            return ssl.create_default_context(cafile=cert_file or None, capath=cert_folder or None)
        paths = ssl.get_default_verify_paths()
        if paths.cafile or paths.capath:
            return ssl.create_default_context()
        # A bundled interpreter may look for certificates where this system has none.
        return httpx.create_ssl_context(trust_env=False)
    except (OSError, ssl.SSLError) as error:
        raise Offline(_("The certificates of this system cannot be read: {reason}.").format(reason=error)) from error
