"""The hero of the sample project: drawn by hand, pixel by pixel, facing right, and what moves about him."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from studio.doc.palette import Colour
from studio.doc.pixels import Pixels
from studio.doc.skeleton import Keypoint, Pose
from studio.local import puppet
from studio.providers.local.presets import Movement, fitted

INK = {
    "K": "#1c172b",
    "a": "#3b1b21",
    "b": "#6e3b35",
    "c": "#a26242",
    "d": "#c89460",
    "s": "#af6955",
    "t": "#d69f7a",
    "u": "#f2daba",
    "w": "#f5f0e0",
    "f": "#003934",
    "g": "#00664b",
    "m": "#2e964b",
    "n": "#8bbc56",
    "v": "#682258",
    "r": "#a51d2b",
    "o": "#d46105",
    "p": "#3b3f54",
    "q": "#5f6b7f",
    "y": "#eea628",
}
"""A letter of the drawings and its colour, from the palette Wayfarer 32."""

CORNER = (12, 5)
BODY = """
.........KKKKKK.........
.......KKcccddKK........
...K.KKccccdddccK.......
...KKbccccdddccccK......
....KbcccdddccccdcK.....
..KKabbcccccccccddcK....
...KaabccccccccccdcK....
...KaabbbccbccbccbccK...
.KKaaabbbbcbbcbbtbbcK...
...KaabKssbbsttbbttK....
..KaaaKstusttttwKttK....
...KKaKsstttuuuwKuutK...
.....KaKssttttuuuuuK....
......KKKsttttttssK.....
......KorKKsttttKK......
.....KooorrKKKKrrK......
.....KrooooorroorK......
......KrrrroorrrK.......
......KggmmmmmmnnK......
.....KfgggmmmmmmnnK.....
.....KfggggmmmmmnnK.....
.....KffggggmmmmnnK.....
.....KffggggmmmmmnK.....
......KffgggmmmmmK......
......KaabbbbccycK......
......KaaabbbbbybK......
.....KffggggmmmmnnK.....
....KffgggggmmmmmnnK....
.....ffffffgggggggf.....
"""
ARM_CORNER = (19, 24)
ARM = """
.KKKK.
KmmnnK
KmmmnK
KgmmnK
KgmmmK
KggmmK
KbccdK
KstttK
KsttuK
.KKKK.
"""
LEG_CORNER = (20, 30)
LEG = """
.KKKKK....
KpqqqqK...
KppqqqK...
KppqqqK...
KppqqqK...
KppqqqK...
KpppqqK...
KpppqqK...
KpppqqK...
KpppqqK...
KbccddK...
KabbbcK...
KabbbbcKK.
KaabbbbccK
KKKKKKKKKK
"""
FARTHER = str.maketrans("qpdcbnmgut", "ppcbamgfts")
"""The colours of the arm and the leg of the other side, which stand in the shade."""

SCARF = "orv"
"""Its colours from above to below."""
BREATH = ((0, 0), (1, 0), (1, 1), (0, 1))
"""How far trunk and head sink in each frame of standing still: the head follows a frame later."""
IDLE_MS = (320, 160, 320, 160)
_NECK_ROW, _HEM_ROW, _GROUND = 19, 33, 45
SIDE = 48
BELT = (28, 33, 24)
"""Rows from and to, and the column from which the belt is in front of the arm."""

REST = {
    "NOSE": (31.5, 16.0),
    "NECK": (23.5, 20.0),
    "RIGHT SHOULDER": (22.5, 22.0),
    "RIGHT ELBOW": (22.5, 27.5),
    "RIGHT ARM": (22.5, 32.5),
    "LEFT SHOULDER": (24.5, 22.0),
    "LEFT ELBOW": (25.0, 27.5),
    "LEFT ARM": (25.0, 32.5),
    "RIGHT HIP": (23.0, 33.0),
    "RIGHT KNEE": (23.5, 38.0),
    "RIGHT LEG": (23.5, 43.0),
    "LEFT HIP": (24.0, 33.0),
    "LEFT KNEE": (24.5, 38.0),
    "LEFT LEG": (24.5, 43.0),
    "RIGHT EYE": (28.0, 15.0),
    "LEFT EYE": (30.0, 15.0),
    "RIGHT EAR": (21.5, 15.0),
    "LEFT EAR": (23.0, 15.0),
}
"""Joints of the standing hero, in pixels."""
_NEARER = {"RIGHT": 1.0, "LEFT": -1.0}
_TRUNK = frozenset(label for label in REST if not label.endswith(("ELBOW", "ARM", "KNEE", "LEG")))


class Limb(NamedTuple):
    """A part drawn by itself, back to front, and the joints that move it beside those of the trunk."""

    drawing: str
    corner: tuple[int, int]
    joints: tuple[str, ...]


LIMBS = (
    Limb(ARM.translate(FARTHER), (ARM_CORNER[0] + 3, ARM_CORNER[1]), ("LEFT ELBOW", "LEFT ARM")),
    Limb(LEG.translate(FARTHER), (LEG_CORNER[0] + 1, LEG_CORNER[1]), ("LEFT KNEE", "LEFT LEG")),
    Limb(LEG, LEG_CORNER, ("RIGHT KNEE", "RIGHT LEG")),
    Limb(BODY, CORNER, ()),
    Limb(ARM, ARM_CORNER, ("RIGHT ELBOW", "RIGHT ARM")),
)


def rest_pose() -> Pose:
    """The skeleton of the standing hero; the character's right side is the near one."""
    return Pose.of({label: Keypoint(x, y, _NEARER.get(label.partition(" ")[0], 0.0)) for label, (x, y) in REST.items()})


