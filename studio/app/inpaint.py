"""How much of the sprite goes along with a mask: all of it, or the mask's bounds with some pixels around them.

The part is cut out of the picture and of everything that has to have the picture's size; it grows to a size that is
possible before anything is padded, so that as much of the sprite as fits is seen. The result goes back to its place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.app.fitting import cropped, fit_for
from studio.app.sent import names_under
from studio.core.geometry import Box, Size
from studio.doc.pixels import MaskPixels, size_of
from studio.spec.field import Field, FieldValue, Kind
from studio.spec.measures import MatchesSize
from studio.spec.operation import OperationSpec
from studio.spec.rules import Values
from studio.spec.validate import problems_in

LEAST_PADDING, MOST_PADDING = 0, 512
FIRST_PADDING = 8
"""Pixels of the sprite around the mask's bounds that are sent along, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A request for a part of the sprite. `box` is where the part lies on the canvas."""

    values: dict[str, FieldValue]
    box: Box


def mask_field(spec: OperationSpec) -> Field | None:
    """The one mask of an operation that redoes a part of a picture; None where there is none, or several."""
    masks = [one for one in spec.fields if one.kind is Kind.MASK]
    return masks[0] if len(masks) == 1 else None


def masked_picture(spec: OperationSpec, values: Values) -> str | None:
    """The field of the picture that the mask lies on, when both are there and of one size."""
    declared = mask_field(spec)
    marked = values.get(declared.name) if declared is not None else None
    if declared is None or marked is None:
        return None
    for name in names_under(spec, values, declared):
        picture = values.get(name)
        if spec.field(name).kind is Kind.IMAGE and picture is not None and size_of(picture) == size_of(marked):
            return name
    return None


def around_mask(spec: OperationSpec, values: Values, *, padding: int) -> Part | None:
    """The request for the mask's bounds with `padding` pixels around them, grown to a size that is possible; None
    where that is the whole picture, the mask is empty, or there is no picture under it."""
    declared, name = mask_field(spec), masked_picture(spec, values)
    if declared is None or name is None:
        return None
    bounds = bounds_of(values[declared.name])
    canvas = Box.of_size(size_of(values[name]))
    names = _of_one_size(spec, {name, declared.name})
    box = bounds.grown(padding).intersected(canvas)
    if bounds.is_empty or box == canvas:
        return None
    part = cropped(spec, values, box, names=names)
    fit = fit_for(spec, part)
    if fit is not None:
        box = _grown_to(box, fit.size, canvas)
        part = cropped(spec, values, box, names=names)
    return None if box == canvas else Part(part, box)


def whole_is_possible(spec: OperationSpec, values: Values) -> bool:
    """Whether all of the picture under the mask can be sent, padded perhaps."""
    declared, name = mask_field(spec), masked_picture(spec, values)
    if declared is None or name is None:
        return True
    wrong = any(problem.blocking and problem.field in (name, declared.name) for problem in problems_in(spec, values))
    return not wrong or fit_for(spec, values) is not None


def bounds_of(mask: MaskPixels) -> Box:
    """The smallest box around what is marked; empty for nothing."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return Box(0, 0, 0, 0)
    return Box.spanning(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _of_one_size(spec: OperationSpec, names: set[str]) -> frozenset[str]:
    """These fields and all that have to have their size."""
    pairs = [{rule.image, rule.other} for rule in spec.rules if isinstance(rule, MatchesSize)]
    found = set(names)
    for _round in pairs:
        for pair in pairs:
            if pair & found:
                found |= pair
    return frozenset(found)


def _grown_to(box: Box, size: Size, canvas: Box) -> Box:
    """The box made as large as `size`, about its middle and within the canvas, as far as the canvas reaches."""
    width = min(canvas.width, max(box.width, size.width))
    height = min(canvas.height, max(box.height, size.height))
    left = min(max(box.x - (width - box.width) // 2, 0), canvas.width - width)
    top = min(max(box.y - (height - box.height) // 2, 0), canvas.height - height)
    return Box(left, top, width, height)
