"""PixelLab v1: every answer at once, flat, with its cost in US dollars or generations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from studio.core.words import _
from studio.doc.pixels import size_of
from studio.providers.answers import Json, read_json, size_hint
from studio.providers.bundle import Kept
from studio.providers.pixellab_answers import (
    bad_answer,
    balance_in,
    cost_in,
    decode_pictures,
    find_pictures,
    keypoints_in,
    seed_in,
)
from studio.providers.pixellab_v1.declarations import OPERATIONS, AnimateWithSkeleton, EstimateSkeleton, ShowBalance
from studio.providers.plans import follow_skeleton, skeleton_calls
from studio.providers.protocol import Balance, Call, Outcome
from studio.providers.remote import RemoteProvider
from studio.providers.wire import Request
from studio.spec.cost import Quote, Unit
from studio.spec.operation import Operation

PRICES: Mapping[str, tuple[Decimal, str]] = {
    "generate-image-pixflux": (Decimal("0.00793"), _("at 64 x 64; larger pictures cost more")),
    "animate-with-skeleton": (Decimal("0.0136"), ""),
    "estimate-skeleton": (Decimal("0.00511"), ""),
}
"""US dollars in the examples of the document; what is missing is not known."""


class PixelLabV1(RemoteProvider):
    """Eight addresses without jobs."""

    id = "pixellab-v1"
    title = _("PixelLab (first API)")
    operations: Sequence[type[Operation]] = OPERATIONS
    base_url = "https://api.pixellab.ai/v1"

    def price(self, operation: Operation) -> Quote:
        known = PRICES.get(operation.spec.name)
        if known is None:
            return Quote(Decimal(0), Unit.UNKNOWN, exact=False)
        amount, text = known
        return Quote(amount, Unit.USD, text, exact=False)

    def calls(self, operation: Operation) -> tuple[Call, ...]:
        """Poses are drawn three at a time."""
        return skeleton_calls(operation) if isinstance(operation, AnimateWithSkeleton) else (Call(operation),)

    def follow(self, call: Call, before: Outcome) -> Operation:
        return follow_skeleton(call, before)

    def balance_request(self) -> Request | None:
        return Request("GET", "/balance")

    def read_balance(self, body: Json) -> Balance:
        return balance_in(body)

    def files_in(self, operation: Operation, body: Json) -> Sequence[str]:  # noqa: ARG002 - pictures stand in the answer
        return ()

    def read(self, operation: Operation, kept: Kept) -> Outcome:
        document = read_json(kept.answer)
        if isinstance(operation, ShowBalance):
            balance = balance_in(document)
            rows = tuple({"left": f"{charge.amount:f}", "unit": charge.unit} for charge in balance.left)
            return Outcome(table=rows, text=balance.text)
        cost, seed = cost_in(document), seed_in(document)
        if isinstance(operation, EstimateSkeleton):
            poses = keypoints_in(document, size_of(operation.image), kept.answer)
            if not poses:
                raise bad_answer(_("The answer holds no keypoints."), kept.answer)
            return Outcome(poses=poses, charge=cost)
        frames, names = decode_pictures(
            find_pictures(document), size=size_hint(operation), files=kept.files, answer=kept.answer
        )
        if not frames:
            raise bad_answer(_("The answer holds no picture."), kept.answer)
        return Outcome(frames=frames, names=names, seed=seed, charge=cost)


def make_provider() -> PixelLabV1:
    """What the registry calls."""
    return PixelLabV1()
