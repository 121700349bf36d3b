"""What one press can do about a problem of a field: make a sprite to take a picture of, cut words that are too long,
take the nearest value that is possible. Pure; the form carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.core.errors import Problem
from studio.core.geometry import Size
from studio.core.words import _, ngettext
from studio.spec.field import Field, FieldValue, Kind, Limits
from studio.spec.operation import OperationSpec
from studio.spec.validate import problems_in
from studio.spec.values import given, plain_number

_FROM_SPRITE = frozenset({Kind.IMAGE, Kind.IMAGES, Kind.KEYFRAMES, Kind.MASK, Kind.MASKS, Kind.KEYPOINTS})
"""Kinds whose editors lead to painting and placing by themselves, once there is a sprite."""
_USUAL_SIDES = (16, 24, 32, 48, 64, 80, 96, 128, 160, 192, 200, 256, 320, 384, 400, 512, 768, 1024)

_LONG = 2000
"""Characters from which words without a told limit are hardly meant to be sent as they are."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """The words on the button, and one of three: a command of the program, a value for the field, or after how many
    characters its words are cut off."""

    title: str
    command: str = ""
    value: FieldValue = None
    cut: int = 0


def remedy_for(
    spec: OperationSpec, problem: Problem, values: Mapping[str, FieldValue], *, has_sprite: bool
) -> Remedy | None:
    """What helps against a problem of one field; None where only the person can know."""
    declared = next((one for one in spec.form_fields if one.name == problem.field), None)
    if declared is None or not problem.blocking:
        return None
    value = values.get(declared.name)
    if declared.kind in _FROM_SPRITE and not has_sprite:
        return None if given(value) else Remedy(_("New sprite..."), command="file.new")
    return _nearest(spec, declared, values) if given(value) else None


def _nearest(spec: OperationSpec, declared: Field, values: Mapping[str, FieldValue]) -> Remedy | None:
    value = values[declared.name]
    match declared.kind:
        case Kind.TEXT if isinstance(value, str):
            most = int(declared.maximum or 0)
            if not 0 < most < len(value):
                return None
            words = ngettext("Cut after {count} character", "Cut after {count} characters", most)
            return Remedy(words.format(count=most), cut=most)
        case Kind.INTEGER | Kind.NUMBER | Kind.SEED if isinstance(value, int | float):
            found = _inside(declared.limits, value)
            if found == value:
                return None
            near = int(found) if declared.kind is not Kind.NUMBER else float(found)
            return Remedy(_("Use {value}").format(value=plain_number(near)), value=near)
        case Kind.SIZE if isinstance(value, Size):
            return _nearest_size(spec, declared, values)
        case _:
            return None


def _nearest_size(spec: OperationSpec, declared: Field, values: Mapping[str, FieldValue]) -> Remedy | None:
    """The possible size that differs least; squares of usual sides are tried besides the limits."""
    value: Size = values[declared.name]
    clamped = Size(int(_inside(declared.limits, value.width)), int(_inside(declared.limits, value.height)))
    usual = [Size(side, side) for side in _USUAL_SIDES]
    for size in (
        clamped,
        *sorted(usual, key=lambda one: abs(one.width - value.width) + abs(one.height - value.height)),
    ):
        found = problems_in(spec, {**values, declared.name: size})
        if not any(problem.blocking and problem.field == declared.name for problem in found):
            return Remedy(_("Use {value}").format(value=size), value=size)
    return None


def _inside(limits: Limits, value: float) -> float:
    if limits.minimum is not None and value < limits.minimum:
        return limits.minimum
    if limits.maximum is not None and value > limits.maximum:
        return limits.maximum
    return value


def cautions(spec: OperationSpec, values: Mapping[str, FieldValue]) -> tuple[Problem, ...]:
    """What can be sent and is hardly meant."""
    found = []
    for declared in spec.form_fields:
        value = values.get(declared.name)
        if declared.kind is Kind.TEXT and isinstance(value, str) and not declared.maximum and len(value) > _LONG:
            words = _("These are {count} characters. No limit is told for them; what stands late may be passed over.")
            found.append(Problem(declared.name, words.format(count=f"{len(value):,}"), blocking=False))
        if declared.kind is Kind.MASK and value is not None and bool(value.all()):
            words = _("The mask covers everything, so nothing of the picture is kept.")
            found.append(Problem(declared.name, words, blocking=False))
    return tuple(found)
