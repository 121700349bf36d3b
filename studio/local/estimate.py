"""Guess the 18 keypoints of a humanoid from its silhouette.

The rows tell where head, trunk and legs are (the narrowest rows below the widest part of the head, the row where the
legs part), the columns which way it faces, and the ways inside the silhouette how far arms and legs reach. What the
silhouette does not show is placed by the proportions of a figure of that head size, with a low confidence.
Points are sprite pixels, y down, pixel centres at .5; RIGHT is the character's own right, the viewer's left from the
front.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.core.words import _
from studio.local.arrays import BadPixels, Flags, Ints, Rgba, checked, opaque
from studio.local.oklab import to_oklab
from studio.local.regions import border, connected_parts, flooded, largest_part, shrunk, steps_from

_SMALLEST = 6
_CORE_SHARE = 0.25
_HEM_DROP = 0.25


class Estimate(NamedTuple):
    """One keypoint and how sure it is, 0..1."""

    x: float
    y: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a figure: top of the head, neck, where the legs begin, the soles; `bottom` is the last solid row + 1."""

    top: float
    neck: float
    hip: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Body:
    """A figure read from its silhouette: solid pixels with holes closed, its axis, its rows and half its trunk."""

    solid: Flags
    axis: float
    rows: _Rows
    half_trunk: float
    half_head: float
    facing: int


def estimate_skeleton(rgba: Rgba) -> dict[str, Estimate]:
    """All 18 labels within the canvas. BadPixels when the picture is empty or too small to hold a figure."""
    picture = checked(rgba)
    found = opaque(picture)
    if found.all():
        raise BadPixels(
            _("The picture has no clear background, so no figure can be seen; remove its background first.")
        )
    if not found.any():
        raise BadPixels(_("The picture is empty, so there is no figure to find; draw or import one first."))
    solid = _without_holes(largest_part(found, diagonals=True))
    rows, columns = np.nonzero(solid)
    if np.ptp(rows) + 1 < _SMALLEST or np.ptp(columns) + 1 < 3:
        raise BadPixels(_("The figure is too small to find a skeleton in; use one at least 6 pixels tall."))
    body = _measured(picture, solid)
    points = {**_head(body), **_trunk(body), **_legs(body), **_arms(body)}
    height, width = solid.shape
    return {
        label: Estimate(float(np.clip(x, 0.5, width - 0.5)), float(np.clip(y, 0.5, height - 0.5)), sure)
        for label, (x, y, sure) in points.items()
    }


def _without_holes(solid: Flags) -> Flags:
    padded = np.pad(~solid, 1, constant_values=True)
    outside = flooded(padded, border(padded.shape))
    closed: Flags = ~outside[1:-1, 1:-1]
    return closed


def _measured(picture: Rgba, solid: Flags) -> _Body:
    core = _core_widths(solid)
    present = np.flatnonzero(core)
    top, bottom = int(present[0]), int(present[-1]) + 1
    tall = bottom - top
    axis = _axis(solid)
    neck = _neck_row(core, top, tall)
    hip = _hip_row(solid, neck, bottom, axis)
    trunk_rows = slice(int(neck + 0.25 * (hip - neck)), max(int(hip), int(neck) + 1))
    half_trunk = float(np.clip(np.median(core[trunk_rows]) / 2, 1.0, 0.3 * tall))
    half_head = float(max(core[top : max(int(neck), top + 1)].max() / 2, 1.0))
    rows = _Rows(float(top), float(neck), float(hip), float(bottom))
    return _Body(solid, axis, rows, half_trunk, half_head, _facing(picture, solid, rows, half_head))


def _core_widths(solid: Flags) -> Ints:
    """Solid pixels in each row, without columns that are short of pixels: arms held out do not count."""
    heights = solid.sum(axis=0)
    widths: Ints = solid[:, heights > _CORE_SHARE * heights.max()].sum(axis=1)
    return widths


def _axis(solid: Flags) -> float:
    """The x of the body's middle: the median of columns at least a quarter as tall as the tallest, so that a thrown
    out arm does not move it."""
    tall = solid.sum(axis=0)
    columns = np.flatnonzero(tall > _CORE_SHARE * tall.max())
    weights = np.repeat(columns, tall[columns])
    return float(np.median(weights)) + 0.5


