"""A real HTTP server on this machine that answers as a service does, and fails in the ways a test asks for.

    with ApiServer(contract("pixelengine"), token="canary") as server:
        server.on("pixel-engine/animate", lambda seen: Reply(json={"api_job_id": "j-1"}))
        server.fail(Fault.RESET_AFTER_READ, path="/animate")

Requests are checked against the service's contract before a handler sees them: an unknown or missing field, a wrong
type, a value out of range or a wrong token is answered as the service would, and noted in `complaints`.
"""

from __future__ import annotations

import http.server
import json
import re
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.servers.strict import faults_of

DOCUMENTED = Path(__file__).parents[1] / "contract" / "documented"
_POLL = 0.02


@dataclass(frozen=True)
class Seen:
    """One request as it came."""

    method: str
    path: str
    """Below the server's base path, as sent (percent-encoded)."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes
    operation: str = ""
    """Id of the documented operation; empty when no endpoint has this method and path."""
    params: Mapping[str, str] = field(default_factory=dict)
    """What stood in the places of the path."""

    @property
    def json(self) -> Any:
        return json.loads(self.body or b"{}")


@dataclass(frozen=True, eq=False)
class Reply:
    """What is answered: `json`, or `body` with `media`."""

    status: int = 200
    json: Any = None
    body: bytes = b""
    media: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> bytes:
        return self.body if self.json is None else json.dumps(self.json).encode()

    @property
    def type(self) -> str:
        return self.media or ("application/json" if self.json is not None else "application/octet-stream")


class Fault(Enum):
    """The ways of failing that say least about what became of a request."""

    CLOSE_ON_ACCEPT = auto()
    RESET_ON_ACCEPT = auto()
    CLOSE_AFTER_HEADERS = auto()  # before the body of the request was read
    STALL_UPLOAD = auto()  # never reads the body
    CLOSE_AFTER_READ = auto()  # the whole request was read, nothing answered
    RESET_AFTER_READ = auto()
    HANG = auto()  # reads all, never answers
    HALF_HEADERS = auto()
    HALF_BODY = auto()  # with Content-Length
    HALF_BODY_NO_LENGTH = auto()  # nothing tells that it was cut
    RESET_IN_BODY = auto()
    GARBAGE = auto()
    BROKEN_GZIP = auto()
    DRIP = auto()  # one byte every 50 ms
    HTML = auto()
    NOT_JSON = auto()
    WRONG_TYPES = auto()
    EMPTY = auto()


Handler = Callable[[Seen], Reply]
_BEFORE_BODY = frozenset({Fault.CLOSE_AFTER_HEADERS, Fault.STALL_UPLOAD})
_ON_ACCEPT = frozenset({Fault.CLOSE_ON_ACCEPT, Fault.RESET_ON_ACCEPT})
_HTML = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
_INSTEAD: Mapping[Fault, Reply] = {
    Fault.HTML: Reply(body=_HTML, media="text/html; charset=utf-8"),
    Fault.NOT_JSON: Reply(body=b'{"image": {"base64": ', media="application/json"),
    Fault.WRONG_TYPES: Reply(json={"image": 7, "images": {"a": [1]}, "id": [], "status": 3, "usage": "much"}),
    Fault.EMPTY: Reply(media="application/json"),
}


@dataclass
class _Planned:
    answer: Fault | Reply
    method: str
    path: str
    times: int


@dataclass(frozen=True)
class Contract:
    """A documented service."""

    provider: str
    base_path: str
    endpoints: tuple[Mapping[str, Any], ...]
    objects: Mapping[str, Any]

    def endpoint(self, method: str, path: str) -> tuple[Mapping[str, Any], Mapping[str, str]] | None:
        """The endpoint and what stands in the places of its path; those without places go first."""
        for candidate in sorted(self.endpoints, key=lambda one: "{" in one["path"]):
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(candidate["path"]))
            match = re.fullmatch(pattern, path)
            if match and candidate["method"] == method:
                return candidate, {name: unquote(value) for name, value in match.groupdict().items()}
        return None


def contract(name: str) -> Contract:
    """The contract of that file name (`pixellab_v2`) in tests/contract/documented."""
    found = json.loads((DOCUMENTED / f"{name}.json").read_text("utf-8"))
    base_path = urlsplit(found["base_url"]).path
    return Contract(found["provider"], base_path, tuple(found["endpoints"]), found.get("objects", {}))


class ApiServer:
    """One service. Everything a test asks about (`requests`, `complaints`) may be read at any time."""

    def __init__(
        self,
        service: Contract | None = None,
        *,
        token: str = "",
        reported: bool = False,
        certificate: Path | None = None,
    ) -> None:
        """Without a contract every path is served by `otherwise`. With `token`, requests need it.

        `reported`: values that only newer schemas allow (marked `reported` in the contract) are taken as well.
        `certificate`: serve https with the certificate and key in this file.
        """
        self.service = service
        self.token = token
        self.requests: list[Seen] = []
        self.complaints: list[str] = []
        self.connections = 0
        self.otherwise: Handler = lambda _seen: Reply(404, json={"detail": "Not found"})
        self._reported = reported
        self._handlers: dict[str, Handler] = {}
        self._planned: list[_Planned] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self._scheme = "http"
        if certificate is not None:
            self._scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL,), daemon=True)

    @property
    def root(self) -> str:
        """Scheme, host and port."""
        host, port = self._server.server_address[:2]
        return f"{self._scheme}://{host!s}:{port}"

    @property
    def url(self) -> str:
        """The base address a client is given."""
        return self.root + self._base_path

    def on(self, operation: str, handler: Handler | Reply) -> None:
        """Answer this operation so; a Reply is given each time."""
        self._handlers[operation] = handler if callable(handler) else lambda _seen: handler

    def script(self, operation: str, *replies: Reply) -> None:
        """Answer with these in turn; the last one stays."""
        left = list(replies)
        self.on(operation, lambda _seen: left.pop(0) if len(left) > 1 else left[0])

    def fail(self, answer: Fault | Reply, *, method: str = "", path: str = "", times: int = 1) -> None:
        """The next `times` requests with that method and path (a regular expression; empty for any) fail so.

        A Reply stands in place of the handler's, before any check. Faults on accept ignore method and path.
        """
        with self._lock:
            self._planned.append(_Planned(answer, method, path, times))

    def forget_faults(self) -> None:
        """From now on nothing fails."""
        with self._lock:
            self._planned.clear()

    def seen(self, operation: str = "", *, method: str = "") -> list[Seen]:
        """The requests of one operation, oldest first."""
        return [one for one in list(self.requests) if operation in ("", one.operation) and method in ("", one.method)]

    def __enter__(self) -> ApiServer:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # --- for the handler --------------------------------------------------------------------------------------------

    @property
    def _base_path(self) -> str:
        return self.service.base_path if self.service else ""

    def take_fault(self, *, method: str = "", path: str = "", accepting: bool = False) -> Fault | Reply | None:
        with self._lock:
            for planned in self._planned:
                on_accept = isinstance(planned.answer, Fault) and planned.answer in _ON_ACCEPT
                fits = planned.method in ("", method) and re.search(planned.path, path) is not None
                if on_accept is accepting and (accepting or fits):
                    planned.times -= 1
                    if planned.times <= 0:
                        self._planned.remove(planned)
                    return planned.answer
        return None

    def answer(self, seen: Seen, endpoint: Mapping[str, Any] | None) -> Reply:
        if self.token and seen.headers.get("authorization") != f"Bearer {self.token}":
            return Reply(401, json={"detail": "Not authenticated"}, headers={"WWW-Authenticate": "Bearer"})
        if endpoint is None or self.service is None:
            return self.otherwise(seen)
        wrong = faults_of(endpoint, seen.query, seen.body, objects=self.service.objects, reported=self._reported)
        if wrong:
            self.complaints += [f"{seen.operation}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong]
            return Reply(422, json={"detail": wrong})
        handler = self._handlers.get(seen.operation)
        return handler(seen) if handler else self.otherwise(seen)

    def wait_for_end(self, seconds: float) -> bool:
        """Whether the server was closed meanwhile."""
        return self._stopping.wait(seconds)


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the play."""


