"""More room around a sprite that a provider then fills: the canvas grows, and the new area becomes the mask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from studio.app.drafts import JsonValue
from studio.app.inpaint import mask_field
from studio.app.sent import names_under
from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.core.words import _
from studio.doc import edits
from studio.doc.canvas_size import resize_canvas
from studio.doc.model import Sprite
from studio.doc.pixels import MaskPixels
from studio.providers import registry
from studio.spec.field import Kind
from studio.spec.operation import Intent, Operation, OperationSpec
from studio.store.accounts import Accounts

_LOCAL = "local"


class Margins(NamedTuple):
    """Pixels that are added at each side."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def around(self, size: Size) -> Size:
        """The size with them."""
        return Size(size.width + self.left + self.right, size.height + self.top + self.bottom)


def outpainted(sprite: Sprite, margins: Margins, frames: Iterable[str], *, overlap: int = 0) -> Sprite:
    """The sprite with a larger canvas, whose new area is the mask of these frames; `overlap` pixels of the old canvas
    beside it are in the mask too, so that what is made there grows together. UserError when nothing grows."""
    if min(margins) < 0 or not any(margins):
        raise UserError(_("Say at which side the canvas grows, and by how many pixels."))
    grown = resize_canvas(sprite, margins.around(sprite.size), margins.left, margins.top)
    mask = new_area(sprite.size, margins, overlap=overlap)
    for frame in frames:
        grown = edits.set_mask(grown, frame, mask)
    return grown


def new_area(size: Size, margins: Margins, *, overlap: int = 0) -> MaskPixels:
    """The mask of a canvas of `size` with these margins: 255 where it is new, or within `overlap` of a side that
    grew."""
    width, height = margins.around(size)
    mask = np.full((height, width), 255, np.uint8)
    inner = [overlap if margin else 0 for margin in margins]
    kept = Box.spanning(
        margins.left + inner[0],
        margins.top + inner[1],
        width - margins.right - inner[2],
        height - margins.bottom - inner[3],
    )
    if not kept.is_empty:
        mask[kept.slices] = 0
    return mask


def inpaint_operations() -> tuple[type[Operation], ...]:
    """Operations that redo a masked part of the current frame, in the order in which they are offered."""
    return tuple(one for one in registry.operations() if not one.spec.twin_of and redoes_a_part(one.spec))


def chosen_operation(accounts: Accounts, last: str) -> type[Operation]:
    """The one used last; else one of a provider whose token is there; else that of this computer."""
    known = inpaint_operations()
    for operation in known:
        if operation.spec.id == last:
            return operation
    with_token = [one for one in known if accounts.found(one.spec.provider) is not None]
    own = [one for one in known if one.spec.provider == _LOCAL]
    return (*with_token, *own, *known)[0]


def drafts_for(operation: type[Operation]) -> Mapping[str, JsonValue]:
    """Drafts with which the form sends the current frame under its mask."""
    declared = mask_field(operation.spec)
    if declared is None:
        return {}
    return {declared.name: "frame", **dict.fromkeys(names_under(operation.spec, {}, declared), "frame")}


def redoes_a_part(spec: OperationSpec) -> bool:
    """Whether its point is to make the masked part of a picture anew."""
    declared = mask_field(spec)
    if declared is None or not declared.required or spec.intent is not Intent.EDIT:
        return False
    return any(spec.field(name).kind is Kind.IMAGE for name in names_under(spec, {}, declared))
