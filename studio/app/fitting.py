"""Sprites of a size that an operation does not allow: padded with nothing around them, never scaled, and cut back.

What is allowed is asked of the declaration itself: a size fits when the request, padded to it, has no problem with its
pictures that blocks it. Only pictures of the sprite's own size grow; poses, masks and sizes asked for go along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from studio.core.errors import Problem
from studio.core.geometry import Box, Size
from studio.core.words import _
from studio.doc.pixels import Pixels, frozen, size_of
from studio.doc.skeleton import Pose
from studio.spec.field import Field, FieldValue, Keyframe, Kind, Picture, Source
from studio.spec.measures import SizeIn, listed
from studio.spec.operation import Operation, OperationSpec
from studio.spec.rules import Values
from studio.spec.validate import problems_in

_FROM_SPRITE = frozenset({Source.FRAME, Source.FRAMES, Source.LAYER})
_PICTURES = frozenset({Kind.IMAGE, Kind.IMAGES, Kind.KEYFRAMES, Kind.MASK, Kind.MASKS})
_USUAL_SIDES = (16, 24, 32, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384, 400, 512)

Grow: TypeAlias = Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """How a request becomes one that can be sent. `inset` is where the sprite lies in the padded pictures."""

    values: Mapping[str, FieldValue]
    inset: Box
    size: Size
    """Of the padded pictures."""
    field: str
    """Where it is said."""
    is_cut_back: bool
    """Whether the result is the same picture again; else it is something new of a size that was asked for."""

    @property
    def sentence(self) -> str:
        """For the person, before sending."""
        words = (
            _("{own} pixels are not possible here: it is sent as {size}, with nothing around it, and cut back.")
            if self.is_cut_back
            else _("{own} pixels are not possible here: it is sent as {size}, with nothing around it.")
        )
        return words.format(own=self.inset.size, size=self.size)


def fit_for(spec: OperationSpec, values: Values) -> Fit | None:
    """How the sprite is padded to the next allowed size; None where nothing has to be padded or padding does not
    help."""
    main = _main(spec, values)
    if main is None:
        return None
    own = _sizes(values[main])[0]
    group = [one for one in spec.fields if _grows(one, values.get(one.name), own)]
    names = {declared.name for declared in group}
    if not _wrong(spec, values, names):
        return None
    for size in _candidates(spec, own):
        inset = Box((size.width - own.width) // 2, (size.height - own.height) // 2, *own)
        tried = {**values, **{one.name: _stand_in(one, values[one.name], size) for one in group}}
        if not _wrong(spec, tried, names):
            padded = {one.name: _padded(one, values[one.name], inset, size) for one in group}
            return Fit({**values, **padded}, inset, size, main, _is_cut_back(spec, values, names))
    return None


def problems_unless_padded(spec: OperationSpec, values: Values) -> tuple[Problem, ...]:
    """What is wrong with a request once its sprite is padded; that it will be is told where it would else be wrong."""
    fit = fit_for(spec, values)
    if fit is None:
        return problems_in(spec, values)
    return (*problems_in(spec, fit.values), Problem(fit.field, fit.sentence, blocking=False))


def fitted(operation: Operation) -> tuple[Operation, Fit | None]:
    """The request as it can be sent."""
    fit = fit_for(operation.spec, operation.values)
    return (operation, None) if fit is None else (operation.from_values(fit.values), fit)


def unpadded(operation: Operation, inset: Box | None) -> Operation:
    """The request as it was before it was padded, so that it can be changed and asked for again."""
    main = None if inset is None else _main(operation.spec, operation.values)
    if main is None or inset is None:
        return operation
    padded = _sizes(operation.values[main])[0]

    def cut(array: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        return frozen(array[inset.slices].copy())

    changed: dict[str, FieldValue] = {}
    for declared in operation.spec.fields:
        value = operation.values[declared.name]
        if not _grows(declared, value, padded):
            continue
        if declared.kind is Kind.KEYPOINTS:
            changed[declared.name] = tuple(moved(pose, right=-inset.x, down=-inset.y) for pose in value)
        else:
            changed[declared.name] = _changed(declared, value, size=inset.size, grown=cut)
    return operation.changed(**changed)


def cropped(spec: OperationSpec, values: Values, box: Box, *, names: frozenset[str]) -> dict[str, FieldValue]:
    """The values with the pictures, sizes and masks of these fields cut to `box`; poses go along."""

    def cut(array: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        return frozen(array[box.slices].copy())

    changed: dict[str, FieldValue] = {}
    for declared in spec.fields:
        value = values.get(declared.name)
        if value is None:
            continue
        if declared.kind is Kind.KEYPOINTS:
            changed[declared.name] = tuple(moved(pose, right=-box.x, down=-box.y) for pose in value)
        elif declared.name in names:
            changed[declared.name] = _changed(declared, value, size=box.size, grown=cut)
    return {**values, **changed}


def cut_back(frame: Pixels, inset: Box, padded: Size) -> Pixels:
    """A picture of the padded size without what was put around it; one of any other size as it is."""
    return frozen(frame[inset.slices].copy()) if size_of(frame) == padded else frame


def moved(pose: Pose, *, right: float, down: float) -> Pose:
    """The pose shifted by so many pixels."""
    return Pose.of(
        {label: point._replace(x=point.x + right, y=point.y + down) for label, point in pose.points.items()},
        key=pose.key,
    )


def _main(spec: OperationSpec, values: Values) -> str | None:
    """The field that holds the sprite's own picture, when it holds any of one size."""
    fields = [one for one in spec.fields if one.kind in _PICTURES and _sizes(values.get(one.name))]
    of_sprite = [one for one in fields if one.source in _FROM_SPRITE]
    found = next(iter(of_sprite or fields), None)
    return found.name if found is not None and len(set(_sizes(values[found.name]))) == 1 else None


