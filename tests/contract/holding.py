"""Whether what a document says to hold between fields is held by a declaration: one question a kind of rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from studio.spec.field import Field, Kind, Limits, WireForm
from studio.spec.measures import (
    AreaUpTo,
    AspectRatio,
    FramesWithin,
    InOrder,
    MatchesSize,
    SameSize,
    SizeIn,
    Spans,
    UpToField,
)
from studio.spec.operation import OperationSpec
from studio.spec.rules import Count, Exclusive, OnlyIf, RequiredIf, Requires, Rule
from studio.spec.sides import SidesBy

Json = Mapping[str, Any]
Of = TypeVar("Of", bound=Rule)

_UNSEEN = frozenset({"linked"})
"""Key frames that the service fetches by itself: nobody here can measure them."""


def holds(spec: OperationSpec, rule: Json) -> bool:
    """Whether some part of the declaration holds this documented rule. KeyError for a kind nobody looks after."""
    return _QUESTIONS[rule["rule"]](spec, rule)


def fields_at(spec: OperationSpec, path: str) -> tuple[Field, ...]:
    """The declared fields that travel at a documented path, or inside it; `[]` leads to the list itself."""
    path = path.partition("[]")[0]
    return tuple(one for one in spec.fields if one.wire == path or one.wire.startswith(f"{path}."))


def _names(spec: OperationSpec, path: str) -> set[str]:
    return {one.name for one in fields_at(spec, path)}


def _rules(spec: OperationSpec, kind: type[Of]) -> Iterator[Of]:
    return (rule for rule in spec.rules if isinstance(rule, kind))


def _requires(spec: OperationSpec, rule: Json) -> bool:
    names = _names(spec, rule["field"])
    needs = [_names(spec, path) for path in rule["needs"]]
    if all(spec.field(name).required for need in needs for name in need):
        return True
    return names <= {one.field for one in _rules(spec, Requires) if all(need & set(one.needs) for need in needs)} | {
        one.field for one in _rules(spec, OnlyIf) if any(one.condition.field in need for need in needs)
    }


def _required_if(spec: OperationSpec, rule: Json) -> bool:
    declared = fields_at(spec, rule["field"])
    chosen = _names(spec, rule["when"]["field"])
    conditional = {one.field for one in _rules(spec, RequiredIf) if one.when and one.when.field in chosen}
    return all(one.required or one.name in conditional for one in declared)


def _forbidden(spec: OperationSpec, rule: Json) -> bool:
    chosen = _names(spec, rule["when"]["field"])
    held = {one.field for one in _rules(spec, OnlyIf) if one.condition.field in chosen and one.enforce}
    return _names(spec, rule["field"]) <= held


def _together(*counts: Count) -> Callable[[OperationSpec, Json], bool]:
    def asked(spec: OperationSpec, rule: Json) -> bool:
        if "per" in rule:  # A key frame is made with its one picture; those from the web are another field.
            return any(one.kind is Kind.KEYFRAMES for one in fields_at(spec, rule["fields"][0]))
        wanted = [_names(spec, path) for path in rule["fields"]]
        return any(
            one.count in counts and one.enforce and all(names & set(one.fields) for names in wanted)
            for one in _rules(spec, Exclusive)
        )

    return asked


def _matches_size(spec: OperationSpec, rule: Json) -> bool:
    images, sizes = _names(spec, rule["image"]), fields_at(spec, rule["size"])
    measured = {one.measures for one in sizes}
    return images <= measured | {one.image for one in _rules(spec, MatchesSize)}


def _same_size(spec: OperationSpec, rule: Json) -> bool:
    return _names(spec, rule["image"]) - _UNSEEN <= {one.images for one in _rules(spec, SameSize)}


def _formats(spec: OperationSpec, rule: Json) -> bool:
    """The studio sends PNG, or WebP for several frames: both have to be among what is taken."""
    pictures = [one for one in fields_at(spec, rule["image"]) if one.kind in (Kind.IMAGE, Kind.IMAGES)]
    sent = {"webp", "png"} if any(one.form is WireForm.FRAMES_WEBP for one in pictures) else {"png"}
    return sent <= set(rule["formats"]) and all(set(rule["formats"]) <= set(one.formats) for one in pictures)


def _dimensions(spec: OperationSpec, rule: Json) -> bool:
    limits = Limits(rule.get("minimum"), rule.get("maximum"))
    names = _names(spec, rule["image"]) - _UNSEEN
    if "when" in rule:
        held = {one.image for one in _rules(spec, SidesBy) if one.table.get(rule["when"]["equals"]) == limits}
        return names <= held
    return all(spec.field(name).limits == limits for name in names)


def _aspect(spec: OperationSpec, rule: Json) -> bool:
    limits = Limits(rule["minimum"], rule["maximum"])
    names = _names(spec, rule["image"]) - _UNSEEN
    return names <= {one.image for one in _rules(spec, AspectRatio) if one.limits == limits}


def _area(spec: OperationSpec, rule: Json) -> bool:
    names = _names(spec, rule["size"])
    return names <= {one.size for one in _rules(spec, AreaUpTo) if one.maximum == rule["maximum"]} | {
        one.name for one in fields_at(spec, rule["size"]) if one.max_area == rule["maximum"]
    }


def _size_in(spec: OperationSpec, rule: Json) -> bool:
    """By the limits, or by a rule about the size or about the picture that it is measured from."""
    wanted = tuple(rule.get("squares") or rule.get("values") or ())
    declared = fields_at(spec, rule["size"])
    held = {one.size for one in _rules(spec, SizeIn) if wanted in (one.squares, one.sides)}
    return all(_steps(one) == wanted or {one.name, one.measures} & held for one in declared)


def _square(spec: OperationSpec, rule: Json) -> bool:
    held = {one.size for one in _rules(spec, SizeIn) if not one.sides}
    return all(one.name in held or one.form is WireForm.SIZE_SIDE for one in fields_at(spec, rule["size"]))


def _steps(declared: Field) -> tuple[int, ...]:
    low, high = int(declared.minimum or 0), int(declared.maximum or 0)
    return tuple(range(low, high + 1, int(declared.step or 1)))


def _range(spec: OperationSpec, rule: Json) -> bool:
    limits = Limits(rule.get("minimum"), rule.get("maximum"))
    if "when" in rule:
        held = {one.field for one in _rules(spec, Spans) if one.table.get(rule["when"]["equals"]) == limits}
        return _names(spec, rule["field"]) <= held
    return all(limits in (one.limits, one.reported) for one in fields_at(spec, rule["field"]))


def _below(spec: OperationSpec, rule: Json) -> bool:
    limits = _names(spec, rule["limit"])
    if "[]" in rule["field"]:
        return any(one.total in limits for one in _rules(spec, FramesWithin))
    return _names(spec, rule["field"]) <= {one.field for one in _rules(spec, UpToField) if one.limit in limits}


def _dates(spec: OperationSpec, rule: Json) -> bool:
    first, last = (next(iter(_names(spec, path))) for path in rule["fields"])
    days = rule.get("maximum_days")
    orders = [one for one in _rules(spec, InOrder) if (one.first, one.last) == (first, last)]
    return any(days in (None, one.maximum_days) for one in orders)


def _pattern(spec: OperationSpec, rule: Json) -> bool:
    return all(one.pattern == rule["pattern"].strip("^$") for one in fields_at(spec, rule["field"]))


_QUESTIONS: Mapping[str, Callable[[OperationSpec, Json], bool]] = {
    "requires": _requires,
    "required_if": _required_if,
    "forbidden_if": _forbidden,
    "forbidden_unless": _forbidden,
    "mutually_exclusive": _together(Count.AT_MOST_ONE, Count.EXACTLY_ONE),
    "exactly_one_of": _together(Count.EXACTLY_ONE),
    "at_least_one_of": _together(Count.AT_LEAST_ONE, Count.EXACTLY_ONE),
    "image_matches_size": _matches_size,
    "images_same_size": _same_size,
    "image_formats": _formats,
    "image_dimensions": _dimensions,
    "aspect_ratio": _aspect,
    "total_area": _area,
    "size_in": _size_in,
    "each_side_in": _size_in,
    "square": _square,
    "range": _range,
    "even": lambda spec, rule: all(one.step == 2 for one in fields_at(spec, rule["field"])),
    "pattern": _pattern,
    "items_at_most_field": _below,
    "less_than_field": _below,
    "unique_key": lambda spec, rule: any(one.kind is Kind.KEYFRAMES for one in fields_at(spec, rule["field"])),
    "date_order": _dates,
    "date_span": _dates,
}