def idle() -> list[Pixels]:
    """Breathing: trunk and arms sink by a pixel, the head a frame later; the feet stay."""
    frames = []
    for trunk, head in BREATH:
        body = drawn(BODY, CORNER)
        arms = [drawn(limb.drawing, limb.corner) for limb in (LIMBS[0], LIMBS[4])]
        legs = [drawn(limb.drawing, limb.corner) for limb in (LIMBS[1], LIMBS[2])]
        shoulders = _only(body, range(_NECK_ROW, SIDE))
        frames.append(
            _laid(
                [
                    _sunk(arms[0], trunk),
                    *legs,
                    *([shoulders] if trunk > head else []),
                    _sunk(shoulders, trunk),
                    _sunk(_only(body, range(_NECK_ROW)), head),
                    _sunk(arms[1], trunk),
                ]
            )
        )
    return frames


def walk() -> tuple[list[Pixels], Movement]:
    """Each limb moved by the puppet along the walk that comes with the studio; no foot goes into the ground."""
    movement = fitted("walk", rest_pose())
    rows: list[list[Pixels]] = []
    for limb in LIMBS:
        joints = [_joints(pose, limb) for pose in movement.poses]
        frames = puppet.animate(drawn(limb.drawing, limb.corner), _joints(rest_pose(), limb), joints)
        rows.append([_lifted(frame) for frame in frames])
    return [_laid(list(parts)) for parts in zip(*rows, strict=True)], movement


def scarf(phase: float, *, wind: float, sink: int = 0) -> Pixels:
    """The loose end behind the back. `phase` 0..1 of its wave; `wind` 0 hangs, 1 streams."""
    ends = drawn("", CORNER)
    anchor_x, anchor_y, length = 18.5, 21.0 + sink, 8 + 4 * wind
    steps = 30
    for step in range(steps + 1):
        way = step / steps
        swing = math.sin(2 * math.pi * (phase - 0.8 * way)) * way
        x = anchor_x - way ** (0.45 + 0.55 * wind) * length * (0.6 + 0.4 * wind)
        y = anchor_y + way * 10 * (1 - wind) + way * 2.5 * wind + swing * (0.6 + 1.6 * wind)
        notch = 1 if way > 0.9 else 0
        for offset, letter in enumerate(SCARF):
            if not (notch and offset == 1):
                ends[round(y) + offset, round(x)] = _rgba(letter)
    return _outlined(ends)


def shadow(width: int) -> Pixels:
    """A flat ellipse on the ground."""
    picture = drawn("", CORNER)
    for row, inset in ((44, 3), (45, 1), (46, 0), (47, 2)):
        picture[row, 24 - width // 2 + inset : 24 + width // 2 - inset] = (*_rgba("K")[:3], 96)
    return picture


def drawn(text: str, corner: tuple[int, int]) -> Pixels:
    """A drawing of letters as straight RGBA on the hero's canvas."""
    picture = np.zeros((SIDE, SIDE, 4), np.uint8)
    for y, line in enumerate(text.strip("\n").splitlines(), start=corner[1]):
        for x, letter in enumerate(line, start=corner[0]):
            if letter != ".":
                picture[y, x] = _rgba(letter)
    return picture


def _rgba(letter: str) -> tuple[int, int, int, int]:
    return Colour.parse(INK[letter])


def _joints(pose: Pose, limb: Limb) -> dict[str, tuple[float, float]]:
    return {
        label: (point.x, point.y) for label, point in pose.points.items() if label in _TRUNK or label in limb.joints
    }


def _only(picture: Pixels, rows: range) -> Pixels:
    kept = np.zeros_like(picture)
    kept[rows.start : rows.stop] = picture[rows.start : rows.stop]
    return kept


def _sunk(picture: Pixels, by: int) -> Pixels:
    return np.roll(picture, by, axis=0)


def _lifted(picture: Pixels) -> Pixels:
    """Moved up until nothing is below the ground."""
    lowest = int(np.flatnonzero(picture[..., 3].any(axis=1)).max())
    return np.roll(picture, -max(0, lowest - _GROUND), axis=0)


def _laid(pictures: list[Pixels]) -> Pixels:
    """Opaque pictures over each other, the first at the back."""
    whole = np.zeros((SIDE, SIDE, 4), np.uint8)
    for picture in pictures:
        solid = picture[..., 3] > 0
        whole[solid] = picture[solid]
    return whole


def _outlined(picture: Pixels) -> Pixels:
    solid = picture[..., 3] > 0
    around = np.zeros_like(solid)
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        around |= np.roll(solid, step, axis)
    whole = picture.copy()
    whole[around & ~solid] = _rgba("K")
    return whole
