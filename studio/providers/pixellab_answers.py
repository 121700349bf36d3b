"""What PixelLab answers, as it really comes: pictures in every form seen, fractions of keypoints, costs, balances.

Pictures may be files in base64, data addresses, raw RGBA rows with or without saying so, with or without their height,
in lists, in objects by direction, or as addresses. Which it is, the bytes decide: first their magic number, then their
length. Size and number of pictures are never taken from the request.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from studio.codec.base64image import decode_image, decode_text
from studio.codec.images import picture_format, read_image
from studio.core.errors import BadAnswer, BadFile
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.pixels import Pixels, size_of
from studio.doc.skeleton import Pose
from studio.providers.answers import Json, amount_in, charge_in, poses_in, whole_in
from studio.providers.protocol import Answer, Balance, Charge
from studio.spec.cost import Unit
from studio.spec.field import FieldValue

PICTURE_KEYS = (
    "images",
    "quantized_images",
    "rotation_images",
    "quantized_image",
    "image",
    "frames",
    "rotation_urls",
    "storage_urls",
)
"""Where pictures stand, the best place first. Of several only the first that holds any is read."""
_PLACES = ("last_response", "data", "result")
_LONGEST_FRACTION = 1.5
"""No fraction of a frame is larger; a set of points with a larger number is in pixels."""
_BYTES = 4
_DEEPEST = 6
"""How far pictures may be nested."""


class Found(NamedTuple):
    """One picture of an answer, undecoded, and its name (a direction, say)."""

    name: str
    picture: FieldValue


def find_pictures(document: Json) -> list[Found]:
    """Every picture of an answer in order: those of the job's last response, else those beside it."""
    inner = [_mapping(document.get(place)) for place in _PLACES]
    deeper = [_mapping(part.get("data")) for part in inner]
    for part in (*deeper, *inner, document):
        for key in PICTURE_KEYS:
            if found := list(_listed(part.get(key), "")):
                return found
    return []


def addresses(found: Sequence[Found]) -> list[str]:
    """The pictures that have to be fetched first."""
    return [address for one in found if (address := _address(one.picture))]


def decode_pictures(
    found: Sequence[Found], *, size: Size | None, files: Mapping[str, bytes], answer: Answer
) -> tuple[tuple[Pixels, ...], tuple[str, ...]]:
    """Frames and the name of each. `size` is the last resort for raw rows that do not say their own.

    BadAnswer when one of them is no picture.
    """
    frames: list[Pixels] = []
    names: list[str] = []
    for name, picture in found:
        try:
            decoded = _decode(picture, size, files)
        except BadFile as error:
            raise bad_answer(
                _("A picture of the answer cannot be read: {reason}").format(reason=error), answer
            ) from error
        frames += decoded
        names += [name] * len(decoded)
        size = size_of(decoded[-1])
    return tuple(frames), tuple(names) if any(names) else ()


def keypoints_in(document: Json, size: Size, answer: Answer) -> tuple[Pose, ...]:
    """Poses in pixels of a picture of `size`. Numbers up to 1.5 are fractions of it, larger ones pixels already."""
    inner = next((document[place] for place in _PLACES if _has_points(document.get(place))), document)
    try:
        poses = poses_in(inner)
        numbers = [abs(side) for pose in poses for point in pose.points.values() for side in (point.x, point.y)]
        in_fractions = max(numbers, default=0) <= _LONGEST_FRACTION
        return poses_in(inner, scale=size) if in_fractions else poses
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise bad_answer(_("The keypoints of the answer cannot be read."), answer) from error


def cost_in(document: Json) -> Charge | None:
    """What it cost. Beside a job that is a placeholder of zero at times, with the true figure in its last response."""
    stated = charge_in(document) or _older_cost(document.get("usage"))
    for place in _PLACES:
        inner = _mapping(document.get(place))
        if stated is None or not stated.amount:
            stated = charge_in(inner) or _older_cost(inner.get("usage")) or stated
    return stated


def seed_in(document: Json) -> int | None:
    """The seed the service says it used."""
    for part in (document, *(document.get(place) for place in _PLACES)):
        seed = whole_in(part.get("seed")) if isinstance(part, Mapping) else None
        if seed is not None:
            return seed
    return None


