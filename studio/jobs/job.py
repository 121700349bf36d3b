"""A job as the ledger holds it: one wish of a person, what became of it, and where its result belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypedDict

from studio.core.geometry import Box
from studio.jobs.states import ACTIVE, ENDED, NEEDS_ATTENTION, State
from studio.providers.errors import Charged
from studio.providers.protocol import Account, Answer, Charge
from studio.spec.cost import Quote


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the result belongs; every part may be empty. `box` is in canvas cells, `inset` is where the sprite lies in
    pictures that were padded before they were sent."""

    document_id: str = ""
    sprite_path: str = ""
    layer: str = ""
    frames: tuple[str, ...] = ()
    box: Box | None = None
    purpose: str = ""
    project: str = ""
    """Folder of the project whose budget pays."""
    inset: Box | None = None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A raw answer in the result store; `file` is its name there."""

    file: str
    media: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_success(self) -> bool:
        """Whether it may hold a result, rather than words about a failure."""
        return 200 <= self.status < 300

    def answer(self, body: bytes) -> Answer:
        return Answer(body=body, media=self.media, headers=self.headers, status=self.status)


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the ledger. Times are seconds since 1970, UTC; `progress` is 0..1 and lives only in memory."""

    id: str
    operation: str
    provider: str
    title: str
    effect: str
    created: float
    state: State = State.QUEUED
    owner: str = ""
    position: float = 0.0
    """Order in the queue; smaller is earlier."""
    progress: float | None = None
    note: str = ""
    started: float | None = None
    ended: float | None = None
    quoted: Quote | None = None
    """None where nobody here asked for it: the job was started elsewhere (see `adopting`)."""
    charged: Charge | None = None
    cost: Charged = Charged.NO
    """Whether it cost something, also where the amount is not known."""
    seed_sent: int | None = None
    seed_returned: int | None = None
    error: str = ""
    """A sentence for the person, empty when nothing went wrong."""
    error_kind: str = ""
    """Name of the error's class."""
    remote_id: str = ""
    origin: Origin = Origin()
    answers: tuple[KeptAnswer, ...] = ()
    retry_of: str = ""
    account: Account | None = None
    """The one that it was sent under; None where that was not written down."""

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the raw answers in the result store, oldest first."""
        return tuple(answer.file for answer in self.answers)

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def needs_attention(self) -> bool:
        return self.state in NEEDS_ATTENTION

    @property
    def is_adopted(self) -> bool:
        """Whether it was started elsewhere, so that what was asked for is not known here."""
        return self.quoted is None


class Changes(TypedDict, total=False):
    """The facts of a job that may change."""

    account: Account | None
    owner: str
    position: float
    note: str
    started: float | None
    ended: float | None
    charged: Charge | None
    cost: Charged
    seed_returned: int | None
    error: str
    error_kind: str
    remote_id: str
    answers: tuple[KeptAnswer, ...]
