"""What PixelLab forbids between fields, told as FastAPI's 422: rules of its contract, and what skeletons need."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from studio.codec.images import read_image
from studio.doc.skeleton import LABELS

Json = Mapping[str, Any]
_FRAMES = 3
"""Frames of one call along a skeleton."""


def broken_rules(endpoint: Json, body: Json) -> list[dict[str, Any]]:
    """What is wrong between the fields of a request that is sound in itself."""
    found: list[str] = []
    for rule in endpoint["rules"]:
        always = "when" not in rule or rule["rule"] == "forbidden_unless"
        if rule.get("enforce", True) and (always or _holds(rule["when"], body)):
            found += _broken(rule, body)
    found += _skeleton_faults(endpoint["operation"], body)
    return [{"loc": ["body", line.partition(":")[0]], "msg": line, "type": "value_error"} for line in found]


def size_of_picture(picture: Json) -> tuple[int, int]:
    """Width and height of the file in a picture object."""
    inner = picture.get("image", picture)
    height, width = read_image(base64.b64decode(inner["base64"], validate=True)).frames[0].shape[:2]
    return width, height


def _broken(rule: Json, body: Json) -> Iterator[str]:
    check = _CHECKS.get(rule["rule"])
    if check is not None and check(rule, body):
        yield f"{rule.get('image') or rule.get('field') or rule['size']}: {rule['text']}"


def _another_size(rule: Json, body: Json) -> bool:
    wanted = _at(body, rule["size"])
    sides = (wanted["width"], wanted["height"]) if wanted else None
    return any(sides is not None and size_of_picture(picture) != sides for picture in _each(body, rule["image"]))


def _lacks_others(rule: Json, body: Json) -> bool:
    return _at(body, rule["field"]) is not None and any(_at(body, name) is None for name in rule["needs"])


def _sides(rule: Json, body: Json) -> tuple[int, int]:
    size = _at(body, rule["size"])
    return (size["width"], size["height"]) if size else (0, 0)


def _outside(rule: Json, body: Json) -> bool:
    value = _at(body, rule["field"])
    return value is not None and not rule["minimum"] <= value <= rule["maximum"]


def _not_listed(rule: Json, body: Json) -> bool:
    return any(_sides(rule, body)) and not set(_sides(rule, body)) <= set(rule.get("squares") or rule["values"])


_CHECKS: Mapping[str, Callable[[Json, Json], bool]] = {
    "image_matches_size": _another_size,
    "requires": _lacks_others,
    "required_if": lambda rule, body: _at(body, rule["field"]) is None,
    "forbidden_unless": lambda rule, body: _at(body, rule["field"]) is not None and not _holds(rule["when"], body),
    "total_area": lambda rule, body: math.prod(_sides(rule, body)) > rule["maximum"],
    "square": lambda rule, body: len(set(_sides(rule, body))) > 1,
    "size_in": _not_listed,
    "each_side_in": _not_listed,
    "range": _outside,
}
"""Whether a rule is broken, by its name; other rules are facts."""


def _holds(when: Json, body: Json) -> bool:
    value = _at(body, when["field"])
    if "present" in when:
        return (value is not None) is when["present"]
    value = when.get("default") if value is None else value
    if "greater_than" in when:
        return value is not None and value > when["greater_than"]
    return bool(value == when["equals"])


def _skeleton_faults(operation: str, body: Json) -> Iterator[str]:
    points = body.get("skeleton_keypoints")
    if points is None:
        return
    frames = [points] if operation.endswith("bitforge") else points
    if not all(isinstance(frame, list) for frame in frames):
        yield "skeleton_keypoints: a list of points a frame is wanted"
        return
    if not operation.endswith("bitforge") and len(frames) != _FRAMES:
        yield "skeleton_keypoints: exactly 3 frames are wanted"
    for point in (point for frame in frames for point in frame):
        if not (0 <= point["x"] <= 1 and 0 <= point["y"] <= 1):
            yield "skeleton_keypoints: coordinates are fractions of the frame"
        if not isinstance(point.get("z_index", 0), int):
            yield "skeleton_keypoints: z_index is a whole number"
        if point["label"] not in LABELS:
            yield f"skeleton_keypoints: {point['label']} is no joint"


def _each(body: Json, path: str) -> list[Any]:
    found = _at(body, path.removesuffix("[]"))
    several = found if isinstance(found, list) else [found]
    return [one for one in several if one is not None]


def _at(body: Any, path: str) -> Any:
    for step in path.split("."):
        body = body.get(step) if isinstance(body, Mapping) else None
    return body
