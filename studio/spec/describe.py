"""A request, and a declaration, in words: for "What is sent", the command line and the reference pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from studio.core.geometry import Size
from studio.core.words import _, ngettext
from studio.spec.field import Field, FieldValue, Kind, Limits, Unset
from studio.spec.operation import Operation, OperationSpec
from studio.spec.validate import form_of, titles_of
from studio.spec.values import is_sent, limits_text, picture_size, value_sent


@dataclass(frozen=True, slots=True)
class Row:
    """One line about a field. `sent` is False where the provider will not see the key at all."""

    name: str
    label: str
    value: str
    sent: bool = True


def describe(operation: Operation) -> tuple[Row, ...]:
    """What is sent, a row a field, in declared order."""
    return tuple(_row(declared, value_sent(declared, operation.values)) for declared in operation.spec.fields)


def value_text(declared: Field, value: object) -> str:
    """One value in words."""
    if value is None:
        return _("drawn when sent") if declared.kind is Kind.SEED else _("nothing")
    return DESCRIBERS[declared.kind](declared, value)


def limits_of(declared: Field) -> str:
    """The limits in words (`between 2 and 256`), empty where there are none."""
    text = limits_text(declared.limits)
    if text and declared.unit:
        text = f"{text} {declared.unit}"
    if declared.kind in _COUNTED and text:
        count = int(declared.limits.maximum or declared.limits.minimum or 0)
        text = ngettext("{limits} entry", "{limits} entries", count).format(limits=text)
    if declared.kind is Kind.TEXT and text:
        text = _("{limits} characters").format(limits=text)
    return text


def as_json(spec: OperationSpec) -> dict[str, Any]:
    """The declaration as plain JSON values, complete enough to build a form or a client from."""
    titles = titles_of(spec)
    return {
        "id": spec.id,
        "provider": spec.provider,
        "title": spec.title,
        "summary": spec.summary,
        "method": spec.method,
        "path": spec.path,
        "returns": spec.returns.value,
        "effect": spec.effect.value,
        "intent": spec.intent.value,
        "usual_seconds": spec.usual_seconds,
        "fields": [field_as_json(declared) for declared in spec.fields],
        "rules": [
            {
                "rule": type(rule).__name__,
                "fields": list(rule.names),
                "enforced": rule.enforce,
                "text": rule.statement(titles),
            }
            | ({"when": rule.when.text(titles)} if rule.when else {})
            for rule in spec.rules
        ],
    }


def field_as_json(declared: Field) -> dict[str, Any]:
    """One field as plain JSON values."""
    result: dict[str, Any] = {
        "name": declared.name,
        "flag": declared.flag,
        "wire": declared.wire,
        "place": declared.place.value,
        "form": declared.form.value,
        "kind": declared.kind.value,
        "title": declared.title,
        "help": declared.help,
        "required": declared.required,
        "default": plain_default(declared),
        "absent": declared.absent.value,
        "limits": _limits_as_json(declared.limits),
        "choices": [choice.value for choice in declared.choices],
    }
    if declared.reported is not None:
        result["reported_limits"] = _limits_as_json(declared.reported)
    if declared.choices:
        result["choice_titles"] = [choice.title for choice in declared.choices]
        result["choices_complete"] = not declared.open_choices
    if declared.unit:
        result["unit"] = declared.unit
    if declared.step is not None:
        result["step"] = declared.step
    if declared.max_area is not None:
        result["max_area"] = declared.max_area
    if declared.suggestions:
        result["suggestions"] = list(declared.suggestions)
    for mark in ("advanced", "deprecated", "constant"):
        if getattr(declared, mark):
            result[mark] = True
    if declared.forms:
        result["selector"] = declared.selector
        result["forms"] = [
            {"value": form.value, "title": form.title, "fields": [field_as_json(part) for part in form.fields]}
            for form in declared.forms
        ]
    return result


def plain_default(declared: Field) -> FieldValue:
    """The default as a JSON value; None where there is none."""
    value = declared.default
    if isinstance(value, Unset):
        return None
    if isinstance(value, Size):
        return {"width": value.width, "height": value.height}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return list(value)
    return value_text(declared, value)


def _row(declared: Field, value: FieldValue) -> Row:
    return Row(declared.name, declared.title, value_text(declared, value), sent=is_sent(declared, value))


def _text(_field: Field, value: FieldValue) -> str:
    return str(value)


def _number(declared: Field, value: FieldValue) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{text} {declared.unit}" if declared.unit else text


def _choice(declared: Field, value: FieldValue) -> str:
    return declared.choice_title(value)


def _choices(declared: Field, value: FieldValue) -> str:
    return ", ".join(declared.choice_title(one) for one in value) or _("none")


def _words(_field: Field, value: FieldValue) -> str:
    return ", ".join(value) or _("none")


def _flag(_field: Field, value: FieldValue) -> str:
    return _("yes") if value else _("no")


def _size(_field: Field, value: FieldValue) -> str:
    return _("{size} pixels").format(size=value)


def _date(_field: Field, value: FieldValue) -> str:
    return str(value.isoformat())


def _image(_field: Field, value: FieldValue) -> str:
    return _("picture of {size} pixels").format(size=picture_size(value))


def _images(_field: Field, value: FieldValue) -> str:
    pictures = [picture for picture in value if picture is not None]
    sizes = ", ".join(_noted(picture) for picture in pictures)
    return ngettext("{count} picture: {sizes}", "{count} pictures: {sizes}", len(pictures)).format(
        count=len(pictures), sizes=sizes
    )


def _noted(picture: FieldValue) -> str:
    size = str(picture_size(picture))
    return f"{size} ({picture.note})" if picture.note else size


def _mask(_field: Field, value: FieldValue) -> str:
    marked = int((value > 0).sum())
    return ngettext("{count} pixel is redone", "{count} pixels are redone", marked).format(count=marked)


def _masks(_field: Field, value: FieldValue) -> str:
    painted = sum(mask is not None for mask in value)
    return ngettext("{count} mask", "{count} masks", painted).format(count=painted)


def _keyframes(_field: Field, value: FieldValue) -> str:
    places = ", ".join(str(one.index + 1) for one in value)
    return ngettext("picture at frame {places}", "pictures at frames {places}", len(value)).format(places=places)


def _keypoints(_field: Field, value: FieldValue) -> str:
    counts = {len(pose.points) for pose in value}
    points = ngettext("{count} keypoint", "{count} keypoints", max(counts, default=0)).format(
        count="–".join(str(count) for count in sorted({min(counts, default=0), max(counts, default=0)}))
    )
    poses = ngettext("{count} pose", "{count} poses", len(value)).format(count=len(value))
    return _("{poses} of {points}").format(poses=poses, points=points)


def _palette(_field: Field, value: FieldValue) -> str:
    colours = ngettext("{count} colour", "{count} colours", len(value)).format(count=len(value))
    return f"{value.title}, {colours}" if value.title else colours


def _variant(declared: Field, value: FieldValue) -> str:
    form = form_of(declared, value)
    if form is None:
        return str(value.form)
    parts = [
        f"{part.title} {value_text(part, value.values[part.name])}" for part in form.fields if part.name in value.values
    ]
    return f"{form.title}: {', '.join(parts)}" if parts else form.title


DESCRIBERS: Mapping[Kind, Callable[[Field, Any], str]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _number,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.WORDS: _words,
    Kind.FLAG: _flag,
    Kind.SEED: _number,
    Kind.SIZE: _size,
    Kind.DATE: _date,
    Kind.IMAGE: _image,
    Kind.IMAGES: _images,
    Kind.MASK: _mask,
    Kind.MASKS: _masks,
    Kind.KEYFRAMES: _keyframes,
    Kind.KEYPOINTS: _keypoints,
    Kind.PALETTE: _palette,
    Kind.VARIANT: _variant,
    Kind.RESOURCE: _text,
}
"""Each kind's one describer."""

_COUNTED = frozenset({Kind.CHOICES, Kind.WORDS, Kind.IMAGES, Kind.MASKS, Kind.KEYFRAMES, Kind.KEYPOINTS, Kind.PALETTE})


def _limits_as_json(limits: Limits) -> dict[str, float | None]:
    return {"minimum": limits.minimum, "maximum": limits.maximum}
