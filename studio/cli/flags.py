"""Flags made from declared fields, and the values that come out of what was typed: one converter a kind.

Pictures are file paths, masks black and white pictures, keypoints JSON files, palettes palette files or pictures.
Everything that reads files is imported on use, so that `--help` stays quick.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studio.cli.errors import WrongUse
from studio.core.geometry import Size
from studio.core.words import _
from studio.spec.describe import limits_of, plain_default
from studio.spec.field import Field, FieldValue, Keyframe, Kind, Picture, Variant
from studio.spec.operation import OperationSpec
from studio.spec.values import picture_size

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import MaskPixels, Pixels
    from studio.doc.skeleton import Pose

RESERVED = (
    "--out",
    "--dry-run",
    "--reuse",
    "--from",
    "--budget",
    "--wait",
    "--no-wait",
    "--help",
    "-h",
)
"""Flags of `run` itself; no field may take them."""

NO_MASK = NO_PICTURE = "-"
_NOTE = "::"


def options(spec: OperationSpec) -> list[click.Parameter]:
    """The flags of an operation, in declared order; constants and deprecated fields are there too."""
    taken = {declared.flag for declared in spec.fields}
    return [_option(declared, taken) for declared in spec.fields]


def values(spec: OperationSpec, typed: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """Values by field name for everything that was typed; WrongUse names the flag that makes no sense."""
    result: dict[str, FieldValue] = {}
    for declared in sorted(spec.fields, key=lambda one: one.kind is Kind.KEYPOINTS):
        raw = typed.get(declared.name)
        if raw is None or raw == ():
            continue
        if isinstance(raw, bool):
            result[declared.name] = raw
        elif declared.kind is Kind.KEYPOINTS:
            result[declared.name] = _keypoints(declared, _as_words(raw), size=_frame_size(declared, spec, result))
        else:
            result[declared.name] = convert(declared, _as_words(raw))
    return result


def convert(declared: Field, words: Sequence[str]) -> FieldValue:
    """The value of one field from the words after its flag (several where the flag was repeated)."""
    return CONVERTERS[declared.kind](declared, words)


def _as_words(raw: FieldValue) -> Sequence[str]:
    return raw if isinstance(raw, tuple) else (str(raw),)


def _option(declared: Field, taken: Collection[str]) -> click.Option:
    if declared.kind is Kind.FLAG:
        names = [declared.name, f"{declared.flag}/{_opposite(declared.flag, taken)}"]
        return click.Option(names, default=None, help=_help(declared))
    return click.Option(
        [declared.name, declared.flag],
        multiple=declared.kind in _REPEATED,
        metavar=_metavar(declared),
        help=_help(declared),
    )


def _opposite(flag: str, taken: Collection[str]) -> str:
    """`--no-wait` of `--wait`, and `--background` of `--no-background` where no other field has it."""
    plain = f"--{flag.removeprefix('--no-')}"
    is_free = flag.startswith("--no-") and plain not in taken and plain not in RESERVED
    return plain if is_free else f"--no-{flag.removeprefix('--')}"


def _metavar(declared: Field) -> str:
    if declared.kind in (Kind.CHOICE, Kind.CHOICES) and len(declared.choices) <= _SHOWN_CHOICES:
        return "[" + "|".join(choice.value for choice in declared.choices) + "]"
    if declared.kind is Kind.VARIANT:
        return "[" + "|".join(form.value for form in declared.forms) + "][,FIELD=VALUE]..."
    return _METAVARS[declared.kind]


def _help(declared: Field) -> str:
    """The field's sentence, then what may be given, then the default."""
    parts = [declared.help or declared.title + "."]
    facts = [limits_of(declared)]
    if len(declared.choices) > _SHOWN_CHOICES:
        facts.append(_("one of {choices}").format(choices=", ".join(choice.value for choice in declared.choices)))
    if declared.kind in _REPEATED:
        facts.append(_("may be repeated"))
    if declared.required:
        facts.append(_("required"))
    elif (default := plain_default(declared)) is not None:
        words = _default_words(default)
        facts.append(_("default {value}").format(value=words) if words else "")
    if declared.deprecated:
        facts.append(_("no longer recommended by the provider"))
    shown = "; ".join(fact for fact in facts if fact)
    return f"{parts[0]} [{shown}]" if shown else parts[0]


