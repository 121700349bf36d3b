"""Keypoint files: JSON with the joints of one or more frames.

The studio writes `{"schema": 1, "unit": "pixel", "size": {"width": 64, "height": 64}, "frames": [{"keypoints":
[{"label", "x", "y", "z"}]}]}`. It also reads fractions of a size, and the bare lists services use: one list of points,
a list of such lists, `{"keypoints": [...]}`, with `z_index` for `z`. Where no unit is named, one coordinate above 1.5
makes all of them pixels.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from studio.codec.guard import decoding
from studio.core.errors import BadFile, UserError
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.skeleton import Keypoint, Pose

SCHEMA = 1
LARGEST_FRACTION = 1.5
"""A coordinate above this cannot be a fraction of the picture."""

Json: TypeAlias = Any
"""A value out of a JSON document, of any shape until looked at."""

_PIXEL, _FRACTION = "pixel", "fraction"


def read_keypoints(data: bytes, size: Size | None = None, *, name: str = "") -> list[Pose]:
    """One pose a frame, in sprite pixels. `size` is the canvas the poses are for: fractions become its pixels, and
    pixels of another size are scaled to it; without it the size in the file counts.

    BadFile when the bytes hold no keypoints; UserError when there are fractions and nobody says of what size.
    """
    name = name or _("The keypoint file")
    with decoding(name):
        document = _parse(data, name)
        frames = list(_frames(document))
        points = [_points(frame) for frame in frames]
        if not any(points):
            raise _no_keypoints(name)
        scale = _scale(document, points, size, name)
        return [_pose(values, frame, scale) for values, frame in zip(points, frames, strict=True)]


def write_keypoints(poses: Sequence[Pose], size: Size) -> bytes:
    """The poses of a canvas of `size`, in pixels."""
    document = {
        "schema": SCHEMA,
        "unit": _PIXEL,
        "size": {"width": size.width, "height": size.height},
        "frames": [_frame_object(pose) for pose in poses],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _parse(data: bytes, name: str) -> Json:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise BadFile(_("{name} is not a keypoint file: it is no JSON.").format(name=name)) from error


def _frames(document: Json) -> Iterator[Json]:
    """The parts of the document that each hold the points of one frame."""
    found = document
    if isinstance(document, Mapping):
        names = ("frames", "keypoints", "skeleton_keypoints", "pose")
        found = next((document[name] for name in names if name in document), [])
    if isinstance(found, list) and found and not _is_point(found[0]):
        yield from found
    else:
        yield found


def _points(frame: Json) -> list[Mapping[str, Json]]:
    listed = frame.get("keypoints", []) if isinstance(frame, Mapping) else frame
    if not isinstance(listed, list):
        return []
    points = [point for point in listed if _is_point(point)]
    if len(points) != len(listed):
        raise ValueError("a point without label, x and y")
    return points


def _is_point(value: Json) -> bool:
    return isinstance(value, Mapping) and {"label", "x", "y"} <= value.keys()


def _scale(
    document: Json, points: Sequence[Sequence[Mapping[str, Json]]], size: Size | None, name: str
) -> tuple[float, float]:
    """What x and y are multiplied by to become pixels of the canvas."""
    stated = document if isinstance(document, Mapping) else {}
    own = _stated_size(stated)
    unit = stated.get("unit")
    if unit not in (_PIXEL, _FRACTION):
        largest = max((float(point[axis]) for frame in points for point in frame for axis in "xy"), default=0.0)
        unit = _PIXEL if largest > LARGEST_FRACTION else _FRACTION
    target = size or own
    if unit == _FRACTION:
        if target is None:
            raise UserError(
                _(
                    '{name} gives fractions of a picture but not its size. Add "size": {{"width": ..., "height": '
                    "...}} to it, or give the points in pixels."
                ).format(name=name)
            )
        return float(target.width), float(target.height)
    if own is None or target is None:
        return 1.0, 1.0
    return target.width / own.width, target.height / own.height


def _stated_size(document: Mapping[str, Json]) -> Size | None:
    stated = document.get("size")
    if isinstance(stated, Mapping):
        stated = [stated.get("width"), stated.get("height")]
    if isinstance(stated, list) and len(stated) == 2 and all(isinstance(side, int) and side > 0 for side in stated):
        return Size(stated[0], stated[1])
    return None


def _pose(points: Sequence[Mapping[str, Json]], frame: Json, scale: tuple[float, float]) -> Pose:
    key = bool(frame.get("key", True)) if isinstance(frame, Mapping) else True
    return Pose.of({str(point["label"]): _keypoint(point, scale) for point in points}, key=key)


def _keypoint(point: Mapping[str, Json], scale: tuple[float, float]) -> Keypoint:
    depth = point.get("z", point.get("z_index", 0.0))
    x, y, z = (float(value) for value in (point["x"], point["y"], depth or 0.0))
    if not all(math.isfinite(value) for value in (x, y, z)):
        raise ValueError("a coordinate is not a number")
    return Keypoint(
        x * scale[0], y * scale[1], z, bool(point.get("visible", True)), float(point.get("confidence", 1.0))
    )


def _frame_object(pose: Pose) -> dict[str, Json]:
    frame: dict[str, Json] = {"keypoints": [_point_object(label, point) for label, point in pose.points.items()]}
    return frame if pose.key else {"key": False, **frame}


def _point_object(label: str, point: Keypoint) -> dict[str, Json]:
    values: dict[str, Json] = {"label": label, "x": point.x, "y": point.y, "z": point.z}
    if not point.visible:
        values["visible"] = False
    if point.confidence != 1.0:
        values["confidence"] = point.confidence
    return values


def _no_keypoints(name: str) -> BadFile:
    return BadFile(
        _('{name} holds no keypoints. A frame is a list of points with "label", "x" and "y".').format(name=name)
    )
