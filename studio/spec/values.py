"""Small facts about values: given or not, sent or not, how large a picture is, how limits and numbers are said."""

from __future__ import annotations

from collections.abc import Mapping

from studio.core.geometry import Size
from studio.core.words import _
from studio.spec.field import Absent, Field, FieldValue, Keyframe, Kind, Limits, Picture


def given(value: object) -> bool:
    """Whether a person gave this value: not None, no empty text, no empty list."""
    return value is not None and not (isinstance(value, str | tuple) and not value)


def is_sent(declared: Field, value: FieldValue) -> bool:
    """Whether the provider sees the field's key at all; a default that is left out, or deprecated, is not sent."""
    if value is None:
        return declared.absent is Absent.NULL and not declared.deprecated
    if declared.deprecated or declared.absent is Absent.OMIT:
        return not _is_default(declared, value)
    return True


def value_sent(declared: Field, values: Mapping[str, FieldValue]) -> FieldValue:
    """The value of a field; a size that nobody gave is that of the picture it measures."""
    value = values[declared.name]
    measured = values.get(declared.measures) if declared.measures and value is None else None
    return value if measured is None else picture_size(measured)


def _is_default(declared: Field, value: FieldValue) -> bool:
    return value is declared.default or (declared.kind not in _WITH_ARRAYS and bool(value == declared.default))


_WITH_ARRAYS = frozenset({Kind.IMAGE, Kind.IMAGES, Kind.MASK, Kind.MASKS, Kind.KEYFRAMES, Kind.VARIANT})
"""Kinds whose values cannot be told equal with ==."""


def picture_size(value: FieldValue) -> Size:
    """Size of a picture, key frame or mask array [y, x]; spec stays free of numpy."""
    pixels = value.pixels if isinstance(value, Picture | Keyframe) else value
    return Size(pixels.shape[1], pixels.shape[0])


def limits_text(limits: Limits) -> str:
    """`between 2 and 256`, `at least 1`, `at most 8`."""
    low, high = limits
    if low is not None and high is not None:
        if low == high:
            return _("exactly {value}").format(value=plain_number(low))
        return _("between {low} and {high}").format(low=plain_number(low), high=plain_number(high))
    if low is not None:
        return _("at least {low}").format(low=plain_number(low))
    if high is not None:
        return _("at most {high}").format(high=plain_number(high))
    return ""


def plain_number(number: float) -> str:
    """Without a trailing `.0`."""
    return str(int(number)) if number == int(number) else f"{number:g}"


def shown_value(value: object) -> str:
    """A plain value for people; yes and no as on and off."""
    if isinstance(value, bool):
        return _("on") if value else _("off")
    return str(value)
