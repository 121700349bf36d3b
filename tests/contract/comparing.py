"""Holds a declaration against the documented endpoint it stands for, key by key of what travels.

A declared field is unfolded into the JSON keys that its wire form makes; each documented field has to be one of them,
with its type, limits, choices, default and necessity. Nothing beyond the documented keys may travel.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from studio.core.geometry import Size
from studio.spec.field import Absent, Field, Kind, Limits, Place, Unset, WireForm
from studio.spec.measures import SizeIn
from studio.spec.operation import OperationSpec
from studio.spec.rules import Count, Exclusive

Json = Mapping[str, Any]

DOCUMENTED = Path(__file__).with_name("documented")
_PICTURE_PARTS = ("type", "base64", "format")
_PICTURES = frozenset({WireForm.IMAGE_OBJECT, WireForm.PALETTE_IMAGE})
_TEXTS = frozenset({WireForm.IMAGE_BASE64, WireForm.IMAGE_DATA_URL, WireForm.FRAMES_WEBP, WireForm.SIZE_TEXT})
_LISTS = frozenset({Kind.IMAGES, Kind.MASKS, Kind.KEYFRAMES, Kind.CHOICES, Kind.WORDS})
_POINT_LISTS = frozenset({WireForm.KEYPOINTS_FLAT, WireForm.KEYPOINTS_FRAMES, WireForm.PALETTE_HEX})
_PLAIN_TYPES = {
    Kind.TEXT: "string",
    Kind.CHOICE: "string",
    Kind.DATE: "string",
    Kind.RESOURCE: "string",
    Kind.INTEGER: "integer",
    Kind.SEED: "integer",
    Kind.NUMBER: "number",
    Kind.FLAG: "boolean",
    Kind.VARIANT: "object",
}


@cache
def contracts() -> Mapping[str, Json]:
    """Every documented provider by its id."""
    documents = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(DOCUMENTED.glob("*.json")))
    return {document["provider"]: document for document in documents}


@dataclass(frozen=True)
class Key:
    """One JSON key (or path or query parameter) that a declared field makes. `whole`: it holds the field's own value,
    so that limits, choices and default are those of the field."""

    path: str
    type: str
    declared: Field
    whole: bool = True
    limits: Limits = field(default=Limits())
    place: Place = Place.BODY


def differences(contract: Json, endpoint: Json, spec: OperationSpec, own: Mapping[tuple[str, str], str]) -> list[str]:
    """What the declaration says otherwise than the document, in words; `own` names the fields (operation, wire key)
    that differ for a reason."""
    found = [] if spec.method == endpoint["method"] else [f"method {spec.method}, not {endpoint['method']}"]
    if _shape(spec.path) != _shape(endpoint["path"]):
        found.append(f"path {spec.path}, not {endpoint['path']}")
    keys = list(unfolded(spec))
    documented = _documented(contract, endpoint)
    for one in documented.values():
        if (spec.id, one["name"]) not in own:
            found += [f"{one['name']}: {words}" for words in _field_differences(one, keys, spec)]
    known = documented.keys() | _named_parts(contract, documented)
    extra = sorted({key.path for key in keys} - known)
    return found + [f"{path}: not documented" for path in extra if (spec.id, path) not in own]


def unfolded(spec: OperationSpec) -> Iterator[Key]:
    """Every key that travels, objects on the way to it included."""
    for declared in spec.fields:
        yield from _keys(declared, declared.wire)


def _documented(contract: Json, endpoint: Json) -> dict[str, Json]:
    fields = [*endpoint["params"], *((endpoint["request"] or {}).get("fields", []))]
    return {one["name"]: one for one in fields}


def _named_parts(contract: Json, documented: Mapping[str, Json]) -> set[str]:
    """Keys of named shapes, and of shapes inside them, that the endpoint does not repeat."""
    parts: set[str] = set()
    left = list(documented.values())
    while left:
        one = left.pop()
        shape = contract["objects"].get(one.get("object", ""))
        for part in shape["fields"] if shape else ():
            named = {f"{one['name']}.{part['name']}", f"{one['name']}[].{part['name']}"}
            left += [part | {"name": name} for name in named]
            parts |= named
    return parts


def _keys(declared: Field, path: str) -> Iterator[Key]:
    steps = path.split(".")
    for count in range(1, len(steps)):
        yield Key(".".join(steps[:count]), "object", declared, whole=False)
    if declared.form is WireForm.SIZE_KEYS:
        stem = ".".join(steps[:-1])
        for name in steps[-1].split(","):
            yield Key(f"{stem}.{name}" if stem else name, "integer", declared, limits=declared.limits)
        return
    kind = _type(declared)
    yield Key(path, kind, declared, limits=_own_limits(declared), place=declared.place)
    yield from _parts(declared, path, kind)


def _parts(declared: Field, path: str, kind: str) -> Iterator[Key]:
    inner = f"{path}[]" if kind == "array" else path
    if declared.kind is Kind.SIZE and declared.form is WireForm.SIZE_OBJECT:
        for side in ("width", "height"):
            yield Key(f"{path}.{side}", "integer", declared, limits=declared.limits)
    elif declared.kind is Kind.KEYFRAMES:
        yield Key(f"{inner}.index", "integer", declared, whole=False, limits=Limits(0, None))
        yield Key(f"{inner}.image", "string", declared, whole=False)
        yield Key(f"{inner}.strength", "number", declared, whole=False, limits=Limits(0, 1))
    elif declared.kind is Kind.VARIANT:
        if declared.selector:
            yield Key(f"{path}.{declared.selector}", "string", declared, whole=False)
        for form in declared.forms:
            for part in form.fields:
                yield from _keys(part, f"{path}.{part.wire}")
    elif declared.form in _PICTURES and kind == "object":
        for name in _PICTURE_PARTS:
            yield Key(f"{path}.{name}", "string", declared, whole=False)


def _type(declared: Field) -> str:
    if declared.form is not WireForm.FRAMES_WEBP and (declared.kind in _LISTS or declared.form in _POINT_LISTS):
        return "array"
    if declared.form in _TEXTS:
        return "string"
    if declared.form in (WireForm.SIZE_SIDE, WireForm.NUMBER_WORD):
        return "number" if declared.form is WireForm.NUMBER_WORD else "integer"
    if declared.form is WireForm.PLAIN:
        return _PLAIN_TYPES[declared.kind]
    return "object"


def _own_limits(declared: Field) -> Limits:
    """Limits of the value as it travels: those of a picture are about its sides, which are no key."""
    return Limits() if declared.kind in (Kind.IMAGE, Kind.MASK) else declared.limits


def _field_differences(documented: Json, keys: list[Key], spec: OperationSpec) -> list[str]:
    found = [key for key in keys if key.path == documented["name"]]
    if not found:
        return [] if documented.get("ignored_by_service") else ["missing"]
    verdicts = [list(_key_differences(documented, key, spec)) for key in found]
    return min(verdicts, key=len)


def _key_differences(documented: Json, key: Key, spec: OperationSpec) -> Iterator[str]:
    yield from _type_differences(documented, key)
    yield from _limit_differences(documented, key, spec)
    if key.whole:
        yield from _choice_differences(documented, key, spec)
        yield from _default_differences(documented, key)
        if key.declared.absent is Absent.NULL and not documented["nullable"]:
            yield "null is sent where nothing is given, which is not allowed"
        if documented.get("deprecated") and not key.declared.deprecated:
            yield "is no longer recommended, which is not said"
    if documented["required"] and not _always_there(key.declared, spec):
        yield "may be left out, which is not allowed"


def _type_differences(documented: Json, key: Key) -> Iterator[str]:
    place = documented.get("in")
    if place and key.place.value != place:
        yield f"travels in the {key.place.value}, not in the {place}"
    fits = {"any": {key.type}, "number": {"number", "integer"}, "integer": {"integer", "number"}}
    if key.type not in fits.get(documented["type"], {documented["type"]}):
        yield f"is sent as {key.type}, not {documented['type']}"
    if documented["type"] == "integer" and key.type == "number" and key.declared.form is not WireForm.NUMBER_WORD:
        yield "is sent as number, not integer"


def _limit_differences(documented: Json, key: Key, spec: OperationSpec) -> Iterator[str]:
    declared = key.declared
    for side, names in (("minimum", ("minimum", "min_length", "min_items")), ("maximum", ("maximum", "max_length", "max_items"))):  # fmt: skip  # noqa: E501
        bound = next((documented[name] for name in names if name in documented), None)
        own = getattr(key.limits, side)
        if bound is None or own == bound or _same_otherwise(declared, side, bound, own):
            continue
        yield f"{side} {own}, not {bound}"


def _same_otherwise(declared: Field, side: str, bound: float, own: float | None) -> bool:
    """Where the same is said in another way: a needed text is not empty, a drawn seed is never a wish for any."""
    if declared.kind is Kind.SEED and side == "minimum":
        return own is not None and own >= bound and all(one is None or bound <= one < own for one in declared.random)
    if side == "minimum" and bound == 1 and declared.required and declared.kind in (Kind.TEXT, *_LISTS):
        return True
    return declared.kind is Kind.CHOICE and bool(declared.choices) and not declared.open_choices


def _choice_differences(documented: Json, key: Key, spec: OperationSpec) -> Iterator[str]:
    if "enum" not in documented or not isinstance(documented["enum"], list):
        return
    wanted = {_word(value) for value in documented["enum"]}
    supplement = documented.get("enum_supplement") or {}
    allowed = wanted | {_word(value) for value in supplement.get("values", ())}
    offered = _offered(key.declared, spec)
    if missing := sorted(wanted - offered):
        yield f"cannot be {', '.join(missing)}"
    if documented["enum_complete"] and not key.declared.open_choices and (extra := sorted(offered - allowed)):
        yield f"may be {', '.join(extra)}, which is not documented"


def _offered(declared: Field, spec: OperationSpec) -> set[str]:
    if declared.kind in (Kind.SIZE, Kind.INTEGER):
        for rule in spec.rules:
            if isinstance(rule, SizeIn) and rule.size == declared.name and rule.enforce:
                return {_word(side) for side in rule.sides or rule.squares}
        low, high = int(declared.minimum or 0), int(declared.maximum or 0)
        return {_word(side) for side in range(low, high + 1, int(declared.step or 1))}
    if declared.kind is Kind.FLAG:
        return {"True", "False"}
    return {_word(choice.value) for choice in declared.choices} or set(map(_word, declared.suggestions))


def _default_differences(documented: Json, key: Key) -> Iterator[str]:
    default, declared = documented.get("default"), key.declared
    if default is None or isinstance(default, dict | list):
        return
    own = declared.default
    if isinstance(own, Size):
        own = own.height if key.path.endswith("height") else own.width
    if isinstance(own, Unset):
        return
    if own is None:
        said = declared.constant or declared.deprecated or declared.measures or default in declared.random
        if not said and not re.search(rf"(?<![\w.]){re.escape(_spoken(default))}(?![\w])", declared.help):
            yield f"is left out where nothing is given, and its help does not say that {_spoken(default)} holds then"
    elif _word(own) != _word(default):
        yield f"default {own}, not {default}"


def _always_there(declared: Field, spec: OperationSpec) -> bool:
    """Whether the key is in every request that passes the check."""
    if declared.required or declared.measures:
        return True
    if declared.default is not None and declared.absent is not Absent.OMIT and not declared.deprecated:
        return True
    return any(
        isinstance(rule, Exclusive)
        and rule.count is not Count.AT_MOST_ONE
        and rule.when is None
        and declared.name in rule.fields
        and {spec.field(name).wire.split(".")[0] for name in rule.fields} == {declared.wire.split(".")[0]}
        for rule in spec.rules
    )


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def _word(value: object) -> str:
    """One spelling for numbers and words, so that 1, 1.0 and "1" are one choice."""
    if isinstance(value, bool):
        return str(value)
    try:
        return f"{float(str(value)):g}"
    except ValueError:
        return str(value)


def _spoken(value: object) -> str:
    return _word(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
