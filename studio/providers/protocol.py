"""What the job runner asks of a provider, and what a provider gives back.

One request goes `submit` -> (an answer, or a remote id that is polled) -> `collect` -> `decode`. Answers are bytes,
kept on disk before anything looks into them, so that a fault in decoding never costs a result; what an answer only
names by address is collected into one file at once, so that decoding needs no network.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from studio.doc.pixels import Pixels
from studio.doc.skeleton import Pose
from studio.spec.cost import Quote
from studio.spec.operation import Operation

if TYPE_CHECKING:
    from studio.providers.wire import Request

COLLECTED = "application/vnd.sprite-studio.bundle+zip"
"""Media of an answer that holds its files already."""
FILL_FACT = "fill"
"""Name of the fact that tells which colour, as #rrggbb, was taken out of the frames of a result."""

ReportProgress = Callable[[float | None, str], None]
"""Called with 0..1 (None when unknown) and a short note; may be called from a worker thread."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, byte for byte. `media` is the content type."""

    body: bytes
    media: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    status: int = 200


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider works on it under this id; the id is in the ledger before the first poll."""

    remote_id: str
    answer: Answer
    poll_after: float = 5.0
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Running:
    """A poll that found the job unfinished. `progress` is 0..1 when the provider tells."""

    progress: float | None = None
    note: str = ""
    poll_after: float = 5.0
    part: Answer | None = None
    """What has come since the last poll that belongs to the result, all so far in one, as `decode` reads it."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where a request goes and under which token. `key` tells tokens apart and cannot give one back."""

    address: str
    """Scheme, host, port and path of the API."""
    key: str


@dataclass(frozen=True, slots=True)
class Charge:
    """What was paid, in the provider's own unit (`usd`, `credits`, `generations`, `free`)."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decoded result. Which parts are filled follows from the operation's `returns`."""

    frames: tuple[Pixels, ...] = ()
    durations: tuple[Fraction, ...] = ()
    """Milliseconds, one per frame; empty where the provider names none."""
    poses: tuple[Pose, ...] = ()
    text: str = ""
    table: tuple[Mapping[str, Any], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What is known about a thing as a whole (its id, the terrains of a tileset), as JSON would hold it."""
    names: tuple[str, ...] = ()
    """One per frame where the frames mean something (`south`, `tile 3`); else empty."""
    seed: int | None = None
    """The seed the provider says it used."""
    charge: Charge | None = None
    notes: tuple[str, ...] = ()
    """Sentences for the person about this result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a provider is treated, as data. Times are seconds."""

    poll_first: float = 5.0
    """Until the first poll after a job was accepted."""
    poll_factor: float = 1.25
    """By how much the wait grows from poll to poll."""
    poll_cap: float = 20.0
    deadline: float = 24 * 3600.0
    """After this a job that still runs is handed to the person."""
    stalled_after: float = 15 * 60.0
    """After this a job that still runs is shown as stalled."""
    grace: float = 60.0
    """In which the provider may not know its own new id, or its files, yet."""
    submit_read: float = 300.0
    """Longest silence while a synchronous answer is being made."""
    submit_total: float = 900.0
    """A whole request that makes something."""
    ask_total: float = 60.0
    """A whole request that only asks."""
    download_total: float = 300.0
    download_bytes: int = 64 * 2**20
    """One file of a result."""
    bundle_bytes: int = 256 * 2**20
    """All files of a result."""
    per_minute: int | None = None
    """Requests a minute; None where no limit is known."""
    connections: int = 8
    keeps_results: float | None = None
    """How long the provider keeps a result; None where nothing is said."""
    keeps_of: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """The same by id of an operation, where it differs."""
    stopping_is_free: bool = False
    """Whether a job that was stopped on request costs nothing."""
    finds_by_number: bool = False
    """Whether a job that was started elsewhere can be asked after."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left in an account."""

    left: tuple[Charge, ...]
    """What can be spent, in the order in which it is."""
    text: str = ""
    """What a person should know beside the amounts: the plan, what running jobs hold."""


@dataclass(frozen=True, slots=True)
class Call:
    """One of the requests that a wish is sent as, and which part of the whole result it gives."""

    operation: Operation
    name: str = ""
    """What it is for, in words (`South`, `Frames 4 to 5`); empty for a wish that is sent in one piece."""
    carried: int = 0
    """Leading frames of its result that come from the call before it; it waits for that one."""
    wanted: int | None = None
    """Frames that belong to the whole result, those carried over not counted; None for all."""


class Provider(Protocol):
    """One service, or the embedded local one."""

    id: str
    title: str
    operations: Sequence[type[Operation]]
    policy: Policy

    def quote(self, operation: Operation) -> Quote:
        """The price before sending, from data; no network."""
        ...

    def request(self, operation: Operation) -> Request:
        """What would be sent, without host and token; no network. Encodes pictures, so use a thread for large ones."""
        ...

    def calls(self, operation: Operation) -> tuple[Call, ...]:
        """The requests that this wish is sent as, in order; one for almost every wish."""
        ...

    def follow(self, call: Call, before: Outcome) -> Operation:
        """The request of a call that carries frames over, once the call before it has its result."""
        ...

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        """Send it once. Raises ProviderError; OutcomeUnknown when bytes left and nothing came back."""
        ...

    async def poll(self, operation: Operation, remote_id: str) -> Answer | Running:
        """Ask after an accepted job."""
        ...

    async def find(self, operation: Operation, sent: float, known: Collection[str]) -> str | None:
        """The remote id that a request sent at `sent` (seconds since 1970) got when its answer was lost.

        Empty when the provider's own list holds nothing that is surely it; None where it keeps no list. `known` ids
        are those of other jobs.
        """
        ...

    async def collect(self, operation: Operation, answer: Answer, report: ReportProgress) -> Answer:
        """The answer with every file that it names by address, in one piece; the answer itself when it names none.

        Raises DeadLink when an address no longer works, Expired when the files are gone, else ProviderError.
        """
        ...

    async def balance(self) -> Balance | None:
        """What is left in the account; None where the provider tells nobody."""
        ...

    async def account(self, salt: bytes) -> Account | None:
        """The account that requests go out under now; None where there is none. `salt` keeps its key from being
        looked up anywhere."""
        ...

    async def cancel(self, remote_id: str) -> bool:
        """Ask the provider to stop; False where it cannot."""
        ...

    def decode(self, operation: Operation, answer: Answer) -> Outcome:
        """Read a collected answer, in a worker thread. Raises BadAnswer, or the error the answer itself tells of."""
        ...

    async def close(self) -> None: ...
