"""What is wrong with a request, at the field, in sentences, before anything is sent.

The form asks with a mapping that may be incomplete; the queue and the command line ask with a finished Operation.
A limit that is known twice blocks only where both sources forbid the value, and warns where one does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sized
from datetime import date
from typing import TYPE_CHECKING

from studio.core.errors import Problem
from studio.core.geometry import Size
from studio.core.words import _, ngettext
from studio.spec.field import Field, FieldValue, Form, Keyframe, Kind, Picture, Variant
from studio.spec.values import given, limits_text, picture_size, plain_number

if TYPE_CHECKING:
    from studio.spec.operation import Operation, OperationSpec
    from studio.spec.rules import Values


def problems(operation: Operation) -> tuple[Problem, ...]:
    """Everything wrong with this request; blocking ones first."""
    return problems_in(operation.spec, operation.values)


def problems_in(
    spec: OperationSpec, values: Values, *, titles: Callable[[str], str] | None = None
) -> tuple[Problem, ...]:
    """The same for values by field name, as a form holds them; a missing key stands for the default.

    `titles` gives the words by which a rule names fields, where a person does not know them by their titles.
    """
    values = _filled(spec, values)
    found = [problem for declared in spec.fields for problem in field_problems(declared, values[declared.name])]
    titles = titles or titles_of(spec)
    wrong = {problem.field for problem in found if problem.blocking}
    for rule in spec.rules:
        problem = rule.problem(values, titles) if wrong.isdisjoint(rule.names) else None
        if problem is not None:
            found.append(problem)
    return tuple(sorted(found, key=lambda problem: not problem.blocking))


def greyed(spec: OperationSpec, values: Values) -> Mapping[str, str]:
    """Fields that cannot be filled at the moment, each with the reason."""
    values, titles = _filled(spec, values), titles_of(spec)
    reasons: dict[str, str] = {}
    for rule in spec.rules:
        reasons.update(rule.greys(values, titles))
    return reasons


def field_problems(declared: Field, value: object) -> tuple[Problem, ...]:
    """What is wrong with one value by itself. Nothing is right only where the default is nothing too."""
    if not given(value):
        if declared.required or (value is None and declared.default is not None):
            return (Problem(declared.name, _("{field} is missing.").format(field=declared.title)),)
        return ()
    return tuple(
        Problem(declared.name, message, blocking=blocking)
        for message, blocking in CHECKS[declared.kind](declared, value)
    )


def _filled(spec: OperationSpec, values: Values) -> Values:
    """Every field's value, with defaults where the key is missing; None for a required one."""
    return {one.name: values.get(one.name, None if one.required else one.default) for one in spec.fields}


def titles_of(spec: OperationSpec) -> Callable[[str], str]:
    """The name for people of a field; the given name itself where none is declared."""
    titles = {declared.name: declared.title for declared in spec.fields}
    return lambda name: titles.get(name, name)


_PLANE = 2
"""Dimensions of a mask; a picture has one more, of four channels."""

Found = Iterator[tuple[str, bool]]
"""Sentences, each with whether it blocks."""


def _text(declared: Field, value: FieldValue) -> Found:
    if not isinstance(value, str):
        yield _wrong_type(declared, _("text"))
        return
    yield from _limited(declared, len(value), _("{field} has {value} characters; {limits} are possible."))
    if declared.pattern and not re.fullmatch(declared.pattern, value):
        sentence = _("{field} does not have the form that is needed. {help}")
        yield sentence.format(field=declared.title, help=declared.help).rstrip(), True


def _integer(declared: Field, value: FieldValue) -> Found:
    if not isinstance(value, int) or isinstance(value, bool):
        yield _wrong_type(declared, _("a whole number"))
        return
    yield from _limited(declared, value, _("{field} has to be {limits}, not {value}."))
    step, start = int(declared.step or 1), int(declared.minimum or 0)
    if step > 1 and (value - start) % step:
        sentence = _("{field} goes in steps of {step} from {start}; {value} lies between.")
        yield sentence.format(field=declared.title, step=step, start=start, value=value), True


