"""Requests as they travel, shared by all providers, the embedded one included.

Exact in what is sent: only declared fields, each under its wire path and in its wire form.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from urllib.parse import quote

import numpy as np

from studio.codec.animated import write_webp
from studio.codec.base64image import encode_image
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.palette import Palette
from studio.doc.pixels import Pixels, frozen, size_of
from studio.doc.skeleton import Pose
from studio.spec.field import Field, FieldValue, Kind, Picture, Place, Variant, WireForm
from studio.spec.operation import Operation
from studio.spec.validate import form_of
from studio.spec.values import is_sent, picture_size, value_sent

_FRAME_TIME = Fraction(100)
"""Milliseconds a frame of an animation that is sent; what comes back keeps the times of the sprite."""


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
    values = operation.values
    for declared in spec.fields:
        _put(parts[declared.place], declared, _ready(declared, values))
    path = path_with(spec.path, parts[Place.PATH])
    return Request(spec.method, path, parts[Place.QUERY], parts[Place.BODY])


def path_with(template: str, values: Mapping[str, object]) -> str:
    """A path with its places filled in; UserError when a value would lead somewhere else."""
    for value in values.values():
        if str(value).strip(".") == "":
            raise UserError(_("“{value}” is no id.").format(value=value))
    return template.format_map({name: quote(str(value), safe="") for name, value in values.items()})


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


def _ready(declared: Field, values: Mapping[str, FieldValue]) -> FieldValue:
    """The value with what the declaration says about its unit: measured sizes, keypoints as fractions."""
    value = value_sent(declared, values)
    frame = values.get(declared.fractions_of) if declared.fractions_of and value is not None else None
    if frame is None:
        return value
    size = frame if isinstance(frame, Size) else picture_size(frame)
    return tuple(_as_fractions(pose, size) for pose in value)


def _as_fractions(pose: Pose, size: Size) -> Pose:
    """Keypoints in 0..1 of the frame; z in whole numbers, since a fraction of one is refused."""
    return Pose.of(
        {
            label: point._replace(x=point.x / size.width, y=point.y / size.height, z=round(point.z))
            for label, point in pose.points.items()
        },
        key=pose.key,
    )


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
        case Kind.IMAGES if declared.form is WireForm.FRAMES_WEBP:
            return FORMS[declared.form](value)
        case Kind.IMAGES:
            return [None if one is None else _noted(declared, one.pixels, one.note) for one in value]
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


def _palette_square(palette: Palette) -> dict[str, str]:
    """64 x 64 pixels, rows of each colour in turn, each about as often as the others."""
    colours = palette.array()
    share = np.arange(_SQUARE * _SQUARE) * len(colours) // (_SQUARE * _SQUARE)
    return image_object(frozen(colours[share].reshape(_SQUARE, _SQUARE, 4).copy()))


_SQUARE = 64


def _hex_list(palette: Palette) -> list[str]:
    return [colour.hex[:7] for colour in palette.colours]


def _one_animation(pictures: Sequence[Picture]) -> str:
    """Several frames as one lossless animated WebP, a single one as PNG; base64. Frames of one size."""
    frames = [picture.pixels for picture in pictures]
    if len(frames) == 1:
        return encode_image(frames[0])
    return base64.b64encode(write_webp(frames, [_FRAME_TIME] * len(frames)).data).decode("ascii")


def _number_word(word: str) -> float:
    number = float(word)
    return int(number) if number.is_integer() else number


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
    WireForm.NUMBER_WORD: _number_word,
    WireForm.PALETTE_IMAGE: _palette_picture,
    WireForm.PALETTE_SQUARE: _palette_square,
    WireForm.PALETTE_HEX: _hex_list,
    WireForm.FRAMES_WEBP: _one_animation,
    WireForm.KEYPOINTS_FLAT: lambda poses: [point for pose in poses for point in keypoint_objects(pose)],
    WireForm.KEYPOINTS_FRAMES: lambda poses: [keypoint_objects(pose) for pose in poses],
}
"""Each wire form's one encoder, from a value to JSON."""
