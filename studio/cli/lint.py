"""`lint SPRITE...`: faults in the pixels of sprites, for people and for checks that run by themselves.

Prints a line a finding and ends with status 1 when there is one; nothing is changed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studio.cli.errors import Exit
from studio.core.words import _, ngettext

if TYPE_CHECKING:
    from studio.local.lint import Finding

_SHOWN = 4
"""Pixels named in a line of text; JSON names all."""


@click.command(
    name="lint",
    help=_("Look for faults in the pixels of sprites: colours off the palette, half-transparent and lonely pixels, ")
    + _("parts that hang loose, frames that are empty or repeat another. Ends with status 1 when there are any."),
)
@click.argument("sprites", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--palette", is_flag=True, help=_("Also name colours that are not in the sprite's own palette."))
@click.option("--json", "as_data", is_flag=True, help=_("Print the findings, as JSON."))
def command(sprites: tuple[Path, ...], palette: bool, as_data: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Print what was found."""
    report = {str(path): _findings(path, with_palette=palette) for path in sprites}
    if as_data:
        data = {name: [_as_data(one) for one in found] for name, found in report.items()}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _print(report)
    if any(report.values()):
        raise click.exceptions.Exit(Exit.FAILED)


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
            click.echo(f"{name}: {_line(one)}")
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
