"""`lint SPRITE...`: faults in the pixels of sprites, for people and for checks that run by themselves.

Prints a line a finding and ends with status 1 when there is one, with 2 when a file could not be looked at; nothing is
changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studio.cli.errors import Exit, WrongUse
from studio.cli.terminal import say
from studio.core.errors import UserError
from studio.core.words import _, ngettext

if TYPE_CHECKING:
    from studio.local.lint import Finding

_ENDINGS = frozenset({".ase", ".aseprite", ".gif", ".png", ".webp"})
"""Of the files in a folder that are looked at."""
_SHOWN = 4
"""Pixels named in a line of text; JSON names all."""


@click.command(
    name="lint",
    help=_(
        "Look for faults in the pixels of sprites: colours off the palette, half-transparent and lonely pixels, parts"
        " that hang loose, frames that are empty or repeat another. Of a folder, all sprites and pictures in it. Ends"
        " with status 1 when there are any, and with 2 when a file could not be read."
    ),
)
@click.argument("sprites", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="SPRITE|FOLDER...")
@click.option("--palette", is_flag=True, help=_("Also name colours that are not in the sprite's own palette."))
@click.option("--json", "as_data", is_flag=True, help=_("Print the findings, as JSON."))
def command(sprites: tuple[Path, ...], palette: bool, as_data: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Print what was found."""
    report: dict[str, list[Finding]] = {}
    problems = 0
    for path in _files(sprites):
        try:
            report[str(path)] = _findings(path, with_palette=palette)
        except UserError as error:
            problems += 1
            say(str(error), err=True)
    if as_data:
        data = {name: [_as_data(one) for one in found] for name, found in report.items()}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif report:
        _print(report)
    if problems:
        words = ngettext("{count} file could not be looked at", "{count} files could not be looked at", problems)
        click.echo(words.format(count=problems), err=True)
        raise click.exceptions.Exit(Exit.WRONG_USE)
    if any(report.values()):
        raise click.exceptions.Exit(Exit.FAILED)


def _files(named: Sequence[Path]) -> Iterator[Path]:
    """The files that were named, and of folders those whose names say that they are sprites or pictures."""
    for path in named:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in _ENDINGS and one.is_file())
        if not inside:
            raise WrongUse(_("There is no sprite or picture in {folder}.").format(folder=path))
        yield from inside


def _findings(path: Path, *, with_palette: bool) -> list[Finding]:
    from studio.codec.load import open_sprite  # noqa: PLC0415 - --help does not read files
    from studio.doc.compose import flatten  # noqa: PLC0415
    from studio.local.lint import inspected  # noqa: PLC0415

    sprite = open_sprite(path).sprite
    frames = [flatten(sprite, frame.id) for frame in sprite.frames]
    return inspected(frames, palette=sprite.palette.array() if with_palette and sprite.palette.colours else None)


def _print(report: dict[str, list[Finding]]) -> None:
    total = sum(len(found) for found in report.values())
    for name, found in report.items():
        for one in found:
            say(f"{name}: {_line(one)}")
    click.echo(ngettext("{count} finding", "{count} findings", total).format(count=total))


def _line(one: Finding) -> str:
    text = _("frame {frame}: {fault}").format(frame=one.frame, fault=one.fault.value)
    if one.other is not None:
        return text + " " + _("(the same as frame {frame})").format(frame=one.other)
    if not one.pixels:
        return text
    places = ", ".join(f"{x},{y}" for x, y in one.pixels[:_SHOWN])
    more = len(one.pixels) - _SHOWN
    return f"{text} " + (
        _("at {places} and {more} more").format(places=places, more=more)
        if more > 0
        else _("at {places}").format(places=places)
    )


def _as_data(one: Finding) -> dict[str, Any]:
    data: dict[str, Any] = {"frame": one.frame, "fault": one.fault.value}
    if one.pixels:
        data["pixels"] = [list(pixel) for pixel in one.pixels]
    if one.other is not None:
        data["same_as"] = one.other
    return data
