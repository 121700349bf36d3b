"""PixelLab v2: answers at once or by background job, whichever the body tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from studio.core.clock import Clock
from studio.core.errors import NotFound
from studio.core.words import _
from studio.providers.access import Access
from studio.providers.answers import Json
from studio.providers.bundle import Kept
from studio.providers.listing import listed, rows_in
from studio.providers.pixellab_answers import balance_in
from studio.providers.pixellab_v2 import animating, characters, jobs, maps, prices, results
from studio.providers.pixellab_v2.declarations import OPERATIONS
from studio.providers.plans import follow_skeleton, skeleton_calls
from studio.providers.protocol import Answer, Balance, Call, Outcome, Policy, Running
from studio.providers.remote import Listed, RemoteJob, RemoteProvider, Status, as_object
from studio.providers.wire import Request
from studio.spec.cost import Quote
from studio.spec.operation import Effect, Operation

_TILESETS = (maps.CreateTileset, maps.CreateTilesetJob)
_MOVEMENTS = (characters.AnimateCharacter, characters.CreateCharacterAnimation)
_CHARACTERS = (characters.CreateCharacterFour, characters.CreateCharacterEight)
_KEPT: tuple[tuple[tuple[type[Operation], ...], str], ...] = (
    (_TILESETS, "tilesets"),
    (_CHARACTERS, "characters"),
    ((maps.CreateIsometricTile,), "isometric-tiles"),
)
"""Where what an operation makes is kept. Map objects are kept nowhere: their picture is in the job."""
_MOST_MISSES = 12
"""How often what a finished job made may still be missing: it is stored a moment after the job ends."""


class PixelLabV2(RemoteProvider):
    """33 addresses; no way to cancel."""

    id = "pixellab-v2"
    title = _("PixelLab")
    operations: Sequence[type[Operation]] = OPERATIONS
    base_url = "https://api.pixellab.ai/v2"
    policy = Policy(
        poll_first=5.0,
        poll_factor=1.2,
        poll_cap=15.0,
        stalled_after=20 * 60.0,
        keeps_of={maps.CreateMapObject.spec.id: 8 * 3600.0},
        finds_by_number=True,
    )
    """The service advises a poll every 5 to 10 seconds; its longest jobs take about 15 minutes."""

    def __init__(self, access: Callable[[], Access] | None = None, *, clock: Clock | None = None) -> None:
        super().__init__(access, clock=clock)
        self._missed: dict[str, int] = {}

    def price(self, operation: Operation) -> Quote:
        return prices.quote(operation)

    def calls(self, operation: Operation) -> tuple[Call, ...]:
        """Poses are drawn three at a time."""
        return skeleton_calls(operation) if isinstance(operation, animating.AnimateWithSkeleton) else (Call(operation),)

    def follow(self, call: Call, before: Outcome) -> Operation:
        return follow_skeleton(call, before)

    def read_submission(self, operation: Operation, body: Json) -> RemoteJob | None:
        return jobs.accepted(body) if operation.spec.effect is Effect.PAYS else None

    def status_request(self, operation: Operation, job_id: str) -> Request:  # noqa: ARG002 - the same for all
        return Request("GET", f"/background-jobs/{_segment(jobs.plain_id(job_id))}")

    def read_status(self, operation: Operation, body: Json) -> Status:  # noqa: ARG002 - the same for all
        return jobs.status_of(body)

    async def finished(self, operation: Operation, job: RemoteJob, told: Answer) -> Answer | Running:
        """What a job made is fetched where the job itself does not hold it: always for tiles, else without pictures."""
        request = self._kept_request(operation, job)
        if request is None or (not isinstance(operation, _TILESETS) and await _holds_pictures(operation, told)):
            return told
        misses = self._missed.setdefault(str(job), 0)
        try:
            thing = await as_object(await self.ask(operation, request))
        except NotFound:
            self._missed[str(job)] = misses + 1
            if misses >= _MOST_MISSES:
                raise
            return Running(note=_("Finished; it is being stored."))
        self._missed.pop(str(job), None)
        if thing is None:
            return Running(note=_("Finished; what it made could not be read."))
        return Answer(json.dumps({"job": await as_object(told), "thing": thing}).encode())

    def thing_request(self, operation: Operation, job: RemoteJob) -> Request | None:
        """What a forgotten job made. A movement is not asked for so: the character may hold an older one."""
        return None if isinstance(operation, _MOVEMENTS) else self._kept_request(operation, job)

    def _kept_request(self, operation: Operation, job: RemoteJob) -> Request | None:
        if isinstance(operation, _MOVEMENTS):
            return Request("GET", f"/characters/{_segment(str(operation.values['character']))}")
        if not job.thing:
            return None
        place = next((place for kinds, place in _KEPT if isinstance(operation, kinds)), "")
        return Request("GET", f"/{place}/{_segment(job.thing)}") if place else None

    def read_thing(self, operation: Operation, body: Json) -> Status:
        if results.wanted(operation, {"thing": body}):
            return Status(ended=True)
        return jobs.status_of(body) if "status" in body else Status(ended=False)

    def list_request(self, operation: Operation) -> Request | None:
        return Request("GET", "/characters", {"limit": 50}) if isinstance(operation, _CHARACTERS) else None

    def read_list(self, operation: Operation, document: object) -> Iterable[Listed]:
        """A character is asked after by itself: the number of the job that makes it is lost."""
        for row in rows_in(document):
            if row.get("prompt") == operation.values["description"]:
                yield from (Listed(str(RemoteJob((found,), found)), made) for found, made in listed(row, "id"))

    def balance_request(self) -> Request | None:
        return Request("GET", "/balance")

    def read_balance(self, body: Json) -> Balance:
        return balance_in(body)

    def files_in(self, operation: Operation, body: Json) -> Iterable[str]:
        return results.files_of(operation, body)

    def read(self, operation: Operation, kept: Kept) -> Outcome:
        return results.read(operation, kept)


def make_provider() -> PixelLabV2:
    """What the registry calls."""
    return PixelLabV2()


async def _holds_pictures(operation: Operation, told: Answer) -> bool:
    body = await as_object(told)
    return body is not None and bool(results.wanted(operation, body))


def _segment(text: str) -> str:
    return quote(text, safe="")
