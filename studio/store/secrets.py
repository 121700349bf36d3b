"""Tokens of provider accounts: from the environment, the system's keyring, or this session's memory. Never a file.

All keyring calls run one after the other on one daemon thread, since a frozen service blocks its caller for ever and
must not keep the program from ending. Only backends known to encrypt are used; each save is read back and compared.
Nothing here puts a token into a message, a log or an exception.
"""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from studio.core.errors import UserError
from studio.core.words import _

log = logging.getLogger(__name__)

SERVICE = "sprite-studio"
SILENT_SECONDS = 3.0
"""For reads nobody asked for, at start."""
ASKED_SECONDS = 120.0
"""For a save or an unlock that a person asked for and may have to answer a prompt for."""
HOLD_OFF_SECONDS = 60.0
"""After a keyring that did not answer, it is left alone this long."""

T = TypeVar("T")

_KNOWN_BACKENDS = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }
)
_CHAINER = "keyring.backends.chainer.ChainerBackend"


class Source(StrEnum):
    """Where a token comes from."""

    NOWHERE = ""
    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    SESSION = "session"


class Trouble(StrEnum):
    """Why the keyring could not be used."""

    NONE = ""
    NO_STORE = "no store"
    LOCKED = "locked"
    REFUSED = "refused"
    NOT_ANSWERING = "not answering"


class Secret:
    """A token that does not show itself: `reveal` is the only way to it."""

    __slots__ = ("_value", "source", "variable")

    def __init__(self, value: str, source: Source, *, variable: str = "") -> None:
        """`variable` names the environment variable it was read from."""
        self._value = value
        self.source = source
        self.variable = variable

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return f"<secret from {self.source}>"