def balance_in(document: Json) -> Balance:
    """What is left: generations of a subscription, which are spent first, and credit. Either half may be missing."""
    subscription = _mapping(document.get("subscription"))
    credit = document.get("credits")
    figures = ((subscription, Unit.GENERATIONS), (credit if isinstance(credit, Mapping) else document, Unit.USD))
    left: list[Charge] = []
    for figure, unit in figures:
        amount = amount_in(figure.get(unit))
        if amount is not None:
            left.append(Charge(amount, unit.value))
    if not left:
        raise BadAnswer(_("The balance that the service told cannot be read."), excerpt=str(sorted(document)))
    return Balance(tuple(left), _plan_words(subscription))


def failure_in(document: Json) -> str:
    """Why something failed, in the service's words; empty where it says nothing."""
    inner = _mapping(document.get("last_response"))
    for part in (inner, document):
        for key in ("error", "detail", "message", "title"):
            if words := _words(part.get(key)):
                return words
    return ""


def bad_answer(sentence: str, answer: Answer) -> BadAnswer:
    """The error of an answer that cannot be understood; its bytes are kept."""
    excerpt = answer.body[:200].decode("utf-8", "replace")
    return BadAnswer(sentence + " " + _("It was kept; nothing is lost."), status=answer.status, excerpt=excerpt)


def _listed(found: FieldValue, name: str, depth: int = 0) -> Iterator[Found]:
    """Pictures in a list, an object by name, or alone; nulls and empty texts are passed over."""
    if found is None or found == "" or depth > _DEEPEST:
        return
    if isinstance(found, Mapping):
        inner = found.get("image")
        if isinstance(inner, Mapping | str) and inner:
            yield from _listed(inner, name, depth + 1)
        elif "base64" in found or "url" in found:
            if found.get("base64") or found.get("url"):
                yield Found(name, found)
        elif isinstance(found.get("images"), list):
            yield from _listed(found["images"], name, depth + 1)
        else:
            for key, part in found.items():
                if isinstance(part, Mapping | list | str):
                    yield from _listed(part, f"{name}/{key}" if name else str(key), depth + 1)
    elif isinstance(found, list):
        for part in found:
            yield from _listed(part, name, depth + 1)
    elif isinstance(found, str):
        yield Found(name, found)


def _address(picture: FieldValue) -> str:
    text = picture.get("url") if isinstance(picture, Mapping) and not picture.get("base64") else picture
    return text if isinstance(text, str) and text.startswith(("https://", "http://")) else ""


def _decode(picture: FieldValue, size: Size | None, files: Mapping[str, bytes]) -> tuple[Pixels, ...]:
    address = _address(picture)
    if address:
        if address not in files:
            raise BadFile(_("its file was not fetched."))
        return read_image(files[address]).frames
    return (decode_image(picture, size=_raw_size(picture, size)),)


def _raw_size(picture: FieldValue, size: Size | None) -> Size | None:
    """The size of raw rows that do not say their own: the one known if the length fits, else a square."""
    text = picture.get("base64") if isinstance(picture, Mapping) else picture
    if not isinstance(text, str) or (isinstance(picture, Mapping) and picture.get("width")):
        return size
    data = decode_text(text)
    if picture_format(data) is not None or (size is not None and len(data) == size.area * _BYTES):
        return size
    side = math.isqrt(len(data) // _BYTES)
    if side and side * side * _BYTES == len(data):
        return Size(side, side)
    raise BadFile(_("its {count} bytes are neither a file nor rows of a known size.").format(count=len(data)))


def _has_points(found: object) -> bool:
    return isinstance(found, Mapping) and bool(found.get("keypoints"))


def _older_cost(usage: object) -> Charge | None:
    """The figures of the general envelope that the document describes."""
    found = _mapping(usage)
    for key, unit in (("generations_used", Unit.GENERATIONS), ("credits_used", Unit.CREDITS)):
        amount = amount_in(found.get(key))
        if amount:
            return Charge(amount, unit.value)
    return Charge(Decimal(0), Unit.CREDITS) if "credits_used" in found else None


def _plan_words(subscription: Json) -> str:
    plan, status, total = (subscription.get(key) for key in ("plan", "status", "total"))
    words = " ".join(part for part in (plan, status) if isinstance(part, str) and part)
    if isinstance(total, int | float) and not isinstance(total, bool) and words:
        return _("{plan}, {total} generations in all").format(plan=words, total=f"{total:g}")
    return words


def _words(found: Any) -> str:  # noqa: ANN401 - whatever stands in an answer
    if isinstance(found, str):
        return found.strip()
    if isinstance(found, Mapping):
        return next((words for key in ("message", "msg", "detail") if (words := _words(found.get(key)))), "")
    if isinstance(found, list):
        return " ".join(words for part in found if (words := _words(part)))
    return ""


def _mapping(found: object) -> Json:
    return found if isinstance(found, Mapping) else {}
