"""The gallery with results of this computer, some of them with a star and on a board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shots import Shot, ended, session_of, settled

if TYPE_CHECKING:
    from studio.spec.operation import Operation
    from studio.ui.window import MainWindow

_SPRITES = 14
_TILES = 6
_BOARD = (1, 4, 7, 9)
_STARS = (2, 4)


async def _gallery(window: MainWindow) -> QWidget:
    from studio.ui.gallery.grid import GalleryGrid  # noqa: PLC0415
    from studio.ui.gallery.model import GalleryModel  # noqa: PLC0415

    session = session_of(window)
    gallery = session.gallery
    for operation in _requests(window):
        await ended(window, session.generate(operation))
    await settled()
    session.takes.choose(None)
    ids = [entry.id for entry in sorted(gallery.entries, key=lambda entry: -entry.created)]
    gallery.new_board("Monsters", [ids[number] for number in _BOARD])
    gallery.new_board("Ground", ids[-_TILES - 1 : -1])
    gallery.star([ids[number] for number in _STARS], on=True)
    window.show_panel("gallery")
    await settled()
    grid = window.docks["gallery"].findChild(GalleryGrid)
    model = grid.model() if grid is not None else None
    if grid is not None and isinstance(model, GalleryModel):
        grid.setCurrentIndex(model.index_of(ids[_STARS[0]]))
    return window.docks["gallery"]


def _requests(window: MainWindow) -> list[Operation]:
    """Sprites, tiles, and the figure in front with a line around it."""
    from studio.doc.compose import flatten  # noqa: PLC0415
    from studio.providers import registry  # noqa: PLC0415
    from studio.spec.field import Picture  # noqa: PLC0415

    sprite = session_of(window).workspace.require_active().sprite
    frames = tuple(Picture(flatten(sprite, frame.id)) for frame in sprite.frames[4:10])
    tile, made = registry.operation("local/terrain-tile"), registry.operation("local/procedural-sprite")
    requests: list[Operation] = [tile(seed=number) for number in range(1, _TILES + 1)]
    requests += [made(seed=number) for number in range(1, _SPRITES + 1)]
    requests.append(registry.operation("local/outline")(images=frames, colour="#f2c14e"))
    return requests


SHOTS = (Shot("gallery", _gallery),)
