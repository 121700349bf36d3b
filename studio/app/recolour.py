"""One colour in the place of another: on the current layer in the chosen frames, inside the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.document import check_paintable
from studio.doc.edits import layer_raster, put_patches
from studio.doc.model import CelKey, Sprite
from studio.doc.palette import Colour
from studio.doc.pixels import frozen
from studio.doc.selection import Selection

if TYPE_CHECKING:
    from studio.app.session import Session


def replace_colour(session: Session) -> None:
    """The colour of the left button becomes that of the right one, as one undo step. UserError where it is nowhere."""
    document, toolbox = session.workspace.require_active(), session.toolbox
    check_paintable(document.sprite, document.cursor.layer)
    old, new = toolbox.colour, toolbox.secondary
    keys = [CelKey(document.cursor.layer, frame) for frame in document.selected_frames]
    made = recoloured(document.sprite, keys, old=old, new=new, within=document.selection)
    if made is document.sprite:
        raise UserError(
            _("{colour} is nowhere on this layer in the chosen frames. Pick the colour to replace with I.").format(
                colour=old.hex
            )
        )
    document.apply(_("Replace colour"), lambda _sprite: made)


def recoloured(
    sprite: Sprite, keys: list[CelKey], *, old: Colour, new: Colour, within: Selection | None = None
) -> Sprite:
    """Every pixel that is exactly `old`, all four bytes, in `new`; the very same sprite when there is none."""
    for key in keys:
        cel = sprite.cels.get(key)
        box = sprite.box if within is None else within.box
        if cel is None or box.is_empty:
            continue
        pixels = layer_raster(sprite, key.layer, key.frame, box).copy()
        found = (pixels == np.array(old, np.uint8)).all(axis=-1)
        if within is not None:
            found &= within.cells[box.slices]
        if found.any():
            pixels[found] = np.array(new, np.uint8)
            sprite = put_patches(sprite, key, [(box, frozen(pixels))])
    return sprite
