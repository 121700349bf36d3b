"""Wishes that are sent as several requests: one for each of several directions, or an animation in windows of poses.

A window shares its first frames with the one before it: they are sent along as given frames with masks that mark
nothing, which keeps them as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from studio.core.words import _
from studio.doc.pixels import frozen
from studio.providers.protocol import Call, Outcome
from studio.spec.field import Picture
from studio.spec.operation import Operation

WINDOW = 3
"""Poses that are drawn at a time."""
_BY_FRAME = ("frames", "masks", "init_images")
"""Lists with one entry a frame that go with the poses, where they are given."""


class Window(NamedTuple):
    """Poses `start` to before `stop`; the first `carried` of them have their frames already."""

    start: int
    stop: int
    carried: int


def windows_of(count: int) -> Iterator[Window]:
    """Windows of three over so many poses, each with one frame of the one before it (the last with up to two)."""
    start = carried = 0
    while True:
        yield Window(start, start + WINDOW, carried)
        done = start + WINDOW
        if done >= count:
            return
        start = min(done - 1, count - WINDOW)
        carried = done - start


def skeleton_calls(operation: Operation) -> tuple[Call, ...]:
    """An animation along more than three poses as calls of three poses each."""
    poses = operation.values["skeleton"]
    if len(poses) <= WINDOW:
        return (Call(operation),)
    return tuple(_call(operation, window) for window in windows_of(len(poses)))


def follow_skeleton(call: Call, before: Outcome) -> Operation:
    """The call with the last frames of the one before it given and kept as they are."""
    given = before.frames[len(before.frames) - call.carried :]
    masks = [frozen(np.zeros(frame.shape[:2], np.uint8)) for frame in given]
    rest = WINDOW - len(given)
    values = call.operation.values
    frames = (*(Picture(frame) for frame in given), *_tail(values["frames"], rest))
    return call.operation.changed(frames=frames, masks=(*masks, *_tail(values["masks"], rest)))


def each_of(operation: Operation, field: str, values: Sequence[str]) -> list[Call]:
    """The request once for each value of a field, each named by its value."""
    return [Call(operation.changed(**{field: value}), name=value) for value in values]


def _call(operation: Operation, window: Window) -> Call:
    own = slice(window.start, window.stop)
    lists = {name: operation.values[name][own] for name in _BY_FRAME if operation.values.get(name)}
    changed = operation.changed(skeleton=operation.values["skeleton"][own], **lists)
    first, last = window.start + window.carried + 1, window.stop
    name = (
        _("Frame {first}").format(first=first)
        if first == last
        else _("Frames {first} to {last}").format(first=first, last=last)
    )
    return Call(changed, name, carried=window.carried, wanted=WINDOW - window.carried)


def _tail(given: Sequence[object] | None, count: int) -> tuple[object, ...]:
    """The last entries of a list of a frame each; nothing where it was not given."""
    return tuple(given[len(given) - count :]) if given else (None,) * count
