"""PixelDojo: pictures at once, as addresses of files that last a day.

A newer service at the same address answers with a job; whichever comes is understood. Two documents show two bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from studio.codec.images import read_image
from studio.core.errors import BadAnswer, BadFile, Charged, JobFailed, NotFound
from studio.core.words import _
from studio.doc.pixels import Pixels
from studio.providers.answers import Json, read_json
from studio.providers.bundle import Kept
from studio.providers.pixeldojo.declarations import OPERATIONS, ULTRA_MODEL
from studio.providers.protocol import Accepted, Answer, Charge, Outcome, Policy, ReportProgress
from studio.providers.remote import RemoteJob, RemoteProvider, Status
from studio.providers.tables import amount_of
from studio.providers.wire import Request
from studio.spec.cost import Quote, Unit
from studio.spec.operation import Operation

ID = "pixeldojo"

_ULTRA_PRICE = Decimal("1.5")
_ENDED_WELL = frozenset({"completed", "complete", "succeeded", "success", "done"})
_ENDED_BADLY = frozenset({"failed", "failure", "error", "cancelled", "canceled"})


class PixelDojo(RemoteProvider):
    """pixeldojo.ai."""

    id = ID
    title = _("PixelDojo")
    operations: Sequence[type[Operation]] = OPERATIONS
    base_url = "https://pixeldojo.ai/api/v1"
    policy = Policy(
        poll_first=3.0,
        poll_factor=1.3,
        poll_cap=10.0,
        deadline=20 * 60.0,
        stalled_after=5 * 60.0,
        submit_read=300.0,
        per_minute=10,
        keeps_results=24 * 3600.0,
        finds_by_number=True,
    )

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer | Accepted:
        try:
            return await super().submit(operation, report)
        except NotFound as error:
            sentence = _("PixelDojo no longer answers at the address of this operation. Nothing was charged.")
            raise NotFound(sentence, provider=ID, operation=operation.spec.id, status=error.status) from error

    def read_submission(self, operation: Operation, body: Json) -> RemoteJob | None:  # noqa: ARG002 - a hook
        job_id = body.get("jobId")
        if not isinstance(job_id, str) or not job_id or any(_addresses(body)):
            return None
        return RemoteJob((job_id,))

    def status_request(self, operation: Operation, job_id: str) -> Request:  # noqa: ARG002 - one address for all
        return Request("GET", "/jobs/" + quote(job_id, safe=""))

    def read_status(self, operation: Operation, body: Json) -> Status:
        word = str(body.get("status") or "").lower()
        if word in _ENDED_BADLY:
            raise _failure(operation, body)
        if word in _ENDED_WELL or any(_addresses(body)):
            return Status(ended=True)
        return Status(ended=False, note=_("PixelDojo says: {word}").format(word=word or "?"))

    def files_in(self, operation: Operation, body: Json) -> Iterable[str]:  # noqa: ARG002 - one shape for all
        return _addresses(body)

    def read(self, operation: Operation, kept: Kept) -> Outcome:
        body = read_json(kept.answer)
        files = [kept.files[address] for address in _addresses(body) if address in kept.files]
        if not files and body.get("error"):
            raise _failure(operation, body)
        if not files:
            raise BadAnswer(_("The answer names no pictures. It was kept; nothing is lost."))
        return Outcome(frames=tuple(_picture(file) for file in files), charge=_charge(body))

    def price(self, operation: Operation) -> Quote:
        values = operation.values
        each = _ULTRA_PRICE if values["model"] == ULTRA_MODEL else Decimal(1)
        return Quote(each * int(values["count"]), Unit.CREDITS, exact=values["model"] != ULTRA_MODEL)


def make_provider() -> PixelDojo:
    """What the registry calls."""
    return PixelDojo()


def _addresses(body: Json) -> Iterator[str]:
    """The files of an answer, in order: a list of addresses or of objects with one, in the body or in its output."""
    output = body.get("output")
    for place in (body, output if isinstance(output, Mapping) else {}):
        found: Any = place.get("images") or place.get("image")
        for entry in found if isinstance(found, list) else [found]:
            address = entry.get("url") if isinstance(entry, Mapping) else entry
            if isinstance(address, str) and address:
                yield address


def _picture(file: bytes) -> Pixels:
    try:
        return read_image(file).frames[0]
    except BadFile as error:
        sentence = _("A picture of the answer cannot be read: {reason}").format(reason=error)
        raise BadAnswer(sentence + " " + _("It was kept; nothing is lost.")) from error


def _charge(body: Json) -> Charge | None:
    used = amount_of(body.get("credits_used"))
    return None if used is None else Charge(used, Unit.CREDITS)


def _failure(operation: Operation, body: Json) -> JobFailed:
    """Why there are no pictures; whether that cost something is not told."""
    told = body.get("error")
    if isinstance(told, Mapping):
        told = told.get("message") or told.get("code")
    sentence = _("PixelDojo could not finish this: {reason}").format(reason=told or _("no reason given"))
    return JobFailed(sentence, provider=ID, operation=operation.spec.id, charged=Charged.MAYBE)
