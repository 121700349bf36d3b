"""Rounded and bevelled solids as functions of pixel coordinates.

Design space: x to the right of the mirror axis, y down, the sprite's shorter side is 16 units, origin in its middle.
A shape answers for each point whether it is inside and which way the surface faces (towards the viewer is +z).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.local.arrays import Flags, Floats


class Surface(NamedTuple):
    """What a shape covers, and its unit normals there."""

    inside: Flags
    nx: Floats
    ny: Floats
    nz: Floats


Shape = Callable[[Floats, Floats], Surface]
Point = tuple[float, float]


def blob(cx: float, cy: float, rx: float, ry: float, *, power: float = 2.0) -> Shape:
    """An ellipsoid; a higher power makes it boxier."""

    def surface(x: Floats, y: Floats) -> Surface:
        u, v = (x - cx) / rx, (y - cy) / ry
        inside = np.abs(u) ** power + np.abs(v) ** power <= 1.0
        return _rounded(inside, u, v)

    return surface


def limb(start: Point, end: Point, *, wide: float, narrow: float | None = None) -> Shape:
    """A round-ended limb whose radius goes from `wide` at the start to `narrow` at the end."""
    tip = wide if narrow is None else narrow

    def surface(x: Floats, y: Floats) -> Surface:
        dx, dy = end[0] - start[0], end[1] - start[1]
        along = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / max(dx * dx + dy * dy, 1e-6), 0.0, 1.0)
        radius = wide + (tip - wide) * along
        u = (x - start[0] - along * dx) / radius
        v = (y - start[1] - along * dy) / radius
        return _rounded(u * u + v * v <= 1.0, u, v)

    return surface


def plate(corners: Sequence[Point], *, bevel: float = 1.2) -> Shape:
    """A flat polygon whose rim falls away over `bevel` units; its face looks at the viewer."""
    points = np.array(corners, np.float32)

    def surface(x: Floats, y: Floats) -> Surface:
        inside = np.zeros(x.shape, np.bool_)
        best = np.full(x.shape, np.inf, np.float32)
        nx, ny = np.zeros_like(x), np.zeros_like(x)
        for (ax, ay), (bx, by) in zip(points, np.roll(points, -1, axis=0), strict=True):
            crossing = (ay > y) != (by > y)
            slope = (bx - ax) / (by - ay) if by != ay else 0.0
            inside ^= crossing & (x < ax + (y - ay) * slope)
            dx, dy = bx - ax, by - ay
            along = np.clip(((x - ax) * dx + (y - ay) * dy) / max(float(dx * dx + dy * dy), 1e-6), 0.0, 1.0)
            ox, oy = ax + along * dx - x, ay + along * dy - y
            away = np.hypot(ox, oy)
            closer = away < best
            best = np.where(closer, away, best)
            nx = np.where(closer, ox / np.maximum(away, 1e-3), nx)
            ny = np.where(closer, oy / np.maximum(away, 1e-3), ny)
        tilt = np.clip(1.0 - best / bevel, 0.0, 0.85)
        return _surface(inside, nx * tilt, ny * tilt, np.sqrt(1.0 - tilt * tilt))

    return surface


def mirrored(shape: Shape) -> Shape:
    """The shape on the other side of the axis."""

    def surface(x: Floats, y: Floats) -> Surface:
        found = shape(-x, y)
        return Surface(found.inside, -found.nx, found.ny, found.nz)

    return surface


def turned(shape: Shape, quarter: float) -> Shape:
    """The shape turned clockwise around the origin by `quarter` times 90 degrees."""
    angle = quarter * np.pi / 2
    c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))

    def surface(x: Floats, y: Floats) -> Surface:
        found = shape(c * x + s * y, c * y - s * x)
        return Surface(found.inside, c * found.nx - s * found.ny, c * found.ny + s * found.nx, found.nz)

    return surface


def cut(shape: Shape, keep: Callable[[Floats, Floats], Flags]) -> Shape:
    """The shape only where `keep` says so."""

    def surface(x: Floats, y: Floats) -> Surface:
        found = shape(x, y)
        return found._replace(inside=found.inside & keep(x, y))

    return surface


def _rounded(inside: Flags, u: npt.NDArray[np.floating], v: npt.NDArray[np.floating]) -> Surface:
    out = np.minimum(u * u + v * v, 1.0)
    length = np.maximum(np.sqrt(u * u + v * v), 1e-6)
    shrink = np.sqrt(out) / length
    return _surface(inside, u * shrink, v * shrink, np.sqrt(1.0 - out))


def _surface(
    inside: Flags,
    nx: npt.NDArray[np.floating],
    ny: npt.NDArray[np.floating],
    nz: npt.NDArray[np.floating],
) -> Surface:
    return Surface(inside, nx.astype(np.float32), ny.astype(np.float32), nz.astype(np.float32))
