"""Rules about sizes, lengths and numbers: what must match what, and what may not pass what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.core.geometry import Size
from studio.core.words import _
from studio.spec.field import FieldValue, Limits, Picture
from studio.spec.rules import Rule, Titles, Values
from studio.spec.values import given, limits_text, picture_size, shown_value

_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans(Rule):
    """Limits of a number, or of the length of a list, that depend on another field's value (a model's, say)."""

    field: str
    by: str
    table: Mapping[Any, Limits]

    def _own_names(self) -> tuple[str, ...]:
        return (self.field, self.by)

    def _statement(self, titles: Titles) -> str:
        spans = "; ".join(f"{shown_value(value)}: {limits_text(limits)}" for value, limits in self.table.items())
        return _("{field} depends on {other} ({spans}).").format(
            field=titles(self.field), other=titles(self.by), spans=spans
        )

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        value, chosen = values.get(self.field), values.get(self.by)
        limits = self.table.get(chosen)
        if value is None or limits is None:
            return None
        amount = len(value) if isinstance(value, tuple) else value
        if limits.admit(amount):
            return None
        sentence = _("{field} has to be {limits} when {other} is {value}.")
        return self.field, sentence.format(
            field=titles(self.field), limits=limits_text(limits), other=titles(self.by), value=shown_value(chosen)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchesSize(Rule):
    """A picture (or each of several) has the size of another picture, or the size in a field."""

    image: str
    other: str

    def _own_names(self) -> tuple[str, ...]:
        return (self.image, self.other)

    def _statement(self, titles: Titles) -> str:
        return _("{image} has the size of {other}.").format(image=titles(self.image), other=titles(self.other))

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        wanted = _size(values.get(self.other))
        if wanted is None:
            return None
        for picture in listed(values.get(self.image)):
            if picture is not None and picture_size(picture) != wanted:
                sentence = _("{image} is {size} pixels, {other} is {wanted}; both have to be the same.")
                return self.image, sentence.format(
                    image=titles(self.image), size=picture_size(picture), other=titles(self.other), wanted=wanted
                )
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameSize(Rule):
    """All pictures of a list have one size."""

    images: str

    def _own_names(self) -> tuple[str, ...]:
        return (self.images,)

    def _statement(self, titles: Titles) -> str:
        return _("{images} have one size.").format(images=titles(self.images))

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        sizes = sorted({picture_size(picture) for picture in listed(values.get(self.images)) if picture is not None})
        if len(sizes) < _TWO:
            return None
        sentence = _("{images} have different sizes ({sizes}); bring them to one size first.")
        return self.images, sentence.format(
            images=titles(self.images), sizes=", ".join(str(size) for size in sizes[:3])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectRatio(Rule):
    """Width divided by height lies within bounds."""

    image: str
    limits: Limits

    def _own_names(self) -> tuple[str, ...]:
        return (self.image,)

    def _statement(self, titles: Titles) -> str:
        return _("{image}: width divided by height is {limits}.").format(
            image=titles(self.image), limits=limits_text(self.limits)
        )

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        for picture in listed(values.get(self.image)):
            size = _size(picture)
            if size is not None and not self.limits.admit(size.width / size.height):
                sentence = _("{image} is {size}; its width divided by its height has to be {limits}.")
                return self.image, sentence.format(image=titles(self.image), size=size, limits=limits_text(self.limits))
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesWithin(Rule):
    """Key frames stand at places below the number of frames in another field."""

    keyframes: str
    total: str

    def _own_names(self) -> tuple[str, ...]:
        return (self.keyframes, self.total)

    def _statement(self, titles: Titles) -> str:
        return _("{keyframes} lie within {total}.").format(keyframes=titles(self.keyframes), total=titles(self.total))

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        total = values.get(self.total)
        if total is None:
            return None
        for keyframe in listed(values.get(self.keyframes)):
            if keyframe.index >= total:
                sentence = _("{keyframes}: frame {place} lies beyond the {count} frames asked for.")
                return self.keyframes, sentence.format(
                    keyframes=titles(self.keyframes), place=keyframe.index + 1, count=total
                )
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeIn(Rule):
    """Only these squares, or with `sides` only these sides, or with `square` any equal sides."""

    size: str
    squares: tuple[int, ...] = ()
    sides: tuple[int, ...] = ()

    def _own_names(self) -> tuple[str, ...]:
        return (self.size,)

    def _statement(self, titles: Titles) -> str:
        field = titles(self.size)
        if self.sides:
            return _("{field} has sides of {sides} pixels.").format(field=field, sides=_numbers(self.sides))
        if self.squares:
            return _("{field} is a square of {sides} pixels.").format(field=field, sides=_numbers(self.squares))
        return _("{field} is a square.").format(field=field)

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        size = _size(values.get(self.size))
        if size is None:
            return None
        field = titles(self.size)
        if self.sides:
            if size.width in self.sides and size.height in self.sides:
                return None
            return self.size, _("{field}: sides of {sides} pixels are possible, not {size}.").format(
                field=field, sides=_numbers(self.sides), size=size
            )
        if size.width == size.height and (not self.squares or size.width in self.squares):
            return None
        if not self.squares:
            return self.size, _("{field} has to be a square, not {size}.").format(field=field, size=size)
        return self.size, _("{field} has to be a square of {sides} pixels, not {size}.").format(
            field=field, sides=_numbers(self.squares), size=size
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaUpTo(Rule):
    """Width times height is bounded."""

    size: str
    maximum: int

    def _own_names(self) -> tuple[str, ...]:
        return (self.size,)

    def _statement(self, titles: Titles) -> str:
        return _("{field} has at most {maximum} pixels.").format(field=titles(self.size), maximum=self.maximum)

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        size = _size(values.get(self.size))
        if size is None or size.area <= self.maximum:
            return None
        sentence = _("{field} of {size} has {area} pixels; at most {maximum} are possible.")
        return self.size, sentence.format(field=titles(self.size), size=size, area=size.area, maximum=self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class SameLength(Rule):
    """Lists that go together, where given, have one entry a frame each."""

    fields: tuple[str, ...]

    def _own_names(self) -> tuple[str, ...]:
        return self.fields

    def _statement(self, titles: Titles) -> str:
        return _("{fields} have one entry a frame each.").format(fields=", ".join(titles(name) for name in self.fields))

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        present = [name for name in self.fields if given(values.get(name))]
        for name in present[1:]:
            if len(values[name]) != len(values[present[0]]):
                sentence = _("{field} has {count} entries, {other} has {wanted}; give as many of both.")
                return name, sentence.format(
                    field=titles(name),
                    count=len(values[name]),
                    other=titles(present[0]),
                    wanted=len(values[present[0]]),
                )
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthIn(Rule):
    """A list with one of these lengths."""

    field: str
    counts: tuple[int, ...]

    def _own_names(self) -> tuple[str, ...]:
        return (self.field,)

    def _statement(self, titles: Titles) -> str:
        return _("{field} has {counts} entries.").format(field=titles(self.field), counts=_numbers(self.counts))

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        value = values.get(self.field)
        if not given(value) or len(listed(value)) in self.counts:
            return None
        sentence = _("{field} has to have {counts} entries, not {count}.")
        return self.field, sentence.format(
            field=titles(self.field), counts=_numbers(self.counts), count=len(listed(value))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UpToField(Rule):
    """A number, or the length of a list, that may not pass another field's number (`below`: has to stay under it)."""

    field: str
    limit: str
    below: bool = False

    def _own_names(self) -> tuple[str, ...]:
        return (self.field, self.limit)

    def _statement(self, titles: Titles) -> str:
        words = _("{field} is below {limit}.") if self.below else _("{field} is at most {limit}.")
        return words.format(field=titles(self.field), limit=titles(self.limit))

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        value, limit = values.get(self.field), values.get(self.limit)
        if value is None or limit is None:
            return None
        amount = len(value) if isinstance(value, tuple) else value
        if amount < limit or (amount == limit and not self.below):
            return None
        words = (
            _("{field} has to be below {limit} ({value}).")
            if self.below
            else _("{field} is at most {limit} ({value}).")
        )
        return self.field, words.format(field=titles(self.field), limit=titles(self.limit), value=limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder(Rule):
    """Two days, the first not after the second, and not further apart than `maximum_days`."""

    first: str
    last: str
    maximum_days: int | None = None

    def _own_names(self) -> tuple[str, ...]:
        return (self.first, self.last)

    def _statement(self, titles: Titles) -> str:
        first, last = titles(self.first), titles(self.last)
        if self.maximum_days is None:
            return _("{last} is not before {first}.").format(first=first, last=last)
        return _("{last} is not before {first}, and at most {days} days after it.").format(
            first=first, last=last, days=self.maximum_days
        )

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        first, last = values.get(self.first), values.get(self.last)
        if first is None or last is None:
            return None
        if first > last:
            return self.last, _("{last} lies before {first}.").format(last=titles(self.last), first=titles(self.first))
        if self.maximum_days is not None and (last - first).days > self.maximum_days:
            sentence = _("{first} and {last} are at most {days} days apart.")
            return self.last, sentence.format(first=titles(self.first), last=titles(self.last), days=self.maximum_days)
        return None


def listed(value: FieldValue) -> Sequence[Any]:
    """The entries of a list, one value as a list of itself, nothing as an empty one."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) and not isinstance(value, Size | Picture) else (value,)


def _size(value: FieldValue) -> Size | None:
    if value is None:
        return None
    return value if isinstance(value, Size) else picture_size(value)


def _numbers(values: Sequence[int]) -> str:
    return ", ".join(str(value) for value in values)
