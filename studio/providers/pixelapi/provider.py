"""PixelAPI: one picture a job, asked after every few seconds, its file kept for a day.

It turns away requests and downloads without a User-Agent of their own; `client` sends the studio's with each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from urllib.parse import quote

from studio.codec.images import read_image
from studio.core.errors import BadAnswer, BadFile, Blocked, Charged, JobFailed
from studio.core.words import _
from studio.providers.answers import Json, read_json
from studio.providers.bundle import Kept
from studio.providers.listing import listed, rows_in
from studio.providers.pixelapi.declarations import FLUX, OPERATIONS, SDXL, GenerateImage, ShowImage
from studio.providers.protocol import Balance, Charge, Outcome, Policy
from studio.providers.remote import Listed, RemoteJob, RemoteProvider, Status
from studio.providers.tables import amount_of, flat, table_in
from studio.providers.wire import Request
from studio.spec.cost import Quote, Unit
from studio.spec.operation import Operation

ID = "pixelapi"

_PRICES: Mapping[str, int] = {SDXL: 1, FLUX: 3}
_WAITING = {
    "pending": _("Waiting at PixelAPI"),
    "queued": _("Waiting at PixelAPI"),
    "processing": _("PixelAPI is drawing"),
}


class PixelApi(RemoteProvider):
    """api.pixelapi.dev."""

    id = ID
    title = _("PixelAPI")
    operations: Sequence[type[Operation]] = OPERATIONS
    base_url = "https://api.pixelapi.dev"
    policy = Policy(
        poll_first=3.0,
        poll_factor=1.25,
        poll_cap=10.0,
        deadline=20 * 60.0,
        stalled_after=120.0,
        submit_read=60.0,
        submit_total=180.0,
        per_minute=20,
        keeps_results=24 * 3600.0,
        finds_by_number=True,
    )

    def read_submission(self, operation: Operation, body: Json) -> RemoteJob | None:
        job_id = body.get("generation_id") or body.get("id")
        if not isinstance(operation, GenerateImage) or not isinstance(job_id, str) or _address(body):
            return None
        return RemoteJob((job_id,))

    def status_request(self, operation: Operation, job_id: str) -> Request:  # noqa: ARG002 - one address for all
        return Request("GET", "/v1/image/" + quote(job_id, safe=""))

    def read_status(self, operation: Operation, body: Json) -> Status:
        word = str(body.get("status") or "").lower()
        if word == "blocked":
            sentence = _("PixelAPI does not draw this: its rules forbid the words. Nothing was charged.")
            raise Blocked(sentence, provider=ID, operation=operation.spec.id, charged=Charged.NO)
        if word in ("failed", "cancelled", "error"):
            reason = str(body.get("error") or body.get("detail") or _("no reason given"))
            sentence = _("PixelAPI could not finish this: {reason}").format(reason=reason)
            charged = Charged.MAYBE if amount_of(body.get("credits_used")) else Charged.NO
            raise JobFailed(sentence, provider=ID, operation=operation.spec.id, charged=charged)
        if word == "completed" or _address(body):
            return Status(ended=True)
        note = _WAITING.get(word) or _("PixelAPI says: {word}").format(word=word or "?")
        return Status(ended=False, note=note)

    def list_request(self, operation: Operation) -> Request | None:
        return Request("GET", "/v1/account/usage", {"limit": 50}) if isinstance(operation, GenerateImage) else None

    def read_list(self, operation: Operation, document: object) -> Iterable[Listed]:
        wanted = operation.values["prompt"], operation.values["model"]
        for row in rows_in(document):
            if (row.get("prompt"), row.get("model")) == wanted:
                yield from listed(row, "generation_id", "id")

    def balance_request(self) -> Request | None:
        return Request("GET", "/v1/account/balance")

    def read_balance(self, body: Json) -> Balance:
        left = amount_of(body.get("credits_remaining"))
        if left is None:
            raise BadAnswer(_("The balance that {provider} told cannot be read.").format(provider=self.title))
        plan = body.get("plan")
        text = _("plan {name}").format(name=plan) if isinstance(plan, str) and plan else ""
        return Balance((Charge(left, Unit.CREDITS),), text)

    def files_in(self, operation: Operation, body: Json) -> Iterable[str]:
        address = _address(body)
        return (address,) if address and isinstance(operation, GenerateImage | ShowImage) else ()

    def read(self, operation: Operation, kept: Kept) -> Outcome:
        if isinstance(operation, GenerateImage):
            return _picture(kept)
        if isinstance(operation, ShowImage):
            facts = flat(read_json(kept.answer))
            return Outcome(frames=_picture(kept).frames if kept.files else (), table=(facts,))
        return Outcome(table=table_in(kept.answer))

    def price(self, operation: Operation) -> Quote:
        model = str(operation.values["model"])
        text = _("other pages of PixelAPI say 3") if model == SDXL else ""
        return Quote(Decimal(_PRICES[model]), Unit.CREDITS, text, exact=model != SDXL)


def make_provider() -> PixelApi:
    """What the registry calls."""
    return PixelApi()


def _address(body: Json) -> str | None:
    found = body.get("output_url")
    return found if isinstance(found, str) and found else None


def _picture(kept: Kept) -> Outcome:
    body = read_json(kept.answer)
    file = kept.files.get(_address(body) or "")
    if file is None:
        raise BadAnswer(_("The picture has been made, but its file is missing. The answer was kept."))
    try:
        frames = read_image(file).frames[:1]
    except BadFile as error:
        sentence = _("A picture of the answer cannot be read: {reason}").format(reason=error)
        raise BadAnswer(sentence + " " + _("It was kept; nothing is lost.")) from error
    used = amount_of(body.get("credits_used"))
    return Outcome(frames=frames, charge=None if used is None else Charge(used, Unit.CREDITS))