def _default_words(default: FieldValue) -> str:
    if isinstance(default, bool):
        return _("on") if default else _("off")
    if isinstance(default, Mapping):
        return f"{default['width']}x{default['height']}"
    return ",".join(default) if isinstance(default, list) else str(default)


_SHOWN_CHOICES = 8
_REPEATED = frozenset({Kind.CHOICES, Kind.WORDS, Kind.IMAGES, Kind.MASKS, Kind.KEYFRAMES})
_METAVARS = {
    Kind.TEXT: "TEXT",
    Kind.INTEGER: "NUMBER",
    Kind.NUMBER: "NUMBER",
    Kind.CHOICE: "WORD",
    Kind.CHOICES: "WORD",
    Kind.WORDS: "WORD",
    Kind.SEED: "NUMBER",
    Kind.SIZE: "WIDTHxHEIGHT",
    Kind.DATE: "YYYY-MM-DD",
    Kind.IMAGE: "FILE",
    Kind.IMAGES: "FILE",
    Kind.MASK: "FILE",
    Kind.MASKS: "FILE|-",
    Kind.KEYFRAMES: "FRAME:FILE[:STRENGTH]",
    Kind.KEYPOINTS: "FILE.json",
    Kind.PALETTE: "FILE",
    Kind.RESOURCE: "ID",
}


def _text(_field: Field, words: Sequence[str]) -> str:
    return words[-1]


def _integer(declared: Field, words: Sequence[str]) -> int:
    try:
        return int(words[-1])
    except ValueError:
        raise _wrong(declared, words[-1], _("a whole number")) from None


def _number(declared: Field, words: Sequence[str]) -> float:
    try:
        return float(words[-1])
    except ValueError:
        raise _wrong(declared, words[-1], _("a number")) from None


def _listed(_field: Field, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for word in words for part in word.split(",") if part.strip())


def _flag(declared: Field, words: Sequence[str]) -> bool:
    word = words[-1].lower()
    if word in ("yes", "on", "true", "1"):
        return True
    if word in ("no", "off", "false", "0"):
        return False
    raise _wrong(declared, words[-1], _("yes or no"))


def _size(declared: Field, words: Sequence[str]) -> Size:
    match = re.fullmatch(r"(\d{1,6})(?:\s*[xX×]\s*(\d{1,6}))?", words[-1].strip())
    if match is None:
        raise _wrong(declared, words[-1], _("a size such as 32x32, or one number for a square"))
    width = int(match[1])
    return Size(width, int(match[2]) if match[2] else width)


def _date(declared: Field, words: Sequence[str]) -> date:
    try:
        return date.fromisoformat(words[-1])
    except ValueError:
        raise _wrong(declared, words[-1], _("a day such as 2026-01-31")) from None


def _image(_field: Field, words: Sequence[str]) -> Pixels:
    return _pictures(words[-1])[0]


def _images(declared: Field, words: Sequence[str]) -> tuple[Picture | None, ...]:
    found: list[Picture | None] = []
    for word in words:
        path, _mark, note = word.partition(_NOTE)
        if path == NO_PICTURE and declared.nullable_items:
            found.append(None)
        else:
            found += [Picture(pixels, note) for pixels in _pictures(path)]
    return tuple(found)


def _mask(declared: Field, words: Sequence[str]) -> MaskPixels:
    return _mask_in(declared, words[-1])


def _masks(declared: Field, words: Sequence[str]) -> tuple[MaskPixels | None, ...]:
    return tuple(None if word == NO_MASK else _mask_in(declared, word) for word in words)


def _keyframes(declared: Field, words: Sequence[str]) -> tuple[Keyframe, ...]:
    return tuple(_keyframe(declared, word) for word in words)


