"""Pixel Engine: jobs behind one address, signed files, credits that are held until a job succeeds.

The words of its answers are read openly: a status nobody knows goes on being asked after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from studio.core.errors import BadAnswer
from studio.core.words import _
from studio.providers.answers import Json, read_json
from studio.providers.bundle import Kept
from studio.providers.pixel_engine.declarations import OPERATIONS, EnhancePrompt, ShowJob
from studio.providers.pixel_engine.request import request_for
from studio.providers.pixel_engine.results import address_of, failure_of, read_job
from studio.providers.protocol import Balance, Charge, Outcome, Policy
from studio.providers.remote import RemoteJob, RemoteProvider, Status
from studio.providers.tables import amount_of, flat, table_in
from studio.providers.wire import Request
from studio.spec.cost import Quote, Unit
from studio.spec.operation import Operation, Returns

ID = "pixel-engine"

_PRICES: Mapping[str, int] = {"animate": 20, "keyframes": 24, "remove-background": 2}
_STILL_PRICES: Mapping[str, int] = {
    "nb_flash": 10,
    "nb_pro": 30,
    "oai_gpt2_low": 6,
    "oai_gpt2_medium": 12,
    "oai_gpt2_high": 36,
}
_WAITING = {"queued": _("Waiting at Pixel Engine"), "pending": _("Pixel Engine is drawing")}
_ENDED_BADLY = frozenset({"failure", "failed", "error", "cancelled", "canceled", "expired"})
_ENDED_WELL = frozenset({"success", "succeeded", "completed"})


class PixelEngine(RemoteProvider):
    """api.pixelengine.ai."""

    id = ID
    title = _("Pixel Engine")
    operations: Sequence[type[Operation]] = OPERATIONS
    base_url = "https://api.pixelengine.ai/functions/v1"
    policy = Policy(
        poll_first=4.0,
        poll_factor=1.3,
        poll_cap=15.0,
        deadline=20 * 60.0,  # Credits are held for ten minutes; after twice that nothing comes any more.
        stalled_after=5 * 60.0,
        submit_read=60.0,
        submit_total=180.0,
        keeps_results=24 * 3600.0,
        stopping_is_free=True,  # the credits held for it are released
        finds_by_number=True,
    )

    def request(self, operation: Operation) -> Request:
        return request_for(operation)

    def read_submission(self, operation: Operation, body: Json) -> RemoteJob | None:
        job_id = body.get("api_job_id")
        if operation.spec.returns is not Returns.FRAMES or not isinstance(job_id, str) or not job_id:
            return None
        return RemoteJob((job_id,))

    def status_request(self, operation: Operation, job_id: str) -> Request:  # noqa: ARG002 - one address for all
        return Request("GET", "/jobs", {"id": job_id})

    def read_status(self, operation: Operation, body: Json) -> Status:
        word = str(body.get("status") or "").lower()
        if word in _ENDED_WELL or (word not in _ENDED_BADLY and address_of(body)):
            return Status(ended=True)
        if word in _ENDED_BADLY:
            raise failure_of(operation, body)
        progress = body.get("progress")
        known = isinstance(progress, int | float) and not isinstance(progress, bool) and 0 < progress <= 1
        return Status(ended=False, progress=float(progress) if known and progress else None, note=_note(word))

    def cancel_request(self, job_id: str) -> Request | None:
        return Request("POST", "/cancel", body={"api_job_id": job_id})

    def balance_request(self) -> Request | None:
        return Request("GET", "/balance")

    def read_balance(self, body: Json) -> Balance:
        available = amount_of(body.get("available"))
        if available is None:
            raise BadAnswer(_("The balance that {provider} told cannot be read.").format(provider=self.title))
        held = amount_of(body.get("reserved"))
        text = _("{amount} more are held by running jobs").format(amount=held) if held else ""
        return Balance((Charge(available, Unit.CREDITS),), text)

    def files_in(self, operation: Operation, body: Json) -> Iterable[str]:  # noqa: ARG002 - one place for all
        address = address_of(body)
        return () if address is None else (address,)

    def read(self, operation: Operation, kept: Kept) -> Outcome:
        if operation.spec.returns is Returns.FRAMES:
            return read_job(operation, kept)
        if isinstance(operation, EnhancePrompt):
            return Outcome(text=_enhanced(kept))
        if isinstance(operation, ShowJob):
            return _shown_job(operation, kept)
        return Outcome(table=table_in(kept.answer))

    def price(self, operation: Operation) -> Quote:
        amount = _PRICES.get(operation.spec.name, _STILL_PRICES.get(str(operation.values.get("model"))))
        if amount is None:
            return Quote(Decimal(0), Unit.UNKNOWN)
        return Quote(Decimal(amount), Unit.CREDITS)


def make_provider() -> PixelEngine:
    """What the registry calls."""
    return PixelEngine()


def _note(word: str) -> str:
    return _WAITING.get(word) or _("Pixel Engine says: {word}").format(word=word or "?")


def _enhanced(kept: Kept) -> str:
    text = read_json(kept.answer).get("enhanced_prompt")
    if not isinstance(text, str) or not text.strip():
        raise BadAnswer(_("The answer holds no result.") + " " + _("It was kept; nothing is lost."))
    return text


def _shown_job(operation: Operation, kept: Kept) -> Outcome:
    """The facts of a job, with its frames when it has a result."""
    facts = flat(read_json(kept.answer))
    if not kept.files:
        return Outcome(table=(facts,))
    found = read_job(operation, kept)
    return Outcome(frames=found.frames, durations=found.durations, table=(facts,), seed=found.seed, notes=found.notes)
