"""Requests as they travel, and answers as they come: shared by all providers, the embedded one included.

Exact in what is sent: only declared fields, each under its wire path and in its wire form. Tolerant in what is read:
one picture or many, objects, bare base64 or data URLs, with or without an envelope, in lists or by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np

from studio.codec.base64image import decode_image, encode_image
from studio.core.errors import BadAnswer, BadFile
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.palette import Palette
from studio.doc.pixels import Pixels, frozen, size_of
from studio.doc.skeleton import Keypoint, Pose
from studio.providers.protocol import Answer, Charge, Outcome
from studio.spec.cost import Unit
from studio.spec.field import Field, FieldValue, Kind, Place, Variant, WireForm
from studio.spec.operation import Operation
from studio.spec.validate import form_of
from studio.spec.values import is_sent

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, without host and token."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)


def build_request(operation: Operation) -> Request:
    """The request of a provider that takes JSON; a path names its fields in braces (`/jobs/{id}`)."""
    spec = operation.spec
    parts: dict[Place, dict[str, Any]] = {place: {} for place in Place}
    for declared in spec.fields:
        _put(parts[declared.place], declared, getattr(operation, declared.name))
    path = spec.path.format_map({name: str(value) for name, value in parts[Place.PATH].items()})
    return Request(spec.method, path, parts[Place.QUERY], parts[Place.BODY])


def build_body(operation: Operation) -> dict[str, Any]:
    """The JSON body alone."""
    return dict(build_request(operation).body)


def shortened(value: FieldValue, *, longest: int = 120) -> FieldValue:
    """The body with long texts (pictures) cut down to their length, for people."""
    if isinstance(value, str) and len(value) > longest:
        return f"<{len(value)} characters>"
    if isinstance(value, Mapping):
        return {key: shortened(part, longest=longest) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [shortened(part, longest=longest) for part in value]
    return value


def image_object(pixels: Pixels) -> dict[str, str]:
    """A picture as PixelLab writes it: PNG, base64, in an object."""
    return {"type": "base64", "base64": encode_image(pixels), "format": "png"}


def read_json(answer: Answer) -> Json:
    """The answer as an object, out of its envelope if it has one. BadAnswer when it is no JSON object."""
    try:
        document = json.loads(answer.body)
    except ValueError as error:
        raise _bad(_("The answer is not readable."), answer) from error
    if not isinstance(document, dict):
        raise _bad(_("The answer is not what was expected."), answer)
    inner = document.get("data")
    return {**document, **inner} if isinstance(inner, dict) else document


def decode_answer(operation: Operation, answer: Answer) -> Outcome:
    """Frames, poses, text, seed and cost of a JSON answer. BadAnswer when it holds nothing of what was asked."""
    document = read_json(answer)
    size = size_hint(operation)
    frames: list[Pixels] = []
    names: list[str] = []
    for name, picture in pictures_in(document):
        try:
            frames.append(decode_image(picture, size=size))
        except BadFile as error:
            raise _bad(_("A picture of the answer cannot be read: {reason}").format(reason=error), answer) from error
        names.append(name)
    try:
        poses = poses_in(document)
    except (KeyError, TypeError, ValueError) as error:
        raise _bad(_("The keypoints of the answer cannot be read."), answer) from error
    text, notes = document.get("text"), document.get("notes")
    outcome = Outcome(
        frames=tuple(frames),
        names=tuple(names) if any(names) else (),
        durations=_durations(document),
        poses=poses,
        text=text if isinstance(text, str) else "",
        seed=_whole(document.get("seed")),
        charge=charge_in(document),
        notes=tuple(note for note in notes if isinstance(note, str)) if isinstance(notes, list) else (),
    )
    if not (outcome.frames or outcome.poses or outcome.text):
        raise _bad(_("The answer holds no result."), answer)
    return outcome


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
        amount = _amount(usage.get(name))
        if amount is not None:
            return Charge(amount, str(name))
    return None


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


def _put(target: dict[str, Any], declared: Field, value: FieldValue) -> None:
    if is_sent(declared, value):
        _place(target, declared, None if value is None else encode(declared, value))


def _place(target: dict[str, Any], declared: Field, value: FieldValue) -> None:
    *path, last = declared.wire.split(".")
    for step in path:
        target = target.setdefault(step, {})
    if declared.form is WireForm.SIZE_KEYS and value is not None:
        target.update(zip(last.split(","), value, strict=True))
    else:
        target[last] = value


def encode(declared: Field, value: FieldValue) -> FieldValue:
    """One value in its wire form, as JSON."""
    match declared.kind:
        case Kind.IMAGES:
            return [_noted(declared, picture.pixels, picture.note) for picture in value]
        case Kind.MASK:
            return FORMS[declared.form](_mask_picture(value))
        case Kind.MASKS:
            return [None if mask is None else FORMS[declared.form](_mask_picture(mask)) for mask in value]
        case Kind.KEYFRAMES:
            return [_keyframe(declared, one) for one in value]
        case Kind.VARIANT:
            return _variant(declared, value)
        case Kind.DATE:
            return value.isoformat()
        case Kind.CHOICES | Kind.WORDS:
            return list(value)
        case _:
            return FORMS[declared.form](value)


def _noted(declared: Field, pixels: Pixels, note: str) -> FieldValue:
    encoded = FORMS[declared.form](pixels)
    return {**encoded, declared.note_key: note} if declared.noted and note and isinstance(encoded, dict) else encoded


def _keyframe(declared: Field, keyframe: FieldValue) -> dict[str, Any]:
    encoded = {"index": keyframe.index, "image": FORMS[declared.form](keyframe.pixels)}
    return encoded if keyframe.strength is None else {**encoded, "strength": keyframe.strength}


def _variant(declared: Field, value: Variant) -> dict[str, Any]:
    form = form_of(declared, value)
    if form is None:
        raise TypeError(f"{declared.name} has no form {value.form}")
    body: dict[str, Any] = {declared.selector: value.form} if declared.selector else {}
    for part in form.fields:
        _put(body, part, value.values.get(part.name, None if part.required else part.default))
    return body


def _mask_picture(mask: FieldValue) -> Pixels:
    """White where it is redone, black elsewhere, opaque."""
    opaque = np.full_like(mask, 255)
    return frozen(np.dstack([mask, mask, mask, opaque]))


def _with_size(pixels: Pixels) -> dict[str, Any]:
    return {"image": image_object(pixels), "size": _size_object(size_of(pixels))}


def _width_height(pixels: Pixels) -> dict[str, Any]:
    return {"image": image_object(pixels), **_size_object(size_of(pixels))}


def _data_url(pixels: Pixels) -> str:
    return "data:image/png;base64," + encode_image(pixels)


def _size_object(size: Size) -> dict[str, int]:
    return {"width": size.width, "height": size.height}


def _palette_picture(palette: Palette) -> dict[str, str]:
    return image_object(frozen(palette.array()[np.newaxis].copy()))


def _hex_list(palette: Palette) -> list[str]:
    return [colour.hex[:7] for colour in palette.colours]


def keypoint_objects(pose: Pose) -> list[dict[str, Any]]:
    """A pose as PixelLab writes it, in whatever unit its points are in."""
    return [{"x": point.x, "y": point.y, "label": label, "z_index": point.z} for label, point in pose.points.items()]


def _plain(value: FieldValue) -> FieldValue:
    return value


FORMS: Mapping[WireForm, Callable[[Any], FieldValue]] = {
    WireForm.PLAIN: _plain,
    WireForm.IMAGE_OBJECT: image_object,
    WireForm.IMAGE_WITH_SIZE: _with_size,
    WireForm.IMAGE_WIDTH_HEIGHT: _width_height,
    WireForm.IMAGE_BASE64: encode_image,
    WireForm.IMAGE_DATA_URL: _data_url,
    WireForm.SIZE_OBJECT: _size_object,
    WireForm.SIZE_SIDE: lambda size: size.width,
    WireForm.SIZE_TEXT: lambda size: f"{size.width}x{size.height}",
    WireForm.SIZE_KEYS: tuple,
    WireForm.PALETTE_IMAGE: _palette_picture,
    WireForm.PALETTE_HEX: _hex_list,
    WireForm.KEYPOINTS_FLAT: lambda poses: [point for pose in poses for point in keypoint_objects(pose)],
    WireForm.KEYPOINTS_FRAMES: lambda poses: [keypoint_objects(pose) for pose in poses],
}
"""Each wire form's one encoder, from a value to JSON."""


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
                float(point["x"]) * width,
                float(point["y"]) * height,
                float(point.get("z_index") or 0),
                confidence=float(point.get("confidence", 1.0)),
            ),
        )
        for point in points
    )


def _durations(document: Json) -> tuple[Fraction, ...]:
    """Milliseconds; nothing at all when one of them makes no sense."""
    found = document.get("durations")
    amounts = [_fraction(duration) for duration in found] if isinstance(found, list) else []
    durations = tuple(amount for amount in amounts if amount is not None and amount > 0)
    return durations if len(durations) == len(amounts) else ()


def _fraction(value: FieldValue) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def _amount(value: FieldValue) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _whole(value: FieldValue) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _bad(sentence: str, answer: Answer) -> BadAnswer:
    excerpt = answer.body[:200].decode("utf-8", "replace")
    return BadAnswer(sentence + " " + _("It was kept; nothing is lost."), status=answer.status, excerpt=excerpt)
