"""`open`: listed here for the overview; the entry point hands it to the window before this level is reached."""

from __future__ import annotations

from pathlib import Path

import click

from studio.cli.errors import WrongUse
from studio.core.words import _


@click.command(name="open", help=_("Open the window, with these sprites, pictures or projects if some are named."))
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...]) -> None:
    """Reached only when this level is called directly."""
    raise WrongUse(
        _("The window is opened by the program itself: sprite-studio open {paths}").format(
            paths=" ".join(str(path) for path in paths)
        )
    )