def _handler_of(api: ApiServer) -> type[http.server.BaseHTTPRequestHandler]:
    return type("_BoundHandler", (_Handler,), {"api": api})


class _Handler(http.server.BaseHTTPRequestHandler):
    api: ApiServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.api.connections += 1
        fault = self.api.take_fault(accepting=True)
        if fault is Fault.RESET_ON_ACCEPT:
            self._reset()
        if fault is None:
            super().handle()

    def __getattr__(self, name: str) -> Callable[[], None]:
        """The base class looks for a method per HTTP method, `do_GET` and so on."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Nothing is printed."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix(self.api._base_path)  # noqa: SLF001 - its own handler
        fault = self.api.take_fault(method=self.command, path=path)
        if fault in _BEFORE_BODY:
            if fault is Fault.STALL_UPLOAD:
                self.api.wait_for_end(60)
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = self.api.service.endpoint(self.command, path) if self.api.service else None
        endpoint, params = found or (None, {})
        seen = Seen(
            self.command,
            path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            body,
            endpoint["operation"] if endpoint else "",
            params,
        )
        self.api.requests.append(seen)
        if isinstance(fault, Reply):
            self._send(fault)
        elif fault is None:
            self._send(self.api.answer(seen, endpoint))
        elif fault in _INSTEAD:
            self._send(_INSTEAD[fault])
        else:
            self._misbehave(fault, seen, endpoint)

    def _send(self, reply: Reply) -> None:
        self._head(reply, length=len(reply.bytes))
        self.wfile.write(reply.bytes)

    def _head(self, reply: Reply, *, length: int | None) -> None:
        self.send_response(reply.status, _phrase(reply.status))
        self.send_header("Content-Type", reply.type)
        if length is not None:
            self.send_header("Content-Length", str(length))
        else:
            self.send_header("Connection", "close")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _misbehave(self, fault: Fault, seen: Seen, endpoint: Mapping[str, Any] | None) -> None:
        self.close_connection = True
        if fault is Fault.CLOSE_AFTER_READ:
            return
        if fault is Fault.RESET_AFTER_READ:
            self._reset()
            return
        if fault is Fault.HANG:
            self.api.wait_for_end(60)
            return
        if fault is Fault.GARBAGE:
            self.wfile.write(b"\x00\x01\x02 not HTTP at all\r\n\r\n")
            return
        if fault is Fault.HALF_HEADERS:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: applic")
            return
        self._spoil(fault, self.api.answer(seen, endpoint))

    def _spoil(self, fault: Fault, reply: Reply) -> None:
        """Faults in the body of an answer that was on its way."""
        half = reply.bytes[: len(reply.bytes) // 2]
        if fault is Fault.BROKEN_GZIP:
            self._send(Reply(reply.status, body=half, media=reply.type, headers={"Content-Encoding": "gzip"}))
            return
        self._head(reply, length=None if fault is Fault.HALF_BODY_NO_LENGTH else len(reply.bytes))
        if fault is Fault.DRIP:
            for byte in reply.bytes:
                if self.api.wait_for_end(0.05):
                    return
                self.wfile.write(bytes([byte]))
            return
        self.wfile.write(half)
        if fault is Fault.RESET_IN_BODY:
            self.wfile.flush()
            self._reset()

    def _reset(self) -> None:
        """Close so that the client sees a reset, not an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Overloaded"