def _neck_row(widths: Ints, top: int, tall: int) -> float:
    """The narrowest row under the head: a head takes a fifth to a half of the figure."""
    first, last = top + max(2, round(tall * 0.2)), top + max(3, round(tall * 0.56))
    window = widths[first : last + 1].astype(np.float64)
    widest_above = np.maximum.accumulate(widths[top : last + 1])[first - top :]
    dip = widest_above - window
    below = np.array([widths[row + 1 : row + 1 + max(2, tall // 8)].max(initial=0) for row in range(first, last + 1)])
    notch = np.minimum(dip, below - window)
    if notch.max() >= 1:
        deepest = np.flatnonzero(notch >= notch.max())
        return float(first + deepest[len(deepest) // 2]) + 0.5
    if dip.max() >= 1:
        steepest = int(np.argmax(-np.diff(window, prepend=window[0])))
        return float(first + steepest) + 0.5
    return top + 0.3 * tall


def _hip_row(solid: Flags, neck: float, bottom: int, axis: float) -> float:
    """Just above the row where the legs part; by proportion where they stay together."""
    usual = neck + 0.52 * (bottom - neck)
    lowest, highest = int(neck + 0.3 * (bottom - neck)), int(bottom - 2)
    gap = np.zeros(solid.shape[0], np.bool_)
    for row in range(lowest, bottom):
        gap[row] = any(abs((end + start) / 2 - axis) < 2.6 for start, end in _gaps(solid[row]))
    parted = np.flatnonzero(gap)
    if len(parted) == 0:
        return _hem_row(_core_widths(solid), neck, bottom) or usual
    run = parted[-1]
    while run - 1 >= lowest and gap[run - 1]:
        run -= 1
    crotch = float(run)
    return float(np.clip(crotch - 0.08 * (bottom - neck), min(usual - 0.2 * (bottom - neck), highest), highest))


def _hem_row(core: Ints, neck: float, bottom: int) -> float | None:
    """A little above the row where the trunk gives way to narrower legs; None where nothing gets narrower."""
    span = bottom - neck
    first, last = int(neck + 0.35 * span), int(neck + 0.75 * span)
    widths = core.astype(np.float64)
    above = np.array([np.median(widths[max(row - 3, 0) : row]) for row in range(first, last + 1)])
    below = np.array([np.median(widths[row + 1 : row + 4]) for row in range(first, last + 1)])
    drop = (above - below) / np.maximum(above, 1)
    if len(drop) == 0 or drop.max() < _HEM_DROP:
        return None
    return float(first + int(drop.argmax())) - 0.06 * span + 0.5


def _facing(picture: Rgba, solid: Flags, rows: _Rows, half_head: float) -> int:
    """-1 or 1 for a profile facing the viewer's left or right, 0 from the front.

    In a profile the small marks of the face sit on one side only, and the toes reach out to the same side.
    """
    shift = _feet_shift(solid, rows) / max(half_head, 1.0)
    lean = _lean_of_face(picture, solid, rows)
    if shift * lean < 0 or _legs_apart(solid, rows):
        return 0
    if (abs(lean) > 0.9 and abs(shift) >= 0.05) or abs(shift) > 0.2:
        return 1 if lean + shift > 0 else -1
    return 0


def _lean_of_face(picture: Rgba, solid: Flags, rows: _Rows) -> float:
    """How far small dark or bright marks inside the head sit to one side, -1..1; marks on both sides cancel out."""
    tall = rows.neck - rows.top
    window = slice(int(rows.top + 0.3 * tall), max(int(rows.neck - 0.12 * tall), int(rows.top + 0.3 * tall) + 1))
    head = solid[window]
    inner = shrunk(head) if head.shape[0] > 2 else head
    if not inner.any():
        return 0.0
    light = to_oklab(picture[window])[..., 0]
    parts = connected_parts(inner & (np.abs(light - float(np.median(light[inner]))) > 0.2), diagonals=True)
    sizes = parts.sizes()
    small = (sizes <= max(2, 0.07 * head.sum())) & (np.arange(len(sizes)) > 0)
    columns = np.nonzero(small[parts.labels])[1] + 0.5
    solid_columns = np.flatnonzero(head.any(axis=0))
    middle = (solid_columns[0] + solid_columns[-1] + 1) / 2
    right, left = int((columns > middle).sum()), int((columns < middle).sum())
    return (right - left) / (right + left) if right + left else 0.0


def _legs_apart(solid: Flags, rows: _Rows) -> bool:
    """Whether two legs stand side by side in most rows below the hip."""
    below = range(int(rows.hip) + 1, int(rows.bottom) - 1)
    apart = sum(len(_runs(solid[row])) >= 2 for row in below)
    return len(below) > 0 and apart > 0.5 * len(below)


def _feet_shift(solid: Flags, rows: _Rows) -> float:
    """How far the lowest rows reach past the ones above them: toes point where the figure looks."""
    depth = max(1, round((rows.bottom - rows.hip) * 0.18))
    feet = np.flatnonzero(solid[int(rows.bottom) - depth : int(rows.bottom)].any(axis=0))
    leg = rows.bottom - rows.hip
    shins = np.flatnonzero(solid[int(rows.hip + 0.3 * leg) : int(rows.hip + 0.6 * leg) + 1].any(axis=0))
    if len(feet) == 0 or len(shins) == 0:
        return 0.0
    return float((feet[-1] - shins[-1]) - (shins[0] - feet[0]))


_Points = dict[str, tuple[float, float, float]]


def _head(body: _Body) -> _Points:
    top, neck = body.rows.top, body.rows.neck
    tall, axis = neck - top, _row_middle(body, int((body.rows.top + body.rows.neck) / 2))
    eye_y, nose_y = top + 0.58 * tall, top + 0.72 * tall
    half = body.half_head
    if body.facing:
        to = body.facing
        near, far = ("RIGHT", "LEFT") if to > 0 else ("LEFT", "RIGHT")
        return {
            "NOSE": (axis + to * 0.85 * half, nose_y, 0.6),
            "NECK": (body.axis, neck + 0.5, 0.7),
            f"{near} EYE": (axis + to * 0.5 * half, eye_y, 0.5),
            f"{far} EYE": (axis + to * 0.68 * half, eye_y, 0.3),
            f"{near} EAR": (axis - to * 0.15 * half, eye_y + 0.04 * tall, 0.5),
            f"{far} EAR": (axis + to * 0.05 * half, eye_y + 0.04 * tall, 0.2),
        }
    return {
        "NOSE": (axis, nose_y, 0.6),
        "NECK": (body.axis, neck + 0.5, 0.8),
        "RIGHT EYE": (axis - 0.42 * half, eye_y, 0.5),
        "LEFT EYE": (axis + 0.42 * half, eye_y, 0.5),
        "RIGHT EAR": (axis - 0.88 * half, eye_y + 0.04 * tall, 0.5),
        "LEFT EAR": (axis + 0.88 * half, eye_y + 0.04 * tall, 0.5),
    }


def _row_middle(body: _Body, row: int) -> float:
    columns = np.flatnonzero(body.solid[min(max(row, 0), body.solid.shape[0] - 1)])
    return float(columns[0] + columns[-1] + 1) / 2 if len(columns) else body.axis


def _trunk(body: _Body) -> _Points:
    shoulder_y = body.rows.neck + 0.14 * (body.rows.hip - body.rows.neck) + 0.5
    shoulder = _half_shoulder(body)
    hip = shoulder * (0.5 if not body.facing else 0.6)
    sure = 0.7 if not body.facing else 0.5
    side = {"RIGHT": -1.0, "LEFT": 1.0}
    points: _Points = {}
    for name, sign in side.items():
        points[f"{name} SHOULDER"] = (body.axis + sign * shoulder, shoulder_y, sure)
        points[f"{name} HIP"] = (body.axis + sign * hip, body.rows.hip, sure)
    return points


def _half_shoulder(body: _Body) -> float:
    """Half the distance of the shoulders: most of the trunk from the front, next to nothing in profile."""
    if body.facing:
        return max(0.12 * body.half_trunk, 0.5)
    span = body.rows.hip - body.rows.neck
    row = slice(int(body.rows.neck + 0.1 * span), max(int(body.rows.neck + 0.35 * span), int(body.rows.neck) + 1))
    width = float(np.median(body.solid[row].sum(axis=1))) if body.solid[row].size else 2 * body.half_trunk
    return float(np.clip(0.36 * width, 1.0, body.half_trunk))


def _legs(body: _Body) -> _Points:
    """Ankles a little above the soles, in the middle of each leg; knees halfway."""
    ankle_y = body.rows.bottom - max(1.0, 0.12 * (body.rows.bottom - body.rows.hip)) - 0.5
    left_x, right_x, sure = _leg_columns(body, int(ankle_y))
    trunk = _trunk(body)
    points: _Points = {}
    for name, x in (("RIGHT", left_x), ("LEFT", right_x)):
        hip_x, hip_y, _sure = trunk[f"{name} HIP"]
        knee_x, knee_y = (hip_x + x) / 2, (hip_y + ankle_y) / 2
        points[f"{name} KNEE"] = (knee_x + 0.4 * body.facing, knee_y, sure * 0.9)
        points[f"{name} LEG"] = (x, ankle_y, sure)
    return points


def _leg_columns(body: _Body, row: int) -> tuple[float, float, float]:
    """The middles of the leftmost and rightmost run near the ankles, and how sure that is."""
    above = max(row - 2, 0)
    for at in (row, row - 1, above, min(row + 1, body.solid.shape[0] - 1)):
        runs = _runs(body.solid[at])
        if len(runs) >= 2:
            return sum(runs[0]) / 2, sum(runs[-1]) / 2, 0.8
    runs = _runs(body.solid[above])
    if not runs:
        return body.axis - 1, body.axis + 1, 0.2
    start, end = runs[0]
    if body.facing:
        return (start + end) / 2 - 0.5, (start + end) / 2 + 0.5, 0.5
    return start + 0.25 * (end - start), end - 0.25 * (end - start), 0.5


def _gaps(row: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end (exclusive) of each clear run between solid ones."""
    runs = _runs(row)
    return [(end, start) for (_first, end), (start, _last) in pairwise(runs)]


def _runs(row: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end (exclusive) of each run of solid pixels."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _arms(body: _Body) -> _Points:
    """Wrists near the end of the longest way out of the trunk on each side; elbows on that way's middle."""
    trunk = _trunk(body)
    points: _Points = {}
    for name, sign in (("RIGHT", -1), ("LEFT", 1)):
        shoulder = trunk[f"{name} SHOULDER"][:2]
        wrist, sure = _wrist(body, shoulder, sign)
        elbow_x, elbow_y = (shoulder[0] + wrist[0]) / 2, (shoulder[1] + wrist[1]) / 2
        points[f"{name} ELBOW"] = (elbow_x, elbow_y, sure * 0.8)
        points[f"{name} ARM"] = (wrist[0], wrist[1], sure)
    return points


def _wrist(body: _Body, shoulder: tuple[float, float], sign: int) -> tuple[tuple[float, float], float]:
    span = body.rows.hip - body.rows.neck
    hanging = (shoulder[0] + sign * 0.35 * body.half_trunk, shoulder[1] + 0.85 * span)
    if body.facing:
        return (shoulder[0] + 0.9 * body.facing, shoulder[1] + 0.85 * span), 0.3
    y, x = np.mgrid[: body.solid.shape[0], : body.solid.shape[1]] + 0.5
    outside = (x - body.axis) * sign > max(body.half_trunk * 0.55, abs(shoulder[0] - body.axis))
    arm = body.solid & outside & (y > body.rows.top) & (y < body.rows.hip + 0.35 * (body.rows.bottom - body.rows.hip))
    head = (y < body.rows.neck) & (np.abs(x - body.axis) <= body.half_head)
    arm &= ~head
    seeds = np.zeros_like(arm)
    seeds[arm & (np.abs(y - shoulder[1]) < max(2.5, 0.35 * span)) & ((x - shoulder[0]) * sign < 2.5)] = True
    if not seeds.any():
        return hanging, 0.3
    steps = steps_from(arm, seeds)
    reach = int(steps.max())
    if reach < 0.3 * span:
        return hanging, 0.3
    tip = steps >= reach - max(1, round(0.22 * reach))
    return (float(x[tip].mean()), float(y[tip].mean())), 0.7
