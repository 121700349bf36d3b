"""`demo OUT`: the whole job once without a window, through the same document, queue, takes and export."""

from __future__ import annotations

from pathlib import Path

import click

from studio.core.words import _


@click.command(
    name="demo",
    help=_(
        "Do the whole job once without a window: paint a mask on the sample hero, redo the masked part, fit a skeleton,"
        " make it walk, save the sprite and export the sheet. Every step and its picture is printed."
    ),
)
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
def command(out: Path) -> None:
    """Run all steps into the folder, which is made when missing."""
    from studio.cli.ledger import opened_ledger  # noqa: PLC0415 - --help needs none of it
    from studio.cli.tour import Tour  # noqa: PLC0415 - --help needs none of it

    with opened_ledger():  # a home that cannot be used is found before the first picture is written
        pass
    Tour(out, click.echo).run()
