"""`export SPRITE --format ... --out FOLDER`: the very export of the window, its recipe given by flags."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from studio.core.words import _, ngettext
from studio.export.recipe import Format, Recipe

_HELP: dict[str, str] = {
    "layout": _("Where the frames stand in the sheet."),
    "columns": _("Frames in a row (or number of columns); 0 for as square as possible."),
    "border": _("Empty pixels around the whole sheet."),
    "padding": _("Empty pixels between two frames."),
    "inner_padding": _("Empty pixels around each frame."),
    "extrude": _("How many pixels each frame's edge is repeated outwards."),
    "trim": _("Cut away the transparent margin of each frame."),
    "merge_duplicates": _("Frames that look the same share one place."),
    "scale": _("Enlarge by whole pixels."),
    "power_of_two": _("Make the sheet's sides powers of two."),
    "max_size": _("Longest side the sheet may have."),
    "split": _("Export each frame once for each of these."),
    "only_tags": _("Only the frames of this tag; may be repeated."),
    "ignore_layers": _("Leave this layer out; may be repeated."),
    "names": _("Pattern of frame names with {title}, {tag}, {layer} and {frame}."),
    "file_name": _("Name of the files without ending; the sprite's own when left out."),
}


def _options() -> list[click.Parameter]:
    return [_option(one) for one in fields(Recipe) if one.name in _HELP]


def _option(one: Field[Any]) -> click.Option:
    flag, help_text = "--" + one.name.replace("_", "-"), _HELP[one.name]
    default = one.default if one.default is not MISSING else None
    if isinstance(default, bool):
        return click.Option([one.name, flag], is_flag=True, help=help_text)
    if isinstance(default, StrEnum):
        words = [member.value.replace(" ", "-") for member in type(default)]
        return click.Option(
            [one.name, flag], type=click.Choice(words), default=default.value, show_default=True, help=help_text
        )
    if isinstance(default, tuple):
        return click.Option([one.name, flag], multiple=True, metavar="NAME", help=help_text)
    if isinstance(default, int):
        return click.Option(
            [one.name, flag], type=int, default=default, show_default=True, metavar="NUMBER", help=help_text
        )
    return click.Option([one.name, flag], default="", metavar="TEXT", help=help_text)


def _export(sprite: Path, out: Path, *, overwrite: bool, **typed: Any) -> None:  # noqa: ANN401 - one a recipe field
    from studio.codec.load import open_sprite  # noqa: PLC0415 - --help does not read files
    from studio.export.write import export  # noqa: PLC0415

    opened = open_sprite(sprite)
    written = export(opened.sprite, recipe_from(typed), out, title=sprite.stem, overwrite=overwrite)
    for sentence in (*opened.notices, *written.warnings):
        click.echo(sentence, err=True)
    count = len(written.files)
    click.echo(ngettext("Wrote {count} file:", "Wrote {count} files:", count).format(count=count))
    for path in written.files:
        click.echo(f"  {path}")


def recipe_from(typed: dict[str, Any]) -> Recipe:
    """The recipe of these flags; UserError for one that cannot be meant."""
    plain = {
        name: list(value) if isinstance(value, tuple) else value.replace("-", " ") if name == "layout" else value
        for name, value in typed.items()
    }
    return Recipe.from_mapping(plain)


command = click.Command(
    "export",
    help=_("Write a sprite, picture or animation as a sheet with its description, or as single pictures."),
    params=[
        click.Argument(["sprite"], type=click.Path(path_type=Path)),
        click.Option(
            ["--format"],
            type=click.Choice([one.value for one in Format]),
            default=Format.ASEPRITE_JSON_HASH.value,
            show_default=True,
            help=_("Which files are made."),
        ),
        click.Option(
            ["--out"],
            required=True,
            type=click.Path(file_okay=False, path_type=Path),
            metavar="FOLDER",
            help=_("Folder for the files; it is made when missing."),
        ),
        click.Option(
            ["--overwrite"],
            is_flag=True,
            help=_("Also replace files that the studio did not write or that were changed."),
        ),
        *_options(),
    ],
    callback=_export,
)
