"""What the studio keeps in an .aseprite file beyond the format: poses, masks and exact durations.

They lie in the sprite's user data, in a property map under the id of the external file entry `sprite-studio/studio`:

    version   1
    frames    one map a frame, in order: crc, and where there are any: duration ("100/3"), pose, mask
    unmatched such maps whose frame was not in the file any more; nothing is thrown away

`crc` is the checksum of the composed frame. Another program may add, drop, move and repaint frames without knowing
of this map; at opening each entry finds its frame again by it.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from studio.codec.aseprite.cels import inflate
from studio.codec.aseprite.properties import Value
from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.core.words import _, ngettext
from studio.doc.compose import flatten
from studio.doc.model import MAX_SIDE, Frame, Sprite
from studio.doc.pixels import MaskPixels, Pixels, frozen, size_of
from studio.doc.skeleton import Keypoint, Pose

EXTENSION = "sprite-studio/studio"
VERSION = 1
LONGEST_MS = 65535

_LONGEST_STRING = 60_000
"""Bytes; the format's strings end at 65,535."""


class Restored(NamedTuple):
    """A sprite with its studio data, the entries that found no frame, and what to say about it."""

    sprite: Sprite
    unmatched: tuple[Mapping[str, Value], ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    duration: Fraction | None
    pose: Pose | None
    mask: MaskPixels | None


def stored_ms(duration: Fraction) -> int:
    """The whole milliseconds that stand in the file for an exact duration. UserError for more than 65.535 seconds."""
    rounded = max(1, int(duration + Fraction(1, 2)))
    if rounded > LONGEST_MS:
        raise UserError(
            _(
                "A frame that shows for {seconds} seconds cannot be saved: an .aseprite file holds at most 65.535 "
                "seconds a frame. Shorten it or add a second frame."
            ).format(seconds=round(float(duration) / 1000, 3))
        )
    return rounded


def studio_map(sprite: Sprite, unmatched: Sequence[Mapping[str, Value]]) -> dict[str, Value]:
    """The property map of this sprite; empty when the format itself holds everything."""
    if not unmatched and not any(_needs_entry(frame) for frame in sprite.frames):
        return {}
    frames: list[Value] = [_encode(frame, frame_crc(flatten(sprite, frame.id))) for frame in sprite.frames]
    values: dict[str, Value] = {"version": VERSION, "frames": frames}
    if unmatched:
        values["unmatched"] = list(unmatched)
    return values


def restore(sprite: Sprite, values: Mapping[str, Any]) -> Restored:
    """The sprite with the poses, masks and durations of its map put on the frames they belong to."""
    version = values.get("version")
    if not isinstance(version, int) or version > VERSION:
        reason = _("This sprite was saved by a newer version of the studio. Open it there to change it.")
        return Restored(replace(sprite, read_only=sprite.read_only or reason))
    entries = [entry for entry in _listed(values, "frames") if isinstance(entry, Mapping)]
    homeless = [entry for entry in _listed(values, "unmatched") if isinstance(entry, Mapping)]
    checksums = [frame_crc(flatten(sprite, frame.id)) for frame in sprite.frames]
    match = _match([entry.get("crc") for entry in entries], checksums)
    found = {index: entries[entry] for index, entry in match.items()}
    lost = [entry for index, entry in enumerate(entries) if index not in match.values() and len(entry) > 1]
    for entry in homeless:
        home = next((i for i, crc in enumerate(checksums) if i not in found and crc == entry.get("crc")), None)
        if home is None:
            lost.append(entry)
        else:
            found[home] = entry
    return _placed(sprite, found, lost, exact=checksums == [entry.get("crc") for entry in entries])


def frame_crc(pixels: Pixels) -> int:
    """CRC-32 of width and height (32 bits each, little endian) and the rows of a composed frame. Colour under alpha 0,
    which programs rewrite at will, counts as zero."""
    packed = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
    visible = np.where(pixels[..., 3] == 0, np.uint32(0), packed)
    return zlib.crc32(visible.tobytes(), zlib.crc32(struct.pack("<II", *size_of(pixels))))


def _placed(
    sprite: Sprite, found: Mapping[int, Mapping[str, Any]], lost: list[Mapping[str, Value]], *, exact: bool
) -> Restored:
    frames = list(sprite.frames)
    notices = []
    for index, values in found.items():
        try:
            entry = _decode(values, sprite.size)
        except (ValueError, TypeError, KeyError, ArithmeticError, zlib.error):
            lost.append(values)
            continue
        frames[index] = _with_entry(frames[index], entry)
    if not exact:
        notices.append(
            _(
                "This sprite was changed in another program. Poses, masks and exact durations went back to the frames "
                "they fit best: look them over."
            )
        )
    if lost:
        notices.append(
            ngettext(
                "The pose or mask of {count} frame fits no frame of this sprite any more. It stays in the file.",
                "The poses or masks of {count} frames fit no frame of this sprite any more. They stay in the file.",
                len(lost),
            ).format(count=len(lost))
        )
    return Restored(replace(sprite, frames=tuple(frames)), tuple(lost), tuple(notices))


def _listed(values: Mapping[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return value if isinstance(value, list) else []


def _match(entries: Sequence[object], frames: Sequence[int]) -> dict[int, int]:
    """Frame index -> entry index: runs of equal checksums first, then moved frames, then copies of either, then
    repainted ones by their place."""
    match: dict[int, int] = {}
    for block in SequenceMatcher(None, frames, entries, autojunk=False).get_matching_blocks():
        match.update({block.a + step: block.b + step for step in range(block.size)})
    free = [index for index in range(len(entries)) if index not in match.values()]
    for frame, checksum in enumerate(frames):
        moved = next((entry for entry in free if frame not in match and entries[entry] == checksum), None)
        if moved is not None:
            match[frame] = moved
            free.remove(moved)
        elif frame not in match and checksum in entries:
            match[frame] = entries.index(checksum)
    for frame in range(len(frames)):
        after = match.get(frame - 1, -1) + 1
        if frame not in match and after in free:
            match[frame] = after
            free.remove(after)
    return match


def _needs_entry(frame: Frame) -> bool:
    return frame.pose is not None or frame.mask is not None or frame.duration != stored_ms(frame.duration)


def _with_entry(frame: Frame, entry: _Entry) -> Frame:
    """An exact duration counts only while it rounds to the stored one: another program may have changed that."""
    exact = entry.duration is not None and stored_ms(entry.duration) == frame.duration
    duration = entry.duration if exact and entry.duration is not None else frame.duration
    return replace(frame, duration=duration, pose=entry.pose, mask=entry.mask)


def _encode(frame: Frame, crc: int) -> dict[str, Value]:
    values: dict[str, Value] = {"crc": crc}
    if frame.duration != stored_ms(frame.duration):
        values["duration"] = str(frame.duration)
    if frame.pose is not None:
        values["pose"] = _encode_pose(frame.pose)
    if frame.mask is not None:
        values["mask"] = _encode_mask(frame.mask)
    return values


def _decode(values: Mapping[str, Any], size: Size) -> _Entry:
    duration = Fraction(values["duration"]) if "duration" in values else None
    if duration is not None and not 0 < duration <= LONGEST_MS:
        raise ValueError(f"duration {duration}")
    pose = _decode_pose(values["pose"]) if "pose" in values else None
    mask = _fitted(_decode_mask(values["mask"]), size) if "mask" in values else None
    return _Entry(duration, pose, mask)


def _encode_pose(pose: Pose) -> dict[str, Value]:
    points: dict[str, Value] = {}
    for label, point in pose.points.items():
        values: dict[str, Value] = {"x": float(point.x), "y": float(point.y), "z": float(point.z)}
        if not point.visible:
            values["visible"] = False
        if point.confidence != 1.0:
            values["confidence"] = float(point.confidence)
        points[label] = values
    return {"key": pose.key, "points": points}


def _decode_pose(values: Mapping[str, Any]) -> Pose:
    return Pose.of(
        {
            label: Keypoint(
                float(point["x"]),
                float(point["y"]),
                float(point["z"]),
                bool(point.get("visible", True)),
                float(point.get("confidence", 1.0)),
            )
            for label, point in values["points"].items()
        },
        key=bool(values["key"]),
    )


def _encode_mask(mask: MaskPixels) -> dict[str, Value]:
    """One bit a cell, or one byte where the mask is soft."""
    soft = bool(((mask != 0) & (mask != 255)).any())
    packed = mask.tobytes() if soft else np.packbits(mask != 0).tobytes()
    text = base64.b64encode(zlib.compress(packed)).decode("ascii")
    parts = [text[at : at + _LONGEST_STRING] for at in range(0, len(text), _LONGEST_STRING)]
    values: dict[str, Value] = {"width": mask.shape[1], "height": mask.shape[0], "data": parts}
    if soft:
        values["soft"] = True
    return values


def _decode_mask(values: Mapping[str, Any]) -> MaskPixels:
    width, height = int(values["width"]), int(values["height"])
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
        raise ValueError(f"mask of {width} x {height}")
    stored = base64.b64decode("".join(values["data"]), validate=True)
    area = width * height
    if values.get("soft"):
        return frozen(np.frombuffer(inflate(stored, area), np.uint8).reshape(height, width))
    bits = np.frombuffer(inflate(stored, (area + 7) // 8), np.uint8)
    return frozen(np.unpackbits(bits, count=area).reshape(height, width) * np.uint8(255))


def _fitted(mask: MaskPixels, size: Size) -> MaskPixels:
    """The mask on a canvas that another program has resized, from the top left corner."""
    if size_of(mask) == size:
        return mask
    result = np.zeros((size.height, size.width), np.uint8)
    common = Box.of_size(size).intersected(Box.of_size(size_of(mask)))
    result[common.slices] = mask[common.slices]
    return frozen(result)
