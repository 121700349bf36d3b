"""Which pixel belongs to which body part: the cut-out a puppet is made of.

Parts grow from the bones over the solid pixels like water, all at once; a step over a colour edge is dearer than one
inside a colour, so parts meet at the lines the artist drew. A joint is (x, y) in sprite pixels, y down, pixel centres
at .5; labels are those of studio.doc.skeleton.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.core.words import _
from studio.local.arrays import BadPixels, Flags, Floats, Rgba
from studio.local.oklab import to_oklab
from studio.local.regions import EIGHT, shifted, shrunk

Joints = Mapping[str, tuple[float, float]]
Owners = npt.NDArray[np.int16]

_EDGE_COST = 9.0
_LARGEST_SPREAD = 160
_TIDY_ROUNDS = 4
_NOBODY = -1


class Part(StrEnum):
    """The ten rigid parts of a humanoid."""

    TORSO = "torso"
    HEAD = "head"
    RIGHT_UPPER_ARM = "right upper arm"
    RIGHT_FOREARM = "right forearm"
    LEFT_UPPER_ARM = "left upper arm"
    LEFT_FOREARM = "left forearm"
    RIGHT_THIGH = "right thigh"
    RIGHT_SHIN = "right shin"
    LEFT_THIGH = "left thigh"
    LEFT_SHIN = "left shin"


class Bone(NamedTuple):
    """Two joints, the one nearer the body first."""

    near: str
    far: str


BONES: Mapping[Part, Bone] = {
    Part.RIGHT_UPPER_ARM: Bone("RIGHT SHOULDER", "RIGHT ELBOW"),
    Part.RIGHT_FOREARM: Bone("RIGHT ELBOW", "RIGHT ARM"),
    Part.LEFT_UPPER_ARM: Bone("LEFT SHOULDER", "LEFT ELBOW"),
    Part.LEFT_FOREARM: Bone("LEFT ELBOW", "LEFT ARM"),
    Part.RIGHT_THIGH: Bone("RIGHT HIP", "RIGHT KNEE"),
    Part.RIGHT_SHIN: Bone("RIGHT KNEE", "RIGHT LEG"),
    Part.LEFT_THIGH: Bone("LEFT HIP", "LEFT KNEE"),
    Part.LEFT_SHIN: Bone("LEFT KNEE", "LEFT LEG"),
}
HEAD_LABELS = ("NOSE", "RIGHT EYE", "LEFT EYE", "RIGHT EAR", "LEFT EAR")
_NEEDED = ("NECK", "RIGHT SHOULDER", "LEFT SHOULDER", "RIGHT HIP", "LEFT HIP")


class Layout(NamedTuple):
    """The parts a pose has, back to front, and the index of each pixel's part in that order (-1: none)."""

    order: tuple[Part, ...]
    owners: Owners