class Backend(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


def clean_token(pasted: str) -> str:
    """The token without white space around it. UserError for characters no token has; they never reach a header."""
    token = pasted.strip()
    if not token:
        raise UserError(_("The token is empty. Paste it again."))
    if not all("\x21" <= char <= "\x7e" for char in token):
        raise UserError(_("The token has spaces, line breaks or other characters no token has. Copy it again."))
    return token


def system_backend() -> Backend | None:
    """The keyring of this system; None when there is none that encrypts. Blocks: call it on the keyring thread."""
    from keyring import get_keyring  # noqa: PLC0415 - start-up does not pay for it

    backend = get_keyring()
    return backend if _is_known(backend) else None


def _is_known(backend: object) -> bool:
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    if name == _CHAINER:
        return all(_is_known(part) for part in getattr(backend, "backends", ())) and bool(
            getattr(backend, "backends", ())
        )
    return name in _KNOWN_BACKENDS


class SecretStore:
    """Tokens by account name (`pixellab`, `pixelapi` ...).

    Order: environment, keyring, session memory. `trouble` tells the state of the keyring after the last call.
    """

    def __init__(
        self,
        *,
        variables: Mapping[str, Sequence[str]] | None = None,
        find_backend: Callable[[], Backend | None] = system_backend,
        silent_seconds: float = SILENT_SECONDS,
        asked_seconds: float = ASKED_SECONDS,
    ) -> None:
        """`variables` names the environment variables of each account; the first that is set wins."""
        self._variables = dict(variables or {})
        self._find_backend = find_backend
        self._silent = silent_seconds
        self._asked = asked_seconds
        self._memory: dict[str, str] = {}
        self._thread = _KeyringThread()
        self._held_off_until = float("-inf")
        self.trouble = Trouble.NONE
        self.backend_name = ""
        """Of the keyring in use, for the settings; known after the first call."""

    async def get(self, account: str, *, patient: bool = False) -> Secret | None:
        """The token, or None when there is none anywhere. Never raises for a keyring that cannot be used.

        `patient`: a person asked for it and may have to answer a prompt of the keyring.
        """
        at_hand = self.at_hand(account)
        if at_hand is not None:
            return at_hand
        limit = self._asked if patient else self._silent
        found = await self._ask(lambda backend: backend.get_password(SERVICE, account), limit=limit)
        return Secret(found, Source.KEYRING) if found else None

    def at_hand(self, account: str) -> Secret | None:
        """The token as far as it is known without the keyring: from the environment or this session."""
        for variable in self._variables.get(account, ()):
            value = os.environ.get(variable, "").strip()
            if value:
                return Secret(value, Source.ENVIRONMENT, variable=variable)
        return Secret(self._memory[account], Source.SESSION) if account in self._memory else None

    async def save(self, account: str, pasted: str) -> Source:
        """Keep a token; where it is now. SESSION means that it is gone when the program ends, and `trouble` why."""
        token = clean_token(pasted)

        def store(backend: Backend) -> bool:
            backend.set_password(SERVICE, account, token)
            return backend.get_password(SERVICE, account) == token

        if await self._ask(store, limit=self._asked):
            self._memory.pop(account, None)
            return Source.KEYRING
        if self.trouble is Trouble.NONE:
            self.trouble = Trouble.REFUSED  # it took the token and does not give it back
        self._memory[account] = token
        return Source.SESSION

    async def forget(self, account: str) -> None:
        """Remove a token from the session and the keyring; harmless when there is none."""
        self._memory.pop(account, None)

        def delete(backend: Backend) -> bool:
            if backend.get_password(SERVICE, account) is not None:
                backend.delete_password(SERVICE, account)
            return True

        await self._ask(delete, limit=self._asked)

    def explain(self) -> str:
        """What is wrong with the keyring and what can be done, as a sentence; empty when nothing is."""
        sentences = {
            Trouble.NONE: "",
            Trouble.NO_STORE: _("This system has no keyring. Tokens are kept until the studio is closed."),
            Trouble.LOCKED: _("The keyring is locked. Unlock it and save the token again to keep it."),
            Trouble.REFUSED: _(
                "The keyring could not be used; tokens are kept until the studio is closed. "
                "Set the keyring up, then save the token again."
            ),
            Trouble.NOT_ANSWERING: _("The keyring does not answer. Tokens are kept until the studio is closed."),
        }
        return sentences[self.trouble]

    async def _ask(self, work: Callable[[Backend], T], *, limit: float) -> T | None:
        loop = asyncio.get_running_loop()
        if loop.time() < self._held_off_until:
            self.trouble = Trouble.NOT_ANSWERING
            return None
        answer: asyncio.Future[tuple[T | None, Trouble]] = loop.create_future()
        self._thread.run(lambda: self._work(work), loop, answer)
        try:
            async with asyncio.timeout(limit):
                result, self.trouble = await answer
        except TimeoutError:
            self.trouble = Trouble.NOT_ANSWERING
            self._held_off_until = loop.time() + HOLD_OFF_SECONDS
            # The stuck call keeps its thread; the next one gets another.
            self._thread = _KeyringThread()
            return None
        return result

    def _work(self, work: Callable[[Backend], T]) -> tuple[T | None, Trouble]:
        """On the keyring thread. Backends raise errors of their own and of their libraries: all are caught here."""
        try:
            backend = self._find_backend()
            if backend is None:
                return None, Trouble.NO_STORE
            self.backend_name = type(backend).__module__.rpartition(".")[2]
            return work(backend), Trouble.NONE
        except Exception as error:
            kind = type(error).__name__
            log.info("the keyring refused a call: %s", kind)
            if kind == "NoKeyringError":
                return None, Trouble.NO_STORE
            return None, Trouble.LOCKED if kind == "KeyringLocked" else Trouble.REFUSED


class _KeyringThread:
    """One daemon thread with a queue; started at the first call."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._started = False

    def run(self, work: Callable[[], T], loop: asyncio.AbstractEventLoop, answer: asyncio.Future[T]) -> None:
        """Call `work` on the thread and give its result to `answer`, unless nobody waits any more."""

        def settle(result: T) -> None:
            if not answer.done():
                answer.set_result(result)

        def call() -> None:
            result = work()
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, result)

        self._calls.put(call)
        if not self._started:
            self._started = True
            threading.Thread(target=self._serve, name="keyring", daemon=True).start()

    def _serve(self) -> None:
        while True:
            self._calls.get()()
