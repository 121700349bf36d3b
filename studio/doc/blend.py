"""One picture over another, in the arithmetic of Aseprite (rounding included), for boxes of any size.

A blend mode gives another colour to the upper picture, put on top in the normal way and merged with the plain result
by the lower's alpha. The separable formulas are those of the W3C compositing note and the PDF reference,
in 8-bit integers; the four modes by hue, saturation and luminosity and soft light are in floating point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from studio.doc.model import Blend
from studio.doc.pixels import Pixels

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Mix = Callable[[Ints, Ints], Ints]
"""Lower and upper colours in planes (3, n), 0..255, to what the upper shows."""


def multiply(a: int, b: int) -> int:
    """a * b / 255 rounded to the nearest, for values 0..255."""
    t = a * b + 128
    return ((t >> 8) + t) >> 8


def blend_over(
    below: Pixels,
    above: Pixels,
    *,
    opacity: int = 255,
    blend: Blend = Blend.NORMAL,
    onto_nothing: bool = False,
) -> None:
    """Put `above` on `below` in place; both (h, w, 4). `onto_nothing` promises that `below` is fully transparent."""
    if opacity == 0 or above.size == 0:
        return
    alpha = above[..., 3]
    if onto_nothing:
        _place(below, above, alpha, opacity)
        return
    if opacity == 255 and blend is Blend.NORMAL:
        solid = alpha == 255
        if solid.all() or not ((alpha != 0) & ~solid).any():
            np.copyto(below.view(np.uint32)[..., 0], above.view(np.uint32)[..., 0], where=solid)
            return
    chosen = alpha != 0
    under, over = _planes(below, chosen), _planes(above, chosen)
    result = _normal(under, over, opacity) if blend is Blend.NORMAL else _mixed(under, over, opacity, blend)
    below[chosen] = result.T


def _place(below: Pixels, above: Pixels, alpha: npt.NDArray[np.uint8], opacity: int) -> None:
    """Onto fully transparent cells every blend mode shows the colours as they are."""
    np.copyto(below.view(np.uint32)[..., 0], above.view(np.uint32)[..., 0], where=alpha != 0)
    if opacity != 255:
        below[..., 3] = _mul(below[..., 3].astype(np.int32), opacity)


def _planes(picture: Pixels, chosen: npt.NDArray[np.bool_]) -> Ints:
    """Red, green, blue and alpha of some cells, (4, n): arithmetic by planes is several times faster."""
    cells = picture.view(np.uint32)[..., 0][chosen]
    return np.ascontiguousarray(cells.view(np.uint8).reshape(-1, 4).T, dtype=np.int32)


def _normal(below: Ints, above: Ints, opacity: int) -> Ints:
    """(4, n) over (4, n). Where `below` is clear the colour of `above` is kept as it is."""
    sa = _mul(above[3], opacity)
    ba = below[3]
    ra = ba + sa - _mul(ba, sa)
    result = np.empty_like(below)
    result[3] = ra
    divisor = np.maximum(ra, 1).astype(np.float32)
    clear = ba == 0
    for channel in range(3):
        step = (above[channel] - below[channel]) * sa
        # Cut towards zero; exact, since no quotient comes nearer than 1/255 to the next whole number.
        result[channel] = below[channel] + (step.astype(np.float32) / divisor).astype(np.int32)
        np.copyto(result[channel], above[channel], where=clear)
    return result


def _mixed(below: Ints, above: Ints, opacity: int, blend: Blend) -> Ints:
    """(4, n) over (4, n) in a blend mode, which fades into the normal one as `below` becomes transparent."""
    normal = _normal(below, above, opacity)
    mixed = above.copy()
    mixed[:3] = _MIXES[blend](below[:3], above[:3])
    mixed = _normal(below, mixed, opacity)
    there = below[3]
    result = _merged(_merged(normal, mixed, there), mixed, _mul(there, _mul(above[3], opacity)))
    np.copyto(result, normal, where=there == 0)
    return result


def _merged(first: Ints, second: Ints, amount: Ints) -> Ints:
    """From the first to the second (4, n) by an amount in 255ths."""
    result = first + _mul(second - first, amount)
    np.copyto(result[:3], second[:3], where=first[3] == 0)
    return result


def _mul(a: Ints, b: Ints | int) -> Ints:
    t = a * b + 128
    result: Ints = ((t >> 8) + t) >> 8
    return result


def _div(a: Ints, b: Ints) -> Ints:
    """a / b of 255ths, rounded; b must not be 0."""
    result: Ints = (a * 255 + b // 2) // b
    return result


def _screen(b: Ints, s: Ints) -> Ints:
    return b + s - _mul(b, s)


def _hard_light(b: Ints, s: Ints) -> Ints:
    return np.where(s < 128, _mul(b, s * 2), _screen(b, s * 2 - 255))


def _overlay(b: Ints, s: Ints) -> Ints:
    return _hard_light(s, b)


def _color_dodge(b: Ints, s: Ints) -> Ints:
    rest = 255 - s
    full = b >= rest
    return np.where(b == 0, 0, np.where(full, 255, _div(b, np.where(full, 255, rest))))


def _color_burn(b: Ints, s: Ints) -> Ints:
    rest = 255 - b
    none = rest >= s
    return np.where(b == 255, 255, np.where(none, 0, 255 - _div(rest, np.where(none, 255, s))))


def _divide(b: Ints, s: Ints) -> Ints:
    full = b >= s
    return np.where(b == 0, 0, np.where(full, 255, _div(b, np.where(full, 255, s))))


def _soft_light(b: Ints, s: Ints) -> Ints:
    below, above = b / 255.0, s / 255.0
    dark = ((16 * below - 12) * below + 4) * below
    d = np.where(below <= 0.25, dark, np.sqrt(below))
    darker = below - (1.0 - 2.0 * above) * below * (1.0 - below)
    lighter = below + (2.0 * above - 1.0) * (d - below)
    return (np.where(above <= 0.5, darker, lighter) * 255 + 0.5).astype(np.int32)


def _exclusion(b: Ints, s: Ints) -> Ints:
    return b + s - 2 * _mul(b, s)


def _hue(b: Ints, s: Ints) -> Ints:
    below, above = b / 255.0, s / 255.0
    return _with_luminosity(_with_saturation(above, _saturation(below)), _luminosity(below))


def _saturate(b: Ints, s: Ints) -> Ints:
    below, above = b / 255.0, s / 255.0
    return _with_luminosity(_with_saturation(below, _saturation(above)), _luminosity(below))


def _color(b: Ints, s: Ints) -> Ints:
    return _with_luminosity(s / 255.0, _luminosity(b / 255.0))


def _luminate(b: Ints, s: Ints) -> Ints:
    return _with_luminosity(b / 255.0, _luminosity(s / 255.0))


def _luminosity(colour: Floats) -> Floats:
    result: Floats = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
    return result


def _saturation(colour: Floats) -> Floats:
    result: Floats = colour.max(axis=0) - colour.min(axis=0)
    return result


def _with_saturation(colour: Floats, saturation: Floats) -> Floats:
    """The colour stretched so that its least channel is 0 and its greatest the saturation."""
    least = colour.min(axis=0)
    span = colour.max(axis=0) - least
    stretched = (colour - least) * saturation / np.where(span > 0, span, 1.0)
    return np.where(span > 0, stretched, 0.0)


def _with_luminosity(colour: Floats, luminosity: Floats) -> Ints:
    """The colour moved to a luminosity and pulled back into 0..1 along its grey, as 0..255 cut down."""
    colour = colour + (luminosity - _luminosity(colour))
    grey = _luminosity(colour)
    least, most = colour.min(axis=0), colour.max(axis=0)
    low = np.where(least < 0, grey - least, 1.0)
    colour = np.where(least < 0, grey + (colour - grey) * grey / low, colour)
    high = np.where(most > 1, most - grey, 1.0)
    colour = np.where(most > 1, grey + (colour - grey) * (1 - grey) / high, colour)
    return (255.0 * colour).astype(np.int32).clip(0, 255)


_MIXES: Mapping[Blend, Mix] = MappingProxyType(
    {
        Blend.NORMAL: lambda _b, s: s,
        Blend.MULTIPLY: _mul,
        Blend.SCREEN: _screen,
        Blend.OVERLAY: _overlay,
        Blend.DARKEN: np.minimum,
        Blend.LIGHTEN: np.maximum,
        Blend.COLOR_DODGE: _color_dodge,
        Blend.COLOR_BURN: _color_burn,
        Blend.HARD_LIGHT: _hard_light,
        Blend.SOFT_LIGHT: _soft_light,
        Blend.DIFFERENCE: lambda b, s: np.abs(b - s),
        Blend.EXCLUSION: _exclusion,
        Blend.HUE: _hue,
        Blend.SATURATION: _saturate,
        Blend.COLOR: _color,
        Blend.LUMINOSITY: _luminate,
        Blend.ADDITION: lambda b, s: np.minimum(b + s, 255),
        Blend.SUBTRACT: lambda b, s: np.maximum(b - s, 0),
        Blend.DIVIDE: _divide,
    }
)
