"""Answers as they come, shared by all providers.

Tolerant in what is read: one picture or many, objects, bare base64 or data URLs, with or without an envelope, in lists
or by name. Whatever comes is a result or BadAnswer, never another error.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from studio.codec.base64image import decode_image
from studio.codec.images import read_image
from studio.core.errors import BadAnswer, BadFile
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.pixels import Pixels, size_of
from studio.doc.skeleton import Keypoint, Pose
from studio.providers.documents import read_document
from studio.providers.protocol import Answer, Charge, Outcome
from studio.spec.cost import Unit
from studio.spec.field import FieldValue, Kind
from studio.spec.operation import Operation

Json = Mapping[str, Any]
NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class Shown(NamedTuple):
    """One picture of an answer; durations (ms) are given only where its file has several frames."""

    frames: tuple[Pixels, ...]
    durations: tuple[Fraction, ...] = ()


def read_json(answer: Answer) -> Json:
    """The answer as an object, out of its envelope if it has one. BadAnswer when it is no JSON object."""
    try:
        document = read_document(answer.body)
    except (ValueError, RecursionError) as error:
        raise _bad(_("The answer is not readable."), answer) from error
    if not isinstance(document, dict):
        raise _bad(_("The answer is not what was expected."), answer)
    inner = document.get("data")
    return {**document, **inner} if isinstance(inner, dict) else document


def decode_answer(operation: Operation, answer: Answer, *, files: Mapping[str, bytes] = NO_FILES) -> Outcome:
    """Frames, poses, text, seed and cost of a JSON answer. BadAnswer when it holds nothing of what was asked.

    `files` are the collected files by the address under which the answer names them.
    """
    document = read_json(answer)
    size = size_hint(operation)
    frames: list[Pixels] = []
    names: list[str] = []
    durations: tuple[Fraction, ...] = ()
    for name, picture in pictures_in(document):
        try:
            decoded = decode_picture(picture, size=size, files=files)
        except BadFile as error:
            raise _bad(_("A picture of the answer cannot be read: {reason}").format(reason=error), answer) from error
        frames += decoded.frames
        durations += decoded.durations
        names += [name] * len(decoded.frames)
    try:
        poses = poses_in(document)
    except (KeyError, TypeError, ValueError) as error:
        raise _bad(_("The keypoints of the answer cannot be read."), answer) from error
    text, notes = document.get("text"), document.get("notes")
    outcome = Outcome(
        frames=tuple(frames),
        names=tuple(names) if any(names) else (),
        durations=_durations(document) or (durations if len(durations) == len(frames) else ()),
        poses=poses,
        text=text if isinstance(text, str) else "",
        seed=whole_in(document.get("seed")),
        charge=charge_in(document),
        notes=tuple(note for note in notes if isinstance(note, str)) if isinstance(notes, list) else (),
    )
    if not (outcome.frames or outcome.poses or outcome.text):
        raise _bad(_("The answer holds no result."), answer)
    return outcome


def decode_picture(picture: FieldValue, *, size: Size | None = None, files: Mapping[str, bytes] = NO_FILES) -> Shown:
    """One picture of an answer: in the answer itself, or a collected file that it names by address.

    BadFile when there is no picture in it.
    """
    address = picture.get("url") if isinstance(picture, Mapping) else picture
    if isinstance(address, str) and address in files:
        decoded = read_image(files[address])
        return Shown(decoded.frames, decoded.durations if len(decoded.frames) > 1 else ())
    return Shown((decode_image(picture, size=size),))


def pictures_in(document: Json) -> Iterator[tuple[str, FieldValue]]:
    """Every picture of an answer with its name (a direction, say), in order; null entries are passed over."""
    for key in ("images", "image", "frames"):
        found = document.get(key)
        if found is None:
            continue
        if isinstance(found, Mapping) and not _is_picture(found):
            yield from ((str(name), picture) for name, picture in found.items() if picture is not None)
        elif isinstance(found, Sequence) and not isinstance(found, str):
            yield from (("", picture) for picture in found if picture is not None)
        else:
            yield "", found
        return


def poses_in(document: Json, *, scale: Size | None = None) -> tuple[Pose, ...]:
    """Keypoints, flat or a list a frame. With `scale` they are fractions of that size, else sprite pixels."""
    found = document.get("keypoints")
    if not isinstance(found, list) or not found:
        return ()
    flat = isinstance(found[0], Mapping) and "keypoints" not in found[0]
    frames = [found] if flat else found
    poses = tuple(_pose(points, scale) for points in frames)
    return poses if any(pose.points for pose in poses) else ()


def charge_in(document: Json) -> Charge | None:
    """What the answer says it cost."""
    usage = document.get("usage")
    if not isinstance(usage, Mapping):
        return None
    unit = str(usage.get("type") or "")
    if unit == Unit.FREE:
        return Charge(Decimal(0), Unit.FREE)
    for name in (unit, Unit.USD, Unit.CREDITS, Unit.GENERATIONS):
        amount = amount_in(usage.get(name))
        if amount is not None:
            return Charge(amount, str(name))
    return None


def amount_in(value: FieldValue) -> Decimal | None:
    """A number, or a text of one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    exponent = amount.as_tuple().exponent
    return amount if isinstance(exponent, int) and abs(exponent) <= _LONGEST_EXPONENT else None


