"""How a sprite is exported, as a value that is kept in the project and shown in the export window.

A recipe is stored as a plain mapping; keys this version does not know are kept and written back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from studio.core.errors import UserError
from studio.core.words import _

LARGEST_SHEET = 16384
"""Longest side of a sheet, in pixels; more than any graphics card takes as one texture."""


class Format(StrEnum):
    """The files an export makes."""

    ASEPRITE_JSON_HASH = "aseprite-json-hash"
    ASEPRITE_JSON_ARRAY = "aseprite-json-array"
    PNG_SHEET = "png-sheet"
    PNG_SEQUENCE = "png-sequence"


class Layout(StrEnum):
    """Where the frames stand in the sheet."""

    STRIP = "strip"
    """One row."""
    ROWS = "rows"
    """Left to right, then down; `columns` frames a row."""
    COLUMNS = "columns"
    """Top to bottom, then right; `columns` columns."""
    PACKED = "packed"
    """Wherever they fit best."""
    TAG_ROWS = "tag rows"
    """A row for each tag, and one for frames without a tag."""


class Split(StrEnum):
    """What each frame is exported once for."""

    NONE = "none"
    TAGS = "tags"
    LAYERS = "layers"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Lengths are pixels of the sheet. `scale` repeats whole pixels."""

    name: str = ""
    format: Format = Format.ASEPRITE_JSON_HASH
    folder: str = ""
    """Where to, relative to the project; empty until the person chose one."""
    file_name: str = ""
    """Without ending; empty for the sprite's title."""
    layout: Layout = Layout.ROWS
    columns: int = 0
    """Frames a row (or columns of COLUMNS); 0 for as square as possible."""
    border: int = 0
    padding: int = 0
    """Between two frames."""
    inner_padding: int = 0
    """Around each frame, also at the edge of the sheet; not part of its box."""
    extrude: int = 0
    """How far the frame's edge pixels are repeated around its box."""
    trim: bool = False
    merge_duplicates: bool = False
    scale: int = 1
    power_of_two: bool = False
    max_size: int = 8192
    split: Split = Split.NONE
    only_tags: tuple[str, ...] = ()
    """Names of tags; empty for all frames."""
    ignore_layers: tuple[str, ...] = ()
    """Names of layers that are left out."""
    names: str = ""
    """Pattern of frame names with {title}, {tag}, {layer}, {frame}; empty for the names Aseprite gives."""
    unknown: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What a newer version stored."""

    def to_mapping(self) -> dict[str, Any]:
        """Plain values for the project file; `Recipe.from_mapping` reads it back."""
        plain: dict[str, Any] = dict(self.unknown)
        for one in fields(self):
            if one.name == "unknown":
                continue
            value = getattr(self, one.name)
            plain[one.name] = list(value) if isinstance(value, tuple) else _plain(value)
        return plain

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Recipe:
        """The recipe; missing keys take their defaults. UserError for a value that cannot be meant."""
        known = {one.name: one.default for one in fields(cls) if one.name != "unknown"}
        values: dict[str, Any] = {
            name: _checked(name, mapping[name], default) for name, default in known.items() if name in mapping
        }
        return cls(**values, unknown=MappingProxyType({k: v for k, v in mapping.items() if k not in known}))


def writes_same_files(one: Recipe, other: Recipe) -> bool:
    """Whether two recipes, exporting one sprite into one folder, write over each other."""
    single = Format.PNG_SEQUENCE
    return one.file_name == other.file_name and (one.format is single) == (other.format is single)


def clash_words(other: Recipe) -> str:
    """What to do about it."""
    return _("The recipe “{name}” writes the same files. Give one of the two another file name or folder.").format(
        name=other.name
    )


_RANGES = {
    "columns": (0, 4096),
    "border": (0, 256),
    "padding": (0, 256),
    "inner_padding": (0, 256),
    "extrude": (0, 64),
    "scale": (1, 64),
    "max_size": (1, LARGEST_SHEET),
}


PLACEHOLDERS = ("{title}", "{tag}", "{layer}", "{frame}")
"""What a pattern of frame names may hold."""


def check(recipe: Recipe) -> Recipe:
    """The recipe, or UserError naming the first value that is not possible."""
    strange = [word for word in re.findall(r"\{\w*\}", recipe.names) if word not in PLACEHOLDERS]
    if strange:
        raise UserError(
            _("Frame names know no {word}; they can hold {known}.").format(
                word=strange[0], known=", ".join(PLACEHOLDERS)
            )
        )
    for name, (lowest, highest) in _RANGES.items():
        value = getattr(recipe, name)
        if not lowest <= value <= highest:
            raise UserError(
                _("{name} is {value}; it has to be between {lowest} and {highest}.").format(
                    name=name.replace("_", " ").capitalize(), value=value, lowest=lowest, highest=highest
                )
            )
    return recipe


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def _checked(name: str, value: object, default: object) -> object:
    """The stored value as the type of the default."""
    if isinstance(default, StrEnum) and value in [member.value for member in type(default)]:
        return type(default)(value)
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if type(value) is type(default) and not isinstance(default, StrEnum | tuple):
        return value
    raise UserError(
        _("The export recipe has {value} as {name}, which is not possible. Choose it anew.").format(
            value=repr(value), name=name.replace("_", " ")
        )
    )