def _number(declared: Field, value: FieldValue) -> Found:
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value or abs(value) == float("inf"):
        yield _wrong_type(declared, _("a number"))
        return
    yield from _limited(declared, value, _("{field} has to be {limits}, not {value}."))


def _choice(declared: Field, value: FieldValue) -> Found:
    if not isinstance(value, str):
        yield _wrong_type(declared, _("a word"))
        return
    known = [choice.value for choice in declared.choices]
    if value not in known:
        sentence = _("{field} knows no {value}; it can be {choices}.")
        yield sentence.format(field=declared.title, value=value, choices=", ".join(known)), not declared.open_choices


def _choices(declared: Field, value: FieldValue) -> Found:
    if not _is_list(value, lambda one: isinstance(one, str)):
        yield _wrong_type(declared, _("a list of words"))
        return
    yield from _counted(declared, value)
    for one in value:
        yield from _choice(declared, one)
    if len(set(value)) < len(value):
        yield _("{field} names a word twice.").format(field=declared.title), True


def _words(declared: Field, value: FieldValue) -> Found:
    if _is_list(value, lambda one: isinstance(one, str)):
        yield from _counted(declared, value)
    else:
        yield _wrong_type(declared, _("a list of words"))


def _flag(declared: Field, value: FieldValue) -> Found:
    if not isinstance(value, bool):
        yield _wrong_type(declared, _("yes or no"))


def _size(declared: Field, value: FieldValue) -> Found:
    if not isinstance(value, Size):
        yield _wrong_type(declared, _("a width and a height"))
        return
    for name, side in ((_("width"), value.width), (_("height"), value.height)):
        sentence = _("{field}: the {side} has to be {limits} pixels, not {value}.").replace("{side}", name)
        yield from _limited(declared, side, sentence)
    step, start = int(declared.step or 1), int(declared.minimum or 0)
    if step > 1 and any((side - start) % step for side in value):
        sentence = _("{field}: sides go in steps of {step} pixels from {start}.")
        yield sentence.format(field=declared.title, step=step, start=start), True
    if declared.max_area is not None and value.area > declared.max_area:
        sentence = _("{field} of {size} has {area} pixels; at most {maximum} are possible.")
        yield (
            sentence.format(field=declared.title, size=value, area=value.area, maximum=declared.max_area),
            True,
        )


def _date(declared: Field, value: FieldValue) -> Found:
    if not isinstance(value, date):
        yield _wrong_type(declared, _("a day"))


def _image(declared: Field, value: FieldValue) -> Found:
    if not _is_picture(value):
        yield _wrong_type(declared, _("a picture"))
        return
    size = picture_size(value)
    for name, side in ((_("width"), size.width), (_("height"), size.height)):
        sentence = _("{field}: its {side} has to be {limits} pixels, not {value}.").replace("{side}", name)
        yield from _limited(declared, side, sentence)


def _images(declared: Field, value: FieldValue) -> Found:
    if not _is_list(value, lambda one: one is None or (isinstance(one, Picture) and _is_picture(one.pixels))):
        yield _wrong_type(declared, _("a list of pictures"))
        return
    yield from _counted(declared, value)
    if not declared.nullable_items and any(one is None for one in value):
        yield _("{field}: every frame needs a picture.").format(field=declared.title), True


def _mask(declared: Field, value: FieldValue) -> Found:
    if not _is_mask(value):
        yield _wrong_type(declared, _("a mask"))
    elif not value.any():
        yield _("{field} marks nothing; paint the part that is to be redone.").format(field=declared.title), True


def _masks(declared: Field, value: FieldValue) -> Found:
    if not _is_list(value, lambda one: one is None or _is_mask(one)):
        yield _wrong_type(declared, _("a list of masks"))
        return
    yield from _counted(declared, value)
    if not declared.nullable_items and any(one is None for one in value):
        yield _("{field}: every frame needs a mask.").format(field=declared.title), True


