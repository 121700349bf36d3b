"""The words in which fields are declared: `from studio.spec import fields as f`.

Each function is typed as the value the field holds, so that a type checker reads

    class Pixelate(Operation, ...):
        image: Pixels = f.image("Picture")
        colours: int = f.integer("Colours", default=16, minimum=2, maximum=256)

as a class with a keyword constructor. A field without `default` is required; one with `default=None` is annotated
`X | None`, and None means that the person gave nothing (see `Absent`). `Operation` checks the annotations at import.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict, Unpack, cast

from studio.core.geometry import Size
from studio.spec.field import (
    NO_LIMITS,
    REQUIRED,
    Absent,
    Choice,
    Field,
    Form,
    Keyframe,
    Kind,
    Limits,
    Picture,
    Place,
    Source,
    Unset,
    Variant,
    WireForm,
)

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import MaskPixels, Pixels
    from studio.doc.skeleton import Pose

Choices = Sequence[str | tuple[str, str]]
_LARGEST_SEED = 2**31 - 1


class Common(TypedDict, total=False):
    """What every kind of field may say."""

    help: str
    group: str
    advanced: bool
    deprecated: bool
    constant: bool
    wire: str
    form: WireForm
    place: Place
    absent: Absent
    flag: str
    source: Source
    reported: Limits


def text(
    title: str,
    *,
    default: str | Unset | None = REQUIRED,
    lines: int = 1,
    min_length: int | None = None,
    max_length: int | None = None,
    pattern: str = "",
    suggestions: Iterable[str] = (),
    **common: Unpack[Common],
) -> str:
    """Words of the person. `pattern` is a regular expression the whole text must match."""
    declared = _declare(Kind.TEXT, title, default, common, limits=Limits(min_length, max_length))
    return cast(str, replace(declared, lines=lines, pattern=pattern, suggestions=tuple(suggestions)))


def integer(
    title: str,
    *,
    default: int | Unset | None = REQUIRED,
    minimum: int | None = None,
    maximum: int | None = None,
    step: int = 1,
    unit: str = "",
    **common: Unpack[Common],
) -> int:
    """A whole number; `step` also says which numbers are allowed, counted from `minimum`."""
    declared = _declare(Kind.INTEGER, title, default, common, limits=Limits(minimum, maximum))
    return cast(int, replace(declared, step=step, unit=unit))


def number(
    title: str,
    *,
    default: float | Unset | None = REQUIRED,
    minimum: float | None = None,
    maximum: float | None = None,
    step: float | None = None,
    unit: str = "",
    **common: Unpack[Common],
) -> float:
    """A number with a fraction; `step` is what one click of the form adds."""
    declared = _declare(Kind.NUMBER, title, default, common, limits=Limits(minimum, maximum))
    return cast(float, replace(declared, step=step, unit=unit))


def choice(
    title: str,
    choices: Choices,
    *,
    default: str | Unset | None = REQUIRED,
    open_choices: bool = False,
    **common: Unpack[Common],
) -> str:
    """One of several words; each choice is a value, or a value and its title."""
    declared = _declare(Kind.CHOICE, title, default, common)
    return cast(str, replace(declared, choices=_choices(choices), open_choices=open_choices))


def choices(
    title: str,
    choices: Choices,
    *,
    default: tuple[str, ...] | Unset | None = REQUIRED,
    min_items: int | None = None,
    max_items: int | None = None,
    **common: Unpack[Common],
) -> tuple[str, ...]:
    """Any of several words, each at most once."""
    declared = _declare(Kind.CHOICES, title, default, common, limits=Limits(min_items, max_items))
    return cast("tuple[str, ...]", replace(declared, choices=_choices(choices)))


def words(
    title: str,
    *,
    default: tuple[str, ...] | Unset | None = REQUIRED,
    min_items: int | None = None,
    max_items: int | None = None,
    suggestions: Iterable[str] = (),
    **common: Unpack[Common],
) -> tuple[str, ...]:
    """Free tags."""
    declared = _declare(Kind.WORDS, title, default, common, limits=Limits(min_items, max_items))
    return cast("tuple[str, ...]", replace(declared, suggestions=tuple(suggestions)))


def flag(title: str, *, default: bool | Unset | None = REQUIRED, **common: Unpack[Common]) -> bool:
    """Yes or no."""
    return cast(bool, _declare(Kind.FLAG, title, default, common))


def seed(
    title: str,
    *,
    default: int | Unset | None = REQUIRED,
    minimum: int = 1,
    maximum: int = _LARGEST_SEED,
    random: Iterable[int | None] = (),
    **common: Unpack[Common],
) -> int:
    """The number that makes a result repeatable. With `default=None` the studio draws one at queueing."""
    declared = _declare(Kind.SEED, title, default, common, limits=Limits(minimum, maximum))
    return cast(int, replace(declared, step=1, random=tuple(random)))


def size(
    title: str,
    *,
    default: Size | Unset | None = REQUIRED,
    minimum: int | None = None,
    maximum: int | None = None,
    step: int = 1,
    max_area: int | None = None,
    measures: str = "",
    **common: Unpack[Common],
) -> Size:
    """Width and height in pixels; the limits hold for each side, `max_area` for their product. With `measures` it is
    the size of the picture in that field unless another is given."""
    common.setdefault("form", WireForm.SIZE_OBJECT)
    declared = _declare(Kind.SIZE, title, default, common, limits=Limits(minimum, maximum))
    return cast(Size, replace(declared, step=step, unit="px", max_area=max_area, measures=measures))


def date(title: str, *, default: datetime.date | Unset | None = REQUIRED, **common: Unpack[Common]) -> datetime.date:
    """A calendar day, sent as YYYY-MM-DD."""
    return cast(datetime.date, _declare(Kind.DATE, title, default, common))


def image(
    title: str,
    *,
    default: Unset | None = REQUIRED,
    minimum: int | None = None,
    maximum: int | None = None,
    formats: Iterable[str] = (),
    **common: Unpack[Common],
) -> Pixels:
    """One picture; the limits hold for each side, in pixels."""
    common.setdefault("form", WireForm.IMAGE_OBJECT)
    declared = _declare(Kind.IMAGE, title, default, common, limits=Limits(minimum, maximum))
    return cast("Pixels", replace(declared, unit="px", formats=tuple(formats)))


def images(
    title: str,
    *,
    default: tuple[Picture, ...] | Unset | None = REQUIRED,
    min_items: int | None = None,
    max_items: int | None = None,
    note_key: str = "",
    formats: Iterable[str] = (),
    nullable_items: bool = False,
    **common: Unpack[Common],
) -> tuple[Picture, ...]:
    """Several pictures in order; with `note_key`, each may carry a note that travels under that key. With
    `nullable_items` a frame may have none: its entry is None."""
    common.setdefault("form", WireForm.IMAGE_OBJECT)
    declared = _declare(Kind.IMAGES, title, default, common, limits=Limits(min_items, max_items))
    return cast(
        "tuple[Picture, ...]",
        replace(declared, note_key=note_key, formats=tuple(formats), nullable_items=nullable_items),
    )


def mask(title: str, *, default: Unset | None = REQUIRED, soft: bool = False, **common: Unpack[Common]) -> MaskPixels:
    """Which pixels are redone: white on the wire. Hard-edged unless `soft`."""
    common.setdefault("form", WireForm.IMAGE_OBJECT)
    common.setdefault("source", Source.MASK)
    return cast("MaskPixels", replace(_declare(Kind.MASK, title, default, common), soft=soft))


def masks(
    title: str,
    *,
    default: tuple[MaskPixels | None, ...] | Unset | None = REQUIRED,
    min_items: int | None = None,
    max_items: int | None = None,
    nullable_items: bool = True,
    **common: Unpack[Common],
) -> tuple[MaskPixels | None, ...]:
    """One mask a frame; None where the frame is kept."""
    common.setdefault("form", WireForm.IMAGE_OBJECT)
    common.setdefault("source", Source.MASK)
    declared = _declare(Kind.MASKS, title, default, common, limits=Limits(min_items, max_items))
    return cast("tuple[MaskPixels | None, ...]", replace(declared, nullable_items=nullable_items))


def keyframes(
    title: str,
    *,
    default: tuple[Keyframe, ...] | Unset | None = REQUIRED,
    min_items: int | None = None,
    max_items: int | None = None,
    **common: Unpack[Common],
) -> tuple[Keyframe, ...]:
    """Pictures that have to appear at given frames."""
    common.setdefault("form", WireForm.IMAGE_BASE64)
    declared = _declare(Kind.KEYFRAMES, title, default, common, limits=Limits(min_items, max_items))
    return cast("tuple[Keyframe, ...]", declared)


def keypoints(
    title: str,
    *,
    default: tuple[Pose, ...] | Unset | None = REQUIRED,
    min_items: int | None = 1,
    max_items: int | None = None,
    fractions_of: str = "",
    windowed: bool = False,
    **common: Unpack[Common],
) -> tuple[Pose, ...]:
    """One pose a frame, in sprite pixels. With `fractions_of` they travel as fractions of the size in that field;
    with `windowed` more of them than the limits allow are sent in several requests."""
    common.setdefault("form", WireForm.KEYPOINTS_FRAMES)
    declared = _declare(Kind.KEYPOINTS, title, default, common, limits=Limits(min_items, max_items))
    return cast("tuple[Pose, ...]", replace(declared, fractions_of=fractions_of, windowed=windowed))


def palette(
    title: str,
    *,
    default: Unset | None = REQUIRED,
    min_items: int | None = None,
    max_items: int | None = None,
    **common: Unpack[Common],
) -> Palette:
    """Colours the result is limited to, or made from."""
    common.setdefault("form", WireForm.PALETTE_HEX)
    common.setdefault("source", Source.PALETTE)
    return cast("Palette", _declare(Kind.PALETTE, title, default, common, limits=Limits(min_items, max_items)))


def variant(
    title: str,
    forms: Iterable[Form],
    *,
    default: Variant | Unset | None = REQUIRED,
    selector: str = "",
    **common: Unpack[Common],
) -> Variant:
    """One of several small forms; `selector` is the wire key that names the chosen one, if there is such a key."""
    declared = _declare(Kind.VARIANT, title, default, common)
    return cast(Variant, replace(declared, forms=tuple(forms), selector=selector))


def form(value: str, title: str, **fields: object) -> Form:
    """One small form of a variant, its fields declared as those of an operation."""
    named = [replace(_as_field(declared), name=name) for name, declared in fields.items()]
    return Form(value, title, tuple(with_wire_names(declared) for declared in named))


def resource(title: str, resource: str, *, default: str | Unset | None = REQUIRED, **common: Unpack[Common]) -> str:
    """The id of a thing at the provider, picked from a list of things of the kind `resource`."""
    return cast(str, replace(_declare(Kind.RESOURCE, title, default, common), resource=resource))


def with_wire_names(declared: Field) -> Field:
    """The field with its wire path and flag filled in from its name where it names none."""
    return replace(
        declared,
        wire=declared.wire or declared.name,
        flag=declared.flag or "--" + declared.name.replace("_", "-"),
    )


def _declare(kind: Kind, title: str, default: object, common: Common, *, limits: Limits = NO_LIMITS) -> Field:
    said: dict[str, Any] = dict(common)
    said.setdefault("absent", Absent.OMIT if default is None else Absent.DEFAULT)
    return Field(kind=kind, title=title, default=default, limits=limits, **said)


def _choices(given: Choices) -> tuple[Choice, ...]:
    return tuple(Choice(one, one) if isinstance(one, str) else Choice(*one) for one in given)


def _as_field(declared: object) -> Field:
    if not isinstance(declared, Field):
        raise TypeError(f"not a declared field: {declared!r}")
    return declared
