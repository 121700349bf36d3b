"""`export SPRITE --format ... --out FOLDER`: the very export of the window, its recipe given by flags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studio.cli.errors import WrongUse
from studio.cli.terminal import say
from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.export.recipe import Format, Recipe, check, clash_words, writes_same_files

if TYPE_CHECKING:
    from studio.doc.model import Sprite

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
    "names": _(
        "Pattern of frame names, and of the files of single pictures, with {title}, {tag}, {layer} and {frame}."
    ),
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


@dataclass(frozen=True, slots=True)
class _Stored:
    """A recipe of a project, and the folder it writes to where it names one."""

    recipe: Recipe
    folder: Path | None
    others: tuple[tuple[Recipe, Path], ...] = ()
    """The other recipes of the project that name a folder, and that folder."""


def _export(sprite: Path, out: Path | None, *, recipe: str, overwrite: bool, **typed: Any) -> None:  # noqa: ANN401 - one a recipe field
    from studio.codec.load import open_sprite  # noqa: PLC0415 - --help does not read files
    from studio.export.write import ForeignFiles, export  # noqa: PLC0415

    stored = _stored(sprite, recipe) if recipe else _Stored(Recipe(), None)
    folder = out or stored.folder
    if folder is None:
        raise WrongUse(_("Say where the files go: --out FOLDER."))
    given = _given(typed)
    wished = recipe_from(stored.recipe, given)
    opened = open_sprite(sprite)
    _check_layers(opened.sprite, wished, given)
    try:
        written = export(opened.sprite, wished, folder, title=sprite.stem, overwrite=overwrite)
    except ForeignFiles as error:
        raise UserError(_("{problem} The flag --overwrite allows it.").format(problem=error)) from error
    for sentence in (*opened.notices, *written.warnings, *_clashes(stored, wished, folder)):
        say(sentence, err=True)
    count = len(written.files)
    click.echo(ngettext("Wrote {count} file:", "Wrote {count} files:", count).format(count=count))
    for path in written.files:
        say(f"  {path}")


def _check_layers(sprite: Sprite, recipe: Recipe, given: Mapping[str, Any]) -> None:
    """A layer that is not there was left out by nobody: typed, that is a mistake; a recipe may be for many sprites."""
    from studio.export.frames import absent_layers  # noqa: PLC0415 - --help does not read files

    absent = absent_layers(sprite, recipe)
    if not absent:
        return
    sentence = _("The sprite has no layer {names}. It has: {known}.").format(
        names=_quoted(absent), known=_quoted(layer.name for layer in sprite.layers)
    )
    if "ignore_layers" in given:
        raise UserError(sentence)
    say(sentence, err=True)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def recipe_from(stored: Recipe, given: Mapping[str, Any]) -> Recipe:
    """The stored recipe with these flags in its place; WrongUse for one that cannot be meant."""
    plain = {
        name: list(value) if isinstance(value, tuple) else value.replace("-", " ") if name == "layout" else value
        for name, value in given.items()
    }
    try:
        return check(Recipe.from_mapping({**stored.to_mapping(), **plain}))
    except UserError as error:
        raise WrongUse(str(error)) from error


def _clashes(stored: _Stored, wished: Recipe, folder: Path) -> list[str]:
    """Which other recipes of the project write over what was written, as sentences."""
    return [
        clash_words(other)
        for other, place in stored.others
        if place.resolve() == folder.resolve() and writes_same_files(wished, other)
    ]


def _given(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Only the flags that were really typed; the rest is the recipe's."""
    context = click.get_current_context()
    return {
        name: value
        for name, value in typed.items()
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }


def _stored(sprite: Path, name: str) -> _Stored:
    """The recipe of this name in the project around the sprite; WrongUse naming those there are."""
    from studio.store.project import project_around  # noqa: PLC0415 - --help does not read files

    project = project_around(sprite)
    if project is None:
        raise WrongUse(
            _("{sprite} lies in no project, so there is no recipe {name}. Give the flags instead.").format(
                sprite=sprite, name=name
            )
        )
    recipes = [Recipe.from_mapping(recipe) for recipe in project.recipes]
    for recipe in recipes:
        if recipe.name == name:
            places = [(other, project.folder / other.folder) for other in recipes if other.folder and other != recipe]
            return _Stored(recipe, project.folder / recipe.folder if recipe.folder else None, tuple(places))
    known = _quoted(recipe.name for recipe in recipes)
    if not known:
        raise WrongUse(_("The project {project} has no export recipes.").format(project=project.name))
    raise WrongUse(
        _("The project {project} has no recipe “{name}”; there is {known}.").format(
            project=project.name, name=name, known=known
        )
    )


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
            type=click.Path(file_okay=False, path_type=Path),
            metavar="FOLDER",
            help=_("Folder for the files; it is made when missing. Needed unless a recipe names one."),
        ),
        click.Option(
            ["--recipe"],
            default="",
            metavar="NAME",
            help=_("Export by a recipe of the project the sprite lies in; other flags change it for this time."),
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