_LONGEST_EXPONENT = 30
"""Written out, an amount such as 1e999999999 would fill the memory."""


def whole_in(value: FieldValue) -> int | None:
    """A whole number of at most 64 bits (a seed); None for anything else, since no more can be stored."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and -(2**63) <= value < 2**63 else None


def size_hint(operation: Operation) -> Size | None:
    """The size a raw picture has when nothing else says so: the size asked for, else that of the first picture."""
    values = operation.values
    for declared in operation.spec.fields:
        if declared.kind is Kind.SIZE and isinstance(values[declared.name], Size):
            size: Size = values[declared.name]
            return size
    for declared in operation.spec.fields:
        if declared.kind is Kind.IMAGE and values[declared.name] is not None:
            return size_of(values[declared.name])
    return None


def _is_picture(found: Json) -> bool:
    return not found.keys().isdisjoint({"base64", "type", "image", "url"})


def _pose(points: FieldValue, scale: Size | None) -> Pose:
    if isinstance(points, Mapping):
        points = points.get("keypoints")
    if not isinstance(points, list):
        raise TypeError("no list of keypoints")
    width, height = scale or (1, 1)
    return Pose.of(
        (
            str(point.get("label", "")),
            Keypoint(
                _finite(point["x"]) * width,
                _finite(point["y"]) * height,
                _finite(point.get("z_index") or 0),
                confidence=_finite(point.get("confidence", 1.0)),
            ),
        )
        for point in map(_as_mapping, points)
    )


def _as_mapping(point: FieldValue) -> Json:
    if not isinstance(point, Mapping):
        raise TypeError("a keypoint is no object")
    return point


def _finite(value: FieldValue) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} is no place")
    return number


def _durations(document: Json) -> tuple[Fraction, ...]:
    """Milliseconds; nothing at all when one of them makes no sense."""
    found = document.get("durations")
    amounts = [_fraction(duration) for duration in found] if isinstance(found, list) else []
    durations = tuple(amount for amount in amounts if amount is not None and amount > 0)
    return durations if len(durations) == len(amounts) else ()


def _fraction(value: FieldValue) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and "e" in value.lower():
        return None  # as a fraction, 1e999999999 would be worked out for hours
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def _bad(sentence: str, answer: Answer) -> BadAnswer:
    excerpt = answer.body[:200].decode("utf-8", "replace")
    return BadAnswer(sentence + " " + _("It was kept; nothing is lost."), status=answer.status, excerpt=excerpt)
