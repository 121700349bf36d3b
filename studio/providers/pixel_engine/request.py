"""Requests to Pixel Engine: the declared body, with the matte, key frames from the web, and pictures small enough."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from studio.core.errors import Problem, Refused
from studio.core.words import _
from studio.doc.pixels import Pixels
from studio.providers.pixel_engine.declarations import (
    Animate,
    EnhancePrompt,
    GenerateImage,
    Keyframes,
    Pixelate,
    RemoveBackground,
)
from studio.providers.pixel_engine.matte import Matte, matte_of
from studio.providers.pixel_engine.words import MOST_COLOURS
from studio.providers.wire import Request, build_request
from studio.spec.operation import Operation

MEGABYTE = 1024 * 1024

_LINK = re.compile(r"(\d{1,3}):(https://\S+?)(?::(0|1|0?\.\d+|[01]\.\d+))?")


class Largest(NamedTuple):
    """How many bytes one picture, and all of a request together, may have as a file."""

    one: int
    together: int


_LARGEST: Mapping[type[Operation], Largest] = {
    Animate: Largest(5 * MEGABYTE, 5 * MEGABYTE),
    Keyframes: Largest(10 * MEGABYTE, 20 * MEGABYTE),
    GenerateImage: Largest(5 * MEGABYTE, 5 * MEGABYTE),
    Pixelate: Largest(10 * MEGABYTE, 10 * MEGABYTE),
    RemoveBackground: Largest(10 * MEGABYTE, 10 * MEGABYTE),
    EnhancePrompt: Largest(5 * MEGABYTE, 5 * MEGABYTE),
}


def request_for(operation: Operation) -> Request:
    """What is sent. Refused, at the field, when a picture is too large as a file or a link makes no sense."""
    request = _with_links(operation) if isinstance(operation, Keyframes) else build_request(operation)
    matte = chosen_matte(operation)
    body = dict(request.body) if matte is None else _with_matte(request.body, matte)
    _check_sizes(operation, body)
    return Request(request.method, request.path, request.query, body)


def chosen_matte(operation: Operation, *, sent: str | None = None) -> Matte | None:
    """What transparent parts of the request's pictures are filled with; None where nothing has to be.

    `sent` is the colour as the provider repeats it, which counts more than what would be chosen today.
    """
    if not isinstance(operation, Animate | Keyframes):
        return None
    wished = sent or operation.matte
    linked = isinstance(operation, Keyframes) and bool(operation.linked)
    if linked and wished is None:
        return None  # Pictures nobody here has seen may have any colour: none could be taken out safely.
    return matte_of(pictures_of(operation), palette=operation.palette, wished=wished, unseen=linked)


def pictures_of(operation: Operation) -> tuple[Pixels, ...]:
    """The pictures that are animated; none of a job that was started elsewhere."""
    if isinstance(operation, Animate):
        return () if is_of_elsewhere(operation) else (operation.image,)
    if isinstance(operation, Keyframes):
        return tuple(one.pixels for one in operation.keyframes or ())
    return ()


def is_of_elsewhere(operation: Animate | Keyframes) -> bool:
    """Whether the job was started elsewhere, so that nobody here knows its pictures."""
    values = operation.values
    given = (values["image"],) if isinstance(operation, Animate) else (values["keyframes"], values["linked"])
    return not any(one is not None for one in given)


def _with_matte(body: Mapping[str, Any], matte: Matte) -> dict[str, Any]:
    """The matte is named, and is one of the colours when those are given exactly: otherwise the nearest of them would
    come back in its place."""
    changed = {**body, "matte_color": matte.colour.hex}
    palette = body.get("pixel_config", {}).get("palette")
    if matte.removable and palette and matte.colour.hex not in palette and len(palette) < MOST_COLOURS:
        changed["pixel_config"] = {"palette": [*palette, matte.colour.hex]}
    return changed


def _with_links(operation: Keyframes) -> Request:
    """Key frames that are sent and those that are fetched, in one list by frame."""
    own = build_request(operation.changed(linked=None))
    frames = [*own.body.get("frames", ()), *(_link(word) for word in operation.linked or ())]
    places = [frame["index"] for frame in frames]
    if len(set(places)) < len(places):
        _refuse(operation, "linked", _("Two key frames stand at the same place."))
    if any(place >= operation.total_frames for place in places):
        _refuse(operation, "linked", _("A key frame lies beyond the frames asked for."))
    frames.sort(key=lambda frame: int(frame["index"]))
    return Request(own.method, own.path, own.query, {**own.body, "frames": frames})


def _link(word: str) -> dict[str, Any]:
    match = _LINK.fullmatch(word)
    if match is None:
        sentence = _("“{word}” is no key frame. Give frame, https address and perhaps a weight, such as {example}.")
        message = sentence.format(word=word, example="0:https://example.org/a.png:0.8")
        raise Refused(message, problems=(Problem("linked", message),), operation=Keyframes.spec.id)
    frame: dict[str, Any] = {"index": int(match[1]), "image_url": match[2]}
    return frame if match[3] is None else {**frame, "strength": float(match[3])}


def _check_sizes(operation: Operation, body: Mapping[str, Any]) -> None:
    largest = _LARGEST.get(type(operation))
    if largest is None:
        return
    texts = [body.get("image"), *(frame.get("image") for frame in body.get("frames", ()))]
    sizes = [len(text) * 3 // 4 for text in texts if text]
    if max(sizes, default=0) > largest.one or sum(sizes) > largest.together:
        sentence = _("The pictures have {size} MB as files; {limit} MB are possible. Make them smaller first.")
        limit = largest.one if max(sizes) > largest.one else largest.together
        found = max(sizes) if max(sizes) > largest.one else sum(sizes)
        field = next(name for name in ("image", "images", "keyframes") if name in operation.values)
        _refuse(operation, field, sentence.format(size=f"{found / MEGABYTE:.1f}", limit=limit // MEGABYTE))


def _refuse(operation: Operation, field: str, sentence: str) -> NoReturn:
    raise Refused(sentence, problems=(Problem(field, sentence),), operation=operation.spec.id)
