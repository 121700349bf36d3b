"""What the job runner asks of a provider, and what a provider gives back.

One request goes `submit` -> (an answer, or a remote id that is polled) -> `decode`. Answers are bytes, kept on disk
before anything looks into them, so that a fault in decoding never costs a result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Protocol

from studio.doc.pixels import Pixels
from studio.doc.skeleton import Pose
from studio.spec.cost import Quote
from studio.spec.operation import Operation

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
    names: tuple[str, ...] = ()
    """One per frame where the frames mean something (`south`, `tile 3`); else empty."""
    seed: int | None = None
    """The seed the provider says it used."""
    charge: Charge | None = None
    notes: tuple[str, ...] = ()
    """Sentences for the person about this result."""


class Provider(Protocol):
    """One service, or the embedded local one."""

    id: str
    title: str
    operations: Sequence[type[Operation]]

    def quote(self, operation: Operation) -> Quote:
        """The price before sending, from data; no network."""
        ...

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        """Send it once. Raises ProviderError; OutcomeUnknown when bytes left and nothing came back."""
        ...

    async def poll(self, operation: Operation, remote_id: str) -> Answer | Running:
        """Ask after an accepted job."""
        ...

    async def cancel(self, remote_id: str) -> bool:
        """Ask the provider to stop; False where it cannot."""
        ...

    def decode(self, operation: Operation, answer: Answer) -> Outcome:
        """Read an answer; runs in a worker thread. Raises BadAnswer, or the error the answer itself tells of."""
        ...

    async def close(self) -> None: ...
