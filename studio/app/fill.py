"""The colour that stood for transparency on the way to a provider: taken out of a take on arrival, put back on demand.

What came was opaque, so every wholly transparent pixel of the take was of exactly that colour; putting it back and
taking it out again are exact opposites.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from studio.app.takes import Take
from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.palette import Colour
from studio.doc.pixels import Pixels, frozen
from studio.providers.protocol import FILL_FACT

_IS_BACK = "fill_is_back"


def fill_of(take: Take) -> Colour | None:
    """The colour that was taken out of the take; None where there was none."""
    told = take.facts.get(FILL_FACT)
    return Colour.parse(told) if isinstance(told, str) else None


def is_filled(take: Take) -> bool:
    """Whether the take shows the colour instead of transparency."""
    return bool(take.facts.get(_IS_BACK))


def toggled(take: Take) -> Take:
    """The take with the colour where it is transparent, or transparent again. UserError when none was taken out."""
    colour = fill_of(take)
    if colour is None:
        raise UserError(_("No colour stood for transparency in this take."))
    change = _cleared if is_filled(take) else _filled
    facts = {**take.facts, _IS_BACK: not is_filled(take)}
    frames = tuple(change(frame, colour) for frame in take.frames)
    return replace(take, frames=frames, facts=MappingProxyType(facts))


def _filled(frame: Pixels, colour: Colour) -> Pixels:
    behind = (frame[..., 3] == 0)[..., None]
    return frozen(np.where(behind, np.array([*colour[:3], 255], np.uint8), frame))


def _cleared(frame: Pixels, colour: Colour) -> Pixels:
    behind = (frame == np.array([*colour[:3], 255], np.uint8)).all(axis=-1)
    return frozen(np.where(behind[..., None], np.uint8(0), frame))