def _keyframe(declared: Field, word: str) -> Keyframe:
    match = re.fullmatch(r"(\d+):(.+?)(?::(\d*\.?\d+))?", word)
    if match is None:
        raise _wrong(declared, word, _("a frame, a picture and perhaps a strength, such as 0:start.png:0.8"))
    return Keyframe(int(match[1]), _pictures(match[2])[0], float(match[3]) if match[3] else None)


def _keypoints(_field: Field, words: Sequence[str], *, size: Size | None = None) -> tuple[Pose, ...]:
    """Fractions, and pixels of another size, are turned into pixels of the picture they are sent with."""
    from studio.codec.keypoints import read_keypoints  # noqa: PLC0415 - --help does not read files
    from studio.core.files import read_bytes  # noqa: PLC0415

    path = Path(words[-1])
    return tuple(read_keypoints(read_bytes(path), size, name=path.name))


def _frame_size(keypoints: Field, spec: OperationSpec, found: Mapping[str, FieldValue]) -> Size | None:
    """The canvas that keypoints are for: what the declaration names, else the first picture."""
    frame = found.get(keypoints.fractions_of)
    if frame is not None:
        return frame if isinstance(frame, Size) else picture_size(frame)
    for declared in spec.fields:
        if declared.kind is Kind.IMAGE and declared.name in found:
            return picture_size(found[declared.name])
    return None


def _palette(_field: Field, words: Sequence[str]) -> Palette:
    from studio.codec.palettes import read_palette  # noqa: PLC0415 - --help does not read files

    return read_palette(Path(words[-1]))


def _variant(declared: Field, words: Sequence[str]) -> Variant:
    chosen, *parts = words[-1].split(",")
    form = next((form for form in declared.forms if form.value == chosen), None)
    if form is None:
        raise _wrong(declared, chosen, _("one of {forms}").format(forms=", ".join(one.value for one in declared.forms)))
    known = {part.name: part for part in form.fields}
    found: dict[str, FieldValue] = {}
    for part in parts:
        name, _sign, word = part.partition("=")
        if name not in known:
            raise _wrong(declared, part, _("FIELD=VALUE with {fields}").format(fields=", ".join(known)))
        found[name] = convert(known[name], (word,))
    return Variant(form.value, found)


CONVERTERS: Mapping[Kind, Callable[[Field, Sequence[str]], FieldValue]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CHOICE: _text,
    Kind.CHOICES: _listed,
    Kind.WORDS: _listed,
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
    Kind.RESOURCE: _text,
}
"""Each kind's one converter."""


def _pictures(path: str) -> tuple[Pixels, ...]:
    """All frames of a picture byte for byte; those of a sprite file as they look."""
    from studio.codec.images import picture_format, read_file, read_image  # noqa: PLC0415 - --help does not read files
    from studio.codec.load import open_bytes  # noqa: PLC0415
    from studio.doc.compose import flatten  # noqa: PLC0415

    file = Path(path)
    data = read_file(file)
    if picture_format(data) is not None:
        return read_image(data, name=file.name).frames
    sprite = open_bytes(data, name=file.name).sprite
    return tuple(flatten(sprite, frame.id) for frame in sprite.frames)


def _mask_in(declared: Field, path: str) -> MaskPixels:
    """Opaque bright pixels are marked. Without `soft` the file may hold black and white only."""
    import numpy as np  # noqa: PLC0415 - --help does not read files

    from studio.doc.pixels import frozen  # noqa: PLC0415

    pixels = _pictures(path)[0]
    level = np.where(pixels[..., 3] > 0, pixels[..., :3].max(axis=2), 0).astype(np.uint8)
    if declared.soft:
        return frozen(level)
    if not np.isin(level, (0, 255)).all():
        raise WrongUse(
            _("{flag}: {path} is no mask. Use a picture of only black (kept) and white (redone).").format(
                flag=declared.flag, path=path
            )
        )
    return frozen(level)


def _wrong(declared: Field, given: str, expected: str) -> WrongUse:
    return WrongUse(
        _("{flag} takes {expected}, not {given}.").format(flag=declared.flag, expected=expected, given=given or '""')
    )
