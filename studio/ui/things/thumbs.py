"""A small picture of each thing, read or fetched when its row is first painted; two at a time, off the loop."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from PySide6.QtCore import QObject, Signal

from studio.app.sample_map import map_tiles, picture_of, sample_map
from studio.app.session import Session
from studio.app.thing_records import Thing
from studio.app.thing_sprites import pictures_of, sides_of
from studio.app.things import tiles_of
from studio.core.errors import StudioError
from studio.doc.compose import flatten
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels

_AT_ONCE = 2
_CELLS = 3
"""Tiles a side of the map that stands for a tileset."""
_MOST = 500
"""Pictures that are held; the ones seen longest ago go first."""


class Thumbs(QObject):
    """`came` tells that a picture is there. What could not be had is not asked for again until `forget`."""

    came = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._pictures: OrderedDict[str, Pixels | None] = OrderedDict()
        self._waiting: set[str] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)

    def of(self, thing: Thing) -> Pixels | None:
        """The picture, if it is here; else it is asked for."""
        if thing.id in self._pictures:
            self._pictures.move_to_end(thing.id)
            return self._pictures[thing.id]
        if thing.id not in self._waiting:
            self._waiting.add(thing.id)
            self._session.tasks.launch(self._load(thing), name="thumbnail of a thing")
        return None

    def forget(self, *, missing_only: bool = True) -> None:
        """Ask again for what could not be had."""
        for thing_id in [known for known, picture in self._pictures.items() if picture is None or not missing_only]:
            del self._pictures[thing_id]

    async def _load(self, thing: Thing) -> None:
        picture: Pixels | None = None
        try:
            async with self._places:
                sprite = await self._session.things.pictures(thing)
                if sprite is not None:
                    picture = await asyncio.to_thread(_front_of, sprite)
        except StudioError:
            picture = None  # a row without its picture; the page of the thing says what is wrong
        finally:
            self._waiting.discard(thing.id)
        self._pictures[thing.id] = picture
        while len(self._pictures) > _MOST:
            self._pictures.popitem(last=False)
        self.came.emit()


def _front_of(sprite: Sprite) -> Pixels:
    """The side that looks at us, a corner of the map of a tileset, else the first picture."""
    if tiles := tiles_of(sprite):
        return picture_of(sample_map(map_tiles(pictures_of(sprite), tiles), columns=_CELLS, rows=_CELLS, seed=1))
    sides = sides_of(sprite)
    if sides:
        return sides.get("south", next(iter(sides.values())))
    return flatten(sprite, sprite.frames[0].id)