def laid_out(rgba: Rgba, rest: Joints) -> Layout:
    """Assign each pixel with any alpha to one part; BadPixels when the pose lacks the trunk's joints."""
    missing = [label for label in _NEEDED if label not in rest]
    if missing:
        message = _("The skeleton has no {labels}; estimate or place it before animating.")
        raise BadPixels(message.format(labels=", ".join(missing).lower()))
    order = draw_order(rest)
    solid: Flags = rgba[..., 3] > 0
    stride = -(-max(solid.shape) // _LARGEST_SPREAD)
    thin = rgba[stride // 2 :: stride, stride // 2 :: stride]
    near = {label: (x / stride, y / stride) for label, (x, y) in rest.items()}
    owners = _spread(thin, _seeds(thin[..., 3] > 0, near, order))
    if stride > 1:
        owners = np.repeat(np.repeat(owners, stride, axis=0), stride, axis=1)[: solid.shape[0], : solid.shape[1]]
        short = [(0, full - have) for full, have in zip(solid.shape, owners.shape, strict=True)]
        owners = np.where(solid, np.pad(owners, short, constant_values=_NOBODY), _NOBODY).astype(np.int16)
    return Layout(order, _tidied(_with_islands(solid, owners), len(order)))


def _seeds(solid: Flags, rest: Joints, order: tuple[Part, ...]) -> Owners:
    """What each part surely owns; parts further to the front win."""
    seeds = np.full(solid.shape, _NOBODY, np.int16)
    profile = seen_from_side(rest)
    for index, part in enumerate(order):
        seed = _seed(part, rest, solid.shape)
        if profile:
            seed = _seed_in_profile(part, seed, rest, order)
        seeds[seed & solid] = index
    return seeds


def draw_order(rest: Joints) -> tuple[Part, ...]:
    """Parts back to front: legs, trunk, head, arms; seen from the side the far arm goes behind everything."""
    right_arm = (Part.RIGHT_UPPER_ARM, Part.RIGHT_FOREARM)
    left_arm = (Part.LEFT_UPPER_ARM, Part.LEFT_FOREARM)
    right_leg, left_leg = (Part.RIGHT_THIGH, Part.RIGHT_SHIN), (Part.LEFT_THIGH, Part.LEFT_SHIN)
    near_right = faces_right(rest)
    far_leg, near_leg = (left_leg, right_leg) if near_right else (right_leg, left_leg)
    far_arm, near_arm = (left_arm, right_arm) if near_right else (right_arm, left_arm)
    trunk = (Part.TORSO, Part.HEAD)
    full: tuple[Part, ...]
    if seen_from_side(rest):
        full = (*far_arm, *far_leg, *near_leg, *trunk, *near_arm)
    else:
        full = (*far_leg, *near_leg, *trunk, *far_arm, *near_arm)
    return tuple(part for part in full if part not in BONES or all(label in rest for label in BONES[part]))


def faces_right(rest: Joints) -> bool:
    """Whether the nose points to the viewer's right; then the character's right side is the near one."""
    return "NOSE" in rest and rest["NOSE"][0] > rest["NECK"][0] + 0.25


def seen_from_side(rest: Joints) -> bool:
    """Whether the shoulders are so close together that the body is seen in profile."""
    across = abs(rest["LEFT SHOULDER"][0] - rest["RIGHT SHOULDER"][0])
    tall = abs(rest["NECK"][1] - middle_hip(rest)[1])
    return across < 0.4 * max(tall, 1.0)


def middle_hip(joints: Joints) -> tuple[float, float]:
    """The point between the hips."""
    (rx, ry), (lx, ly) = joints["RIGHT HIP"], joints["LEFT HIP"]
    return (rx + lx) / 2, (ry + ly) / 2


def head_centre(joints: Joints) -> tuple[float, float]:
    """The mean of the head's joints; the neck where it has none."""
    found = [joints[label] for label in HEAD_LABELS if label in joints] or [joints["NECK"]]
    return sum(x for x, _y in found) / len(found), sum(y for _x, y in found) / len(found)


def _seed(part: Part, rest: Joints, shape: tuple[int, ...]) -> Flags:
    """The pixels a part surely owns."""
    if part == Part.TORSO:
        corners = [rest[label] for label in ("RIGHT SHOULDER", "LEFT SHOULDER", "LEFT HIP", "RIGHT HIP")]
        inner = shrunk(_inside(corners, shape))
        return inner | _line(rest["NECK"], middle_hip(rest), shape, start=0.15)
    if part == Part.HEAD:
        centre, neck = head_centre(rest), rest["NECK"]
        reach = max(np.hypot(centre[0] - neck[0], centre[1] - neck[1]) * 0.8, 1.0)
        y, x = np.mgrid[: shape[0], : shape[1]] + 0.5
        disc: Flags = (x - centre[0]) ** 2 + (y - centre[1]) ** 2 <= reach**2
        return disc
    bone = BONES[part]
    root = part in (Part.RIGHT_UPPER_ARM, Part.LEFT_UPPER_ARM, Part.RIGHT_THIGH, Part.LEFT_THIGH)
    return _line(rest[bone.near], rest[bone.far], shape, start=0.3 if root else 0.1)


def _seed_in_profile(part: Part, seed: Flags, rest: Joints, order: tuple[Part, ...]) -> Flags:
    """Seen from the side a far limb owns only what its near twin leaves free, and the trunk reaches past the arm."""
    spine = max(abs(rest["NECK"][1] - middle_hip(rest)[1]), 1.0)
    limb_reach = max(1.5, 0.26 * spine)
    if part == Part.HEAD:
        return seed
    if part == Part.TORSO:
        band = _near_line(rest["NECK"], middle_hip(rest), seed.shape, reach=0.4 * spine)
        band[: max(0, int(rest["NECK"][1]) + 1)] = False
        band[max(0, int(middle_hip(rest)[1])) :] = False
        arms = [BONES[other] for other in order[order.index(part) :] if other in BONES]
        band |= seed
        for bone in arms:
            band &= ~_near_line(rest[bone.near], rest[bone.far], seed.shape, reach=limb_reach)
        return band
    twin = twin_of(part)
    if twin in order and order.index(twin) > order.index(part):
        seed = seed & ~_near_line(rest[BONES[twin].near], rest[BONES[twin].far], seed.shape, reach=1.5 * limb_reach)
    return seed


def twin_of(part: Part) -> Part:
    """The same limb of the other side; trunk and head are their own twins."""
    if part.startswith("right "):
        return Part(part.replace("right ", "left ", 1))
    if part.startswith("left "):
        return Part(part.replace("left ", "right ", 1))
    return part


def _near_line(start: tuple[float, float], end: tuple[float, float], shape: tuple[int, ...], *, reach: float) -> Flags:
    """Pixels whose centre is at most `reach` from a segment."""
    y, x = np.mgrid[: shape[0], : shape[1]] + 0.5
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / max(dx * dx + dy * dy, 1e-6), 0.0, 1.0)
    near: Flags = np.hypot(x - start[0] - along * dx, y - start[1] - along * dy) <= reach
    return near


def _line(start_at: tuple[float, float], end: tuple[float, float], shape: tuple[int, ...], *, start: float) -> Flags:
    """The pixels under a bone, from the share `start` of its length on."""
    length = float(np.hypot(end[0] - start_at[0], end[1] - start_at[1]))
    along = np.linspace(start, 1.0, max(2, int(length * 2) + 2))
    columns = np.floor(start_at[0] + along * (end[0] - start_at[0])).astype(np.intp)
    rows = np.floor(start_at[1] + along * (end[1] - start_at[1])).astype(np.intp)
    within = (columns >= 0) & (columns < shape[1]) & (rows >= 0) & (rows < shape[0])
    drawn = np.zeros(shape, np.bool_)
    drawn[rows[within], columns[within]] = True
    return drawn


def _inside(corners: list[tuple[float, float]], shape: tuple[int, ...]) -> Flags:
    """Pixels whose centre is inside the polygon (even-odd)."""
    y, x = np.mgrid[: shape[0], : shape[1]] + 0.5
    inside = np.zeros(shape, np.bool_)
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        if ay != by:
            inside ^= ((ay > y) != (by > y)) & (x < ax + (y - ay) * (bx - ax) / (by - ay))
    return inside


def _spread(rgba: Rgba, seeds: Owners) -> Owners:
    """Grow the seeds over all solid pixels by the cheapest way; what no seed reaches stays nobody's."""
    solid: Flags = rgba[..., 3] > 0
    lab = to_oklab(rgba)
    cost = np.where(seeds >= 0, np.float32(0), np.float32(np.inf))
    owners = seeds.copy()
    steps = []
    for dy, dx in EIGHT:
        beside: Floats = shifted(lab, dy, dx).astype(np.float32)
        edge = np.sqrt(((lab - beside) ** 2).sum(axis=-1))
        steps.append((dy, dx, np.float32(np.hypot(dy, dx)) + np.float32(_EDGE_COST) * edge))
    moved = True
    while moved:
        moved = False
        for dy, dx, price in steps:
            known: Floats = shifted(np.where(np.isfinite(cost), cost + 1, 0), dy, dx).astype(np.float32)
            offer = np.where(known > 0, known - 1 + price, np.inf)
            better = solid & (offer < cost - 1e-5)
            if better.any():
                moved = True
                cost = np.where(better, offer, cost)
                owners = np.where(better, shifted(owners, dy, dx), owners)
    return owners


def _with_islands(solid: Flags, owners: Owners) -> Owners:
    """Pixels apart from every bone follow the owner nearest to them, by steps over anything."""
    if not (owners >= 0).any():
        return np.where(solid, 0, owners).astype(np.int16)
    reach = owners.copy()
    while (solid & (reach < 0)).any():
        for dy, dx in EIGHT:
            offered = shifted(reach + 1, dy, dx).astype(np.int16) - 1
            reach = np.where((reach < 0) & (offered >= 0), offered, reach)
    return np.where(solid, reach, _NOBODY).astype(np.int16)


def _tidied(owners: Owners, parts: int) -> Owners:
    """Each pixel goes to the part most of its neighbours belong to, a few times: no part keeps slivers of an outline
    it shares with another."""
    solid = owners >= 0
    for _round in range(_TIDY_ROUNDS):
        own = np.stack([owners == part for part in range(parts)])
        votes = own * np.int8(2)
        for dy, dx in EIGHT:
            weight = np.int8(2 if dy == 0 or dx == 0 else 1)
            votes += np.stack([shifted(plane, dy, dx) for plane in own]) * weight
        owners = np.where(solid, votes.argmax(axis=0), _NOBODY).astype(np.int16)
    return owners
