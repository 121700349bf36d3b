"""A rigid cut-out puppet: the sprite's own pixels moved along a pose, by whole pixels, without a new colour.

Each part turns around its joint and is sampled from its Scale2x enlargement, so that turned lines stay lines; parts
are laid over each other back to front. Pixels around a joint belong to both parts there and lie underneath, so that a
bent limb has no gap; an outlined sprite stays outlined. A pose that moves nothing gives back the very same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.local.arrays import Flags, Ints, Keys, Rgba, checked, from_keys, to_keys
from studio.local.contour import Contour, contour_of
from studio.local.oklab import nearest, to_oklab
from studio.local.regions import EIGHT, FOUR, shifted, shrunk
from studio.local.rig import BONES, Joints, Part, head_centre, laid_out, middle_hip, twin_of
from studio.local.scale import scaled_up

_LIMB_REST_ANGLE = np.deg2rad(4.0)
_TRUNK_REST_ANGLE = np.deg2rad(10.0)
_TRUNK_STEP = np.deg2rad(15.0)
_BORROW_BELOW = 0.45
_SAMPLES_AT_ONCE = 1 << 20
_FAR_SHADE = 0.07
_LINES_BELOW = 0.35
_LOWER = (Part.RIGHT_FOREARM, Part.LEFT_FOREARM, Part.RIGHT_SHIN, Part.LEFT_SHIN)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part ready to move: packed colours (0 = nothing) at 1x and enlarged, and the point it turns around.

    `pixel` is the part itself, `under` what lies beneath it at its joints. `corner` is (x, y) of the crop.
    """

    part: Part
    pixel: Keys
    under: Keys
    big_pixel: Keys
    big_under: Keys
    corner: tuple[int, int]
    pivot: tuple[float, float]
    angle: float


@dataclass(frozen=True, slots=True)
class Puppet:
    """A sprite cut into pieces, back to front, bound to its rest pose. Make one with `bind`."""

    sprite: Rgba
    rest: Joints
    pieces: tuple[Piece, ...]
    zoom: int
    contour: Contour | None

    def posed(self, target: Joints) -> Rgba:
        """The sprite in one pose; joints the pose lacks stay where they rest."""
        return self.animated([target])[0]

    def animated(self, poses: Sequence[Joints]) -> list[Rgba]:
        """One frame of the sprite's size for each pose."""
        if not self.pieces or not poses:
            return [self.sprite.copy() for _pose in poses]
        moves = [self._moves(piece, poses) for piece in self.pieces]
        height, width = self.sprite.shape[:2]
        sheet = _Sheet(len(poses), width, height)
        for chain in _chains(self.pieces):
            for under in (True, False):
                for index in chain:
                    _lay(sheet, self.pieces[index], moves[index], zoom=self.zoom, under=under)
        still = np.all([(move.angle == 0) & (move.by == 0).all(axis=1) for move in moves], axis=0)
        if self.contour is not None:
            self.contour.close(sheet.keys)
        return [self.sprite.copy() if still[at] else _closed(sheet.keys[at]) for at in range(len(poses))]

    def _moves(self, piece: Piece, poses: Sequence[Joints]) -> _Moves:
        ends = [_ends(piece.part, {**self.rest, **pose}) for pose in poses]
        by = np.array([end.pivot for end in ends]) - np.array(_ends(piece.part, self.rest).pivot)
        angle = np.array([_swing(piece, end.angle) for end in ends])
        return _Moves(np.rint(by).astype(np.intp), angle)


def bind(rgba: Rgba, rest: Joints) -> Puppet:
    """Cut the sprite along its rest pose. BadPixels when the pose lacks the trunk's joints."""
    sprite = checked(rgba)
    layout = laid_out(sprite, rest)
    doublings = 3 if max(sprite.shape[:2]) <= 96 else 2 if max(sprite.shape[:2]) <= 192 else 1
    keys = np.where(sprite[..., 3] > 0, to_keys(sprite), 0).astype(np.uint32)
    masks = {part: layout.owners == index for index, part in enumerate(layout.order)}
    planes = {part: np.where(mask, keys, 0).astype(np.uint32) for part, mask in masks.items()}
    lent = _borrowed(planes, layout.order)
    pieces = []
    for part in layout.order:
        source = lent.get(part, part)
        plane = _darker(planes[source], sprite) if part in lent else planes[part]
        under = _under(source, keys, masks, rest)
        piece = _cut(part, plane, under, rest, source=source, doublings=doublings)
        if piece is not None:
            pieces.append(piece)
    return Puppet(sprite, dict(rest), tuple(pieces), 1 << doublings, contour_of(keys))


def pose_frame(rgba: Rgba, rest: Joints, target: Joints) -> Rgba:
    """The sprite moved from its rest pose to another one."""
    return bind(rgba, rest).posed(target)


def animate(rgba: Rgba, rest: Joints, poses: Sequence[Joints]) -> list[Rgba]:
    """The sprite in each of the poses; cut only once."""
    return bind(rgba, rest).animated(poses)


