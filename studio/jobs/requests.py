"""A request as the ledger keeps it: JSON, with pictures as files in the result store.

Only values that the declaration language knows are written; anything else is a fault in the program and raises
TypeError before the job is queued. Pictures are kept byte for byte, colours under alpha 0 included.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.core.errors import BadFile
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.jobs.results import ResultStore
from studio.spec.field import Field, Keyframe, Kind, Picture, Variant
from studio.spec.operation import Operation

FORMAT = 1
_TYPE = "$"
"""The key that tells a typed value from a mapping of the person; no field name starts with it."""
_LARGEST_SEED = 2**31 - 1

_draw = random.SystemRandom()


def with_seeds(operation: Operation) -> Operation:
    """The request with every open seed drawn in its field's range, so that a lost answer can be found again."""
    drawn = {
        declared.name: _seed_for(declared)
        for declared in operation.spec.fields
        if declared.kind is Kind.SEED
        and not declared.constant
        and (operation.values[declared.name] is None or operation.values[declared.name] in declared.random)
    }
    return operation.changed(**drawn) if drawn else operation


def seed_of(operation: Operation) -> int | None:
    """The seed that is sent; None for an operation without one."""
    for declared in operation.spec.fields:
        value = operation.values[declared.name]
        if declared.kind is Kind.SEED and isinstance(value, int):
            return value
    return None


def encode(operation: Operation, results: ResultStore) -> str:
    """The request as JSON; its pictures are in `results` when this returns."""
    values = {name: _encode(value, results) for name, value in operation.values.items()}
    return json.dumps(
        {"format": FORMAT, "operation": operation.spec.id, "values": values}, ensure_ascii=False, sort_keys=True
    )


def decode(text: str, kind: type[Operation], results: ResultStore) -> Operation:
    """The request again. BadFile when a picture is damaged or the declaration has changed since."""
    try:
        values = {name: _decode(value, results) for name, value in json.loads(text)["values"].items()}
        return kind.from_values(values)
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise BadFile(
            _("The stored request of “{title}” can no longer be read. Ask for it anew.").format(title=kind.spec.title)
        ) from error


def _seed_for(declared: Field) -> int:
    lowest = max(1, int(declared.minimum if declared.minimum is not None else 1))
    highest = int(declared.maximum if declared.maximum is not None else _LARGEST_SEED)
    return _draw.randint(lowest, max(lowest, highest))


def _encode(value: object, results: ResultStore) -> object:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case np.ndarray():
            return _encode_array(value, results)
        case Size():
            return {_TYPE: "size", "value": list(value)}
        case Picture():
            return {_TYPE: "picture", "pixels": _encode(value.pixels, results), "note": value.note}
        case Keyframe():
            pixels = _encode(value.pixels, results)
            return {_TYPE: "keyframe", "index": value.index, "pixels": pixels, "strength": value.strength}
        case Pose():
            points = {label: list(point) for label, point in value.points.items()}
            return {_TYPE: "pose", "points": points, "order": list(points), "key": value.key}
        case Palette():
            colours = [colour.hex for colour in value.colours]
            return {_TYPE: "palette", "colours": colours, "names": list(value.names), "title": value.title}
        case Variant():
            return {_TYPE: "variant", "form": value.form, "values": _encode(value.values, results)}
        case date():
            return {_TYPE: "date", "value": value.isoformat()}
        case Mapping():
            return {_TYPE: "map", "items": {str(k): _encode(v, results) for k, v in value.items()}}
        case tuple() | list():
            return [_encode(item, results) for item in value]
    raise TypeError(f"a request cannot hold {type(value).__name__}")


def _decode(value: Any, results: ResultStore) -> Any:  # noqa: ANN401 - parsed JSON in, a value of any kind out
    if isinstance(value, list):
        return tuple(_decode(item, results) for item in value)
    if not isinstance(value, dict):
        return value
    decoders: dict[str, Callable[[], object]] = {
        "array": lambda: _decode_array(value, results),
        "size": lambda: Size(*value["value"]),
        "picture": lambda: Picture(_decode(value["pixels"], results), value["note"]),
        "keyframe": lambda: Keyframe(value["index"], _decode(value["pixels"], results), value["strength"]),
        "pose": lambda: Pose.of(
            [(label, Keypoint(*value["points"][label])) for label in value["order"]], key=value["key"]
        ),
        "palette": lambda: Palette(
            tuple(Colour.parse(text) for text in value["colours"]), tuple(value["names"]), value["title"]
        ),
        "variant": lambda: Variant(value["form"], _decode(value["values"], results)),
        "date": lambda: date.fromisoformat(value["value"]),
        "map": lambda: {name: _decode(item, results) for name, item in value["items"].items()},
    }
    return decoders[value[_TYPE]]()


def _encode_array(array: npt.NDArray[Any], results: ResultStore) -> Mapping[str, Any]:
    if array.dtype != np.uint8 or array.ndim not in (2, 3):
        raise TypeError(f"a request cannot hold an array of {array.dtype} with shape {array.shape}")
    return {_TYPE: "array", "shape": list(array.shape), "file": results.keep(zlib.compress(array.tobytes(), 6))}


def _decode_array(value: Mapping[str, Any], results: ResultStore) -> npt.NDArray[np.uint8]:
    raw = zlib.decompress(results.read(value["file"]))
    return frozen(np.frombuffer(raw, np.uint8).reshape(value["shape"]))
