"""Colour ramps: five tones of one material from outline to highlight, with the hue drifting towards cool shadows and
warm lights. A given palette is honoured: its ramps use its own colours and no others."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from studio.local.arrays import Palette, rgba_palette
from studio.local.oklab import from_oklch, to_oklab

_COOL_HUE = 285.0
_WARM_HUE = 95.0
_GLASS_HUE = 225.0
_FIRE_HUE = 52.0


class Tone(IntEnum):
    """The steps of a ramp, dark to light."""

    LINE = 0
    SHADOW = 1
    BODY = 2
    LIGHT = 3
    SHINE = 4


_LIGHTNESS = (0.20, 0.43, 0.60, 0.75, 0.89)
_CHROMA = (0.40, 0.85, 1.00, 0.85, 0.45)
_DRIFT = (0.34, 0.20, 0.0, 0.16, 0.34)


class Scheme(NamedTuple):
    """The ramps of one sprite, each (5, 4) uint8 from LINE to SHINE."""

    main: Palette
    second: Palette
    accent: Palette
    pale: Palette
    metal: Palette
    dark: Palette
    glass: Palette
    fire: Palette


def ramp(hue: float, *, chroma: float = 0.14, lift: float = 0.0) -> Palette:
    """Five opaque colours around one hue in degrees; `lift` moves all but the outline lighter or darker."""
    colours = np.full((5, 4), 255, np.uint8)
    for tone in Tone:
        towards = _COOL_HUE if tone < Tone.BODY else _WARM_HUE
        turned = hue + _shortest_turn(hue, towards) * _DRIFT[tone]
        lightness = _LIGHTNESS[tone] + (lift * 0.4 if tone == Tone.LINE else lift)
        colours[tone, :3] = from_oklch(min(lightness, 0.96), chroma * _CHROMA[tone], turned)
    return colours


def own_scheme(rng: np.random.Generator) -> Scheme:
    """Ramps from a random base hue with a harmonious second and accent hue."""
    hue = float(rng.uniform(0, 360))
    second = hue + float(rng.choice([-38.0, 38.0, 150.0, 180.0, -120.0, 120.0]))
    accent = hue + float(rng.choice([180.0, 150.0, -150.0, 120.0]))
    chroma = float(rng.uniform(0.115, 0.165))
    return Scheme(
        main=ramp(hue, chroma=chroma, lift=float(rng.uniform(-0.03, 0.06))),
        second=ramp(second, chroma=chroma * 0.85, lift=float(rng.uniform(-0.05, 0.05))),
        accent=ramp(accent, chroma=0.17, lift=0.07),
        pale=ramp(hue * 0.5 + 40.0, chroma=0.055, lift=0.13),
        metal=ramp(250.0, chroma=0.03, lift=0.05),
        dark=ramp(hue + 20.0, chroma=0.06, lift=-0.13),
        glass=ramp(_GLASS_HUE, chroma=0.11),
        fire=ramp(_FIRE_HUE, chroma=0.19, lift=0.07),
    )


def palette_scheme(palette: Palette, rng: np.random.Generator) -> Scheme:
    """Ramps made only of the palette's colours: each tone takes what comes nearest to an ideal ramp."""
    colours = rgba_palette(palette)
    lab = to_oklab(colours)
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    hues = np.rad2deg(np.arctan2(lab[:, 2], lab[:, 1]))
    vivid = np.flatnonzero(chroma >= max(0.04, float(np.quantile(chroma, 0.4))))
    if len(vivid) == 0:
        vivid = np.arange(len(colours))
    picked = rng.permutation(vivid)
    main, second, accent = (float(hues[picked[i % len(picked)]]) for i in range(3))
    return Scheme(
        main=_fitted(ramp(main), colours),
        second=_fitted(ramp(second), colours),
        accent=_fitted(ramp(accent, chroma=0.17, lift=0.07), colours),
        pale=_fitted(ramp(main * 0.5 + 40.0, chroma=0.05, lift=0.13), colours),
        metal=_fitted(ramp(250.0, chroma=0.03, lift=0.05), colours),
        dark=_fitted(ramp(main, chroma=0.06, lift=-0.13), colours),
        glass=_fitted(ramp(_GLASS_HUE, chroma=0.11), colours),
        fire=_fitted(ramp(_FIRE_HUE, chroma=0.19, lift=0.07), colours),
    )


def even(ramp: Palette, tone: Tone) -> Palette:
    """A ramp that is one tone all over but keeps its outline."""
    flat = np.repeat(ramp[tone : tone + 1], 5, axis=0)
    flat[Tone.LINE] = ramp[Tone.LINE]
    return flat


def _shortest_turn(hue: float, target: float) -> float:
    return (target - hue + 180.0) % 360.0 - 180.0


def _fitted(ideal: Palette, colours: Palette) -> Palette:
    """The ideal ramp in palette colours, never getting darker from one tone to the next.

    Shortest path over (tone, colour by lightness); using one colour for two tones costs a little.
    """
    lab = to_oklab(colours)
    order = np.argsort(lab[:, 0], kind="stable")
    wanted = to_oklab(ideal)
    apart = wanted[:, None, :] - lab[order][None, :, :]
    cost = np.sqrt((apart**2 * np.array([1.0, 2.2, 2.2], np.float32)).sum(axis=2))
    total = cost[0].astype(np.float64)
    back = []
    positions = np.arange(len(order))
    for tone in range(1, 5):
        step = np.where(positions[None, :] < positions[:, None], total[None, :], np.inf)
        step[positions, positions] = total + 0.05
        came_from = step.argmin(axis=1)
        back.append(came_from)
        total = step[positions, came_from] + cost[tone]
    path = [int(total.argmin())]
    for came_from in reversed(back):
        path.append(int(came_from[path[-1]]))
    chosen: Palette = colours[order[np.array(path[::-1])]]
    return chosen