def _grows(declared: Field, value: FieldValue, own: Size) -> bool:
    if declared.kind in _PICTURES:
        return set(_sizes(value)) == {own}
    if declared.kind is Kind.SIZE:
        return bool(value == own)
    return declared.kind is Kind.KEYPOINTS and bool(value)


def _is_cut_back(spec: OperationSpec, values: Values, group: set[str]) -> bool:
    """Not where a size of its own was asked for."""
    sizes = [one for one in spec.fields if one.kind is Kind.SIZE and not one.measures]
    return all(one.name in group or values.get(one.name) is None for one in sizes)


def _wrong(spec: OperationSpec, values: Values, names: set[str]) -> bool:
    return any(problem.blocking and problem.field in names for problem in problems_in(spec, values))


def _candidates(spec: OperationSpec, own: Size) -> Iterator[Size]:
    """Sizes that hold the sprite, the smallest first."""
    sides = set(_USUAL_SIDES)
    for rule in spec.rules:
        if isinstance(rule, SizeIn):
            sides.update(rule.squares, rule.sides)
    for declared in spec.fields:
        if declared.kind in _PICTURES or declared.kind is Kind.SIZE:
            bounds = [*declared.limits, *(declared.reported or ())]
            sides.update(int(bound) for bound in bounds if bound is not None)
    widths = sorted({own.width, own.height, *sides})
    found = [Size(width, height) for width in widths for height in widths]
    fitting = [size for size in found if size.width >= own.width and size.height >= own.height and size != own]
    yield from sorted(fitting, key=lambda size: (size.area, abs(size.width - size.height)))


def _stand_in(declared: Field, value: FieldValue, size: Size) -> FieldValue:
    """A value of that size as cheap as possible, to ask the declaration about."""

    def grown(array: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        return np.broadcast_to(np.uint8(255 if array.any() else 0), (size.height, size.width, *array.shape[2:]))

    return value if declared.kind is Kind.KEYPOINTS else _changed(declared, value, size=size, grown=grown)


def _padded(declared: Field, value: FieldValue, inset: Box, size: Size) -> FieldValue:
    def grown(array: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        canvas = np.zeros((size.height, size.width, *array.shape[2:]), np.uint8)
        canvas[inset.slices] = array
        return frozen(canvas)

    if declared.kind is Kind.KEYPOINTS:
        return tuple(moved(pose, right=inset.x, down=inset.y) for pose in value)
    return _changed(declared, value, size=size, grown=grown)


def _changed(declared: Field, value: FieldValue, *, size: Size, grown: Grow) -> FieldValue:
    match declared.kind:
        case Kind.SIZE:
            return size
        case Kind.IMAGE | Kind.MASK:
            return grown(value)
        case Kind.IMAGES:
            return tuple(None if one is None else Picture(grown(one.pixels), one.note) for one in value)
        case Kind.KEYFRAMES:
            return tuple(Keyframe(one.index, grown(one.pixels), one.strength) for one in value)
        case _:
            return tuple(None if one is None else grown(one) for one in value)


def _sizes(value: FieldValue) -> list[Size]:
    """Of all pictures in a value."""
    found = [one.pixels if isinstance(one, Picture | Keyframe) else one for one in listed(value)]
    return [Size(one.shape[1], one.shape[0]) for one in found if isinstance(one, np.ndarray)]