class _Moves(NamedTuple):
    """Per frame: whole pixels (x, y), (n, 2), and the turn in radians, (n,)."""

    by: Ints
    angle: npt.NDArray[np.float64]


class _End(NamedTuple):
    pivot: tuple[float, float]
    angle: float


def _ends(part: Part, joints: Joints) -> _End:
    """Where a part hangs and which way it points. Feet and hands hang at their far end, so that they do not slide."""
    if part == Part.HEAD:
        centre = head_centre(joints)
        return _End(centre, _direction(joints["NECK"], centre))
    if part == Part.TORSO:
        hip = middle_hip(joints)
        return _End(hip, _direction(hip, joints["NECK"]))
    bone = BONES[part]
    near, far = joints[bone.near], joints[bone.far]
    return _End(far if part in _LOWER else near, _direction(near, far))


def _direction(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Angle of a bone; a bone seen end on (shorter than a pixel) has none."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    return float(np.arctan2(dy, dx)) if np.hypot(dx, dy) >= 1.0 else float("nan")


def _swing(piece: Piece, angle: float) -> float:
    """How far a piece turns; small turns of head and trunk are left out, bigger ones go in steps."""
    turn = (angle - piece.angle + np.pi) % (2 * np.pi) - np.pi
    if np.isnan(turn):
        return 0.0
    if piece.part in (Part.HEAD, Part.TORSO):
        return 0.0 if abs(turn) < _TRUNK_REST_ANGLE else float(np.rint(turn / _TRUNK_STEP) * _TRUNK_STEP)
    return 0.0 if abs(turn) < _LIMB_REST_ANGLE else float(turn)


def _chains(pieces: tuple[Piece, ...]) -> list[list[int]]:
    """Neighbouring pieces of one limb go together: all their undersides first, then the parts."""
    chains: list[list[int]] = []
    for index, piece in enumerate(pieces):
        if piece.part in _LOWER and chains:
            chains[-1].append(index)
        else:
            chains.append([index])
    return chains


class _Sheet:
    """All frames in one array of packed colours."""

    def __init__(self, count: int, width: int, height: int) -> None:
        self.keys = np.zeros((count, height, width), np.uint32)

    def paste(self, frame: int, x: int, y: int, keys: Keys) -> None:
        """Lay a piece's pixels with its upper left corner at (x, y); what lies beyond the canvas is cut."""
        left, top = max(x, 0), max(y, 0)
        target = self.keys[frame, top : max(y + keys.shape[0], 0), left : max(x + keys.shape[1], 0)]
        seen = keys[top - y : top - y + target.shape[0], left - x : left - x + target.shape[1]]
        np.copyto(target, seen, where=seen != 0)


def _lay(sheet: _Sheet, piece: Piece, moves: _Moves, *, zoom: int, under: bool) -> None:
    plain = piece.under if under else piece.pixel
    if not plain.any():
        return
    for at in np.flatnonzero(moves.angle == 0):
        sheet.paste(int(at), piece.corner[0] + int(moves.by[at, 0]), piece.corner[1] + int(moves.by[at, 1]), plain)
    turning = np.flatnonzero(moves.angle != 0)
    if len(turning) == 0:
        return
    big = piece.big_under if under else piece.big_pixel
    batch = max(1, _SAMPLES_AT_ONCE // max(1, 8 * plain.size))
    for first in range(0, len(turning), batch):
        part = turning[first : first + batch]
        x0, y0, sampled = _turned(piece, big, moves.angle[part], zoom=zoom)
        for row, at in enumerate(part):
            sheet.paste(int(at), x0 + int(moves.by[at, 0]), y0 + int(moves.by[at, 1]), sampled[row])


def _turned(piece: Piece, big: Keys, angles: npt.NDArray[np.float64], *, zoom: int) -> tuple[int, int, Keys]:
    """The piece turned around its pivot: corner (x, y) of the box and the samples (n, side, side), by planes."""
    px, py = piece.pivot[0] - piece.corner[0], piece.pivot[1] - piece.corner[1]
    height, width = piece.pixel.shape
    reach = int(np.ceil(max(np.hypot(x - px, y - py) for x in (0, width) for y in (0, height)))) + 1
    x0, y0 = int(np.floor(piece.pivot[0])) - reach, int(np.floor(piece.pivot[1])) - reach
    offsets = np.arange(2 * reach + 1, dtype=np.float32) + np.float32(0.5)
    dx = (offsets + np.float32(x0 - piece.pivot[0]))[None, None, :]
    dy = (offsets + np.float32(y0 - piece.pivot[1]))[None, :, None]
    cosine = np.cos(angles).astype(np.float32)[:, None, None]
    sine = np.sin(angles).astype(np.float32)[:, None, None]
    column = np.floor((cosine * dx + sine * dy + np.float32(px)) * zoom).astype(np.int32)
    row = np.floor((cosine * dy - sine * dx + np.float32(py)) * zoom).astype(np.int32)
    within = (column >= 0) & (column < width * zoom) & (row >= 0) & (row < height * zoom)
    flat = np.where(within, row * (width * zoom) + column, 0)
    return x0, y0, np.where(within, big.ravel()[flat], 0).astype(np.uint32)


def _cut(part: Part, plane: Keys, under: Keys, rest: Joints, *, source: Part, doublings: int) -> Piece | None:
    rows, columns = np.nonzero(plane | under)
    if len(rows) == 0:
        return None
    box = (slice(int(rows.min()), int(rows.max()) + 1), slice(int(columns.min()), int(columns.max()) + 1))
    pixel, below = plane[box].copy(), under[box].copy()
    return Piece(
        part=part,
        pixel=pixel,
        under=below,
        big_pixel=scaled_up(pixel, doublings=doublings),
        big_under=scaled_up(below, doublings=doublings),
        corner=(int(columns.min()), int(rows.min())),
        pivot=_ends(source, rest).pivot,
        angle=_ends(part, rest).angle,
    )


def _under(part: Part, keys: Keys, masks: dict[Part, Flags], rest: Joints) -> Keys:
    """What a part keeps beneath itself: pixels of its neighbours around the joints it shares with them, and, for
    trunk and head, what limbs in front of them hide."""
    mask = masks[part]
    hidden = np.zeros(keys.shape, np.uint32)
    if part in (Part.TORSO, Part.HEAD):
        return _behind(keys, mask, masks)
    bone = BONES[part]
    for label in bone:
        others = [other for other, ends in BONES.items() if other != part and label in ends and other in masks]
        if not others:
            continue
        around = np.logical_or.reduce([masks[other] for other in others])
        near = around & _disc(rest[label], _thickness(mask, rest[label]), keys.shape)
        hidden[near] = keys[near]
    return hidden


def _thickness(mask: Flags, joint: tuple[float, float]) -> float:
    """About half the width of a limb at its joint, from its area within four pixels."""
    area = int((mask & _disc(joint, 4.0, mask.shape)).sum())
    return float(np.clip(area / 8.0, 1.5, 4.5))


def _disc(centre: tuple[float, float], radius: float, shape: tuple[int, ...]) -> Flags:
    y, x = np.mgrid[: shape[0], : shape[1]] + 0.5
    disc: Flags = (x - centre[0]) ** 2 + (y - centre[1]) ** 2 <= radius**2
    return disc


def _behind(keys: Keys, mask: Flags, masks: dict[Part, Flags]) -> Keys:
    """Rows of the trunk closed behind what lies in front of it, with the row's own nearest inner colours."""
    inner = shrunk(mask)
    front = np.zeros(mask.shape, np.bool_)
    for other in BONES.keys() & masks.keys():
        front |= masks[other]
    hidden = np.zeros(keys.shape, np.uint32)
    for row in np.flatnonzero(mask.any(axis=1)):
        own = np.flatnonzero(mask[row])
        gaps = np.flatnonzero(front[row, : own[-1]])
        gaps = gaps[gaps > own[0]]
        donors = np.flatnonzero(inner[row]) if inner[row].any() else own
        if len(gaps):
            closest = np.abs(donors[None, :] - gaps[:, None]).argmin(axis=1)
            hidden[row, gaps] = keys[row, donors[closest]]
    return hidden


def _borrowed(planes: dict[Part, Keys], order: tuple[Part, ...]) -> dict[Part, Part]:
    """Limbs hidden behind their twin borrow the twin's pixels: the far leg of a body seen from the side."""
    lent: dict[Part, Part] = {}
    for far in order:
        near = twin_of(far)
        if near not in planes or order.index(near) <= order.index(far):
            continue
        if np.count_nonzero(planes[far]) < _BORROW_BELOW * np.count_nonzero(planes[near]):
            lent[far] = near
    return lent


def _darker(plane: Keys, sprite: Rgba) -> Keys:
    """The plane in the sprite's own colours, each but the line colours a little darker where there is one."""
    own = np.unique(to_keys(sprite)[sprite[..., 3] > 0])
    if len(own) == 0:
        return plane
    lab = to_oklab(from_keys(own))
    wanted = lab - np.array([_FAR_SHADE, 0, 0], np.float32) * (lab[:, :1] > _LINES_BELOW)
    darker = own[nearest(wanted, lab)]
    return np.where(plane != 0, darker[np.searchsorted(own, plane).clip(0, len(own) - 1)], 0).astype(np.uint32)


def _closed(keys: Keys) -> Rgba:
    """The frame with pinholes of one pixel closed by the colour most of their neighbours share."""
    hole = keys == 0
    for step in FOUR:
        hole &= shifted(keys, *step) != 0
    closed = keys.copy()
    for y, x in zip(*np.nonzero(hole), strict=True):
        around = [keys[y + dy, x + dx] for dy, dx in EIGHT if keys[y + dy, x + dx] != 0]
        values, counts = np.unique(around, return_counts=True)
        closed[y, x] = values[counts.argmax()]
    return from_keys(closed).copy()