def _keyframes(declared: Field, value: FieldValue) -> Found:
    if not _is_list(value, lambda one: isinstance(one, Keyframe)):
        yield _wrong_type(declared, _("a list of key frames"))
        return
    yield from _counted(declared, value)
    if len({one.index for one in value}) < len(value):
        yield _("{field}: two key frames stand at the same place.").format(field=declared.title), True
    if any(one.index < 0 for one in value):
        yield _("{field}: a key frame stands before the first frame.").format(field=declared.title), True
    if any(one.strength is not None and not 0 <= one.strength <= 1 for one in value):
        yield _("{field}: a weight lies between 0 and 1.").format(field=declared.title), True


def _keypoints(declared: Field, value: FieldValue) -> Found:
    if not _is_list(value, lambda one: hasattr(one, "points")):
        yield _wrong_type(declared, _("a list of poses"))
        return
    yield from _counted(declared, value)
    if any(not pose.points for pose in value):
        yield _("{field}: a pose has no keypoints; estimate or place them first.").format(field=declared.title), True


def _palette(declared: Field, value: FieldValue) -> Found:
    if not hasattr(value, "colours"):
        yield _wrong_type(declared, _("a palette"))
        return
    yield from _limited(declared, len(value), _("{field} has {value} colours; {limits} are possible."))


def _variant(declared: Field, value: FieldValue) -> Found:
    form = form_of(declared, value) if isinstance(value, Variant) else None
    if form is None:
        yield _wrong_type(declared, _(" or ").join(one.title for one in declared.forms))
        return
    for part in form.fields:
        for problem in field_problems(part, value.values.get(part.name, None if part.required else part.default)):
            yield problem.message, problem.blocking


def _resource(declared: Field, value: FieldValue) -> Found:
    if not isinstance(value, str):
        yield _wrong_type(declared, _("an id"))


CHECKS: Mapping[Kind, Callable[[Field, FieldValue], Found]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.WORDS: _words,
    Kind.FLAG: _flag,
    Kind.SEED: _integer,
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
    Kind.RESOURCE: _resource,
}
"""Each kind's one check."""


def form_of(declared: Field, value: Variant) -> Form | None:
    """The small form a variant's value is written in."""
    return next((form for form in declared.forms if form.value == value.form), None)


def _limited(declared: Field, amount: float, sentence: str) -> Found:
    """Outside both sources of a limit blocks; inside one of two warns."""
    known = [declared.limits] if declared.reported is None else [declared.limits, declared.reported]
    broken = [limits for limits in known if not limits.admit(amount)]
    if not broken:
        return
    message = sentence.format(field=declared.title, value=plain_number(amount), limits=limits_text(broken[0]))
    blocking = len(broken) == len(known)
    yield message if blocking else message + " " + _("Other sources allow it; the provider decides."), blocking


def _counted(declared: Field, value: Sized) -> Found:
    """The length of a list against the limits."""
    entries = ngettext("{value} entry", "{value} entries", len(value)).format(value=len(value))
    sentence = _("{field} has {entries}; it has to be {limits}.").replace("{entries}", entries)
    amount = len(value)
    if declared.windowed:
        highest = (declared.reported or declared.limits).maximum
        amount = amount if highest is None else min(amount, int(highest))
    yield from _limited(declared, amount, sentence)


def _is_list(value: FieldValue, fits: Callable[[FieldValue], bool]) -> bool:
    return isinstance(value, tuple) and all(fits(one) for one in value)


def _is_mask(value: FieldValue) -> bool:
    return len(getattr(value, "shape", ())) == _PLANE


def _is_picture(value: FieldValue) -> bool:
    shape = tuple(getattr(value, "shape", ()))
    return len(shape) == _PLANE + 1 and shape[-1] == 4


def _wrong_type(declared: Field, expected: str) -> tuple[str, bool]:
    return _("{field} has to be {expected}.").format(field=declared.title, expected=expected), True
