"""Pictures of results, decoded in worker threads: small ones for the cards, whole ones for what plays.

What was asked for last is made first, and what scrolled away unseen is forgotten; memory is bounded.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from studio.app.gallery import Gallery
from studio.app.gallery_entry import Entry
from studio.app.gallery_thumbs import Thumb, ThumbStore, thumb_of
from studio.app.takes import Take
from studio.core.errors import StudioError
from studio.core.tasks import TaskOwner
from studio.ui.forms.thumbnail import image_of

MOST_BYTES = 32 * 2**20
"""Of small pictures that are kept in memory."""
_FIXED_BYTES = 512
"""What a picture costs besides its pixels, roughly."""
_MOST_WAITING = 160
_AT_ONCE = 8
_WHOLE_TAKES = 6


class Shown(NamedTuple):
    """A small picture ready to be painted; `image` is None where there is none. `created` tells of which state of a
    result it is: one that came in parts has grown."""

    thumb: Thumb
    image: QImage | None
    created: float


class Thumbs(QObject):
    """Small pictures by result; `ready` tells the ids of those that came."""

    ready = Signal(list)

    def __init__(self, gallery: Gallery, tasks: TaskOwner, store: ThumbStore, *, parent: QObject) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._tasks = tasks
        self._store = store
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self._bytes = 0
        self._waiting: OrderedDict[str, Entry] = OrderedDict()
        self._works = False

    @property
    def bytes(self) -> int:
        """What the pictures in memory take."""
        return self._bytes

    @property
    def is_idle(self) -> bool:
        return not self._works

    def get(self, entry: Entry) -> Shown | None:
        """The picture when it is here; else it is made, and `ready` tells when."""
        shown = self._shown.get(entry.id)
        if shown is not None and shown.created == entry.created:
            self._shown.move_to_end(entry.id)
            return shown
        self._waiting[entry.id] = entry
        self._waiting.move_to_end(entry.id)
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popitem(last=False)
        if not self._works:
            self._works = True
            self._tasks.launch(self._work(), name="pictures of the gallery")
        return None

    def forget(self, ids: Sequence[str]) -> None:
        """Make these anew when they are next seen."""
        for take_id in ids:
            old = self._shown.pop(take_id, None)
            self._bytes -= _cost(old) if old is not None else 0

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch = [self._waiting.popitem()[1] for _number in range(min(_AT_ONCE, len(self._waiting)))]
                made = await asyncio.to_thread(self._make, batch)
                for take_id, shown in made.items():
                    self._keep(take_id, shown)
                self.ready.emit(list(made))
        finally:
            self._works = False

    def _make(self, entries: Sequence[Entry]) -> dict[str, Shown]:
        """Runs in a thread."""
        made: dict[str, Shown] = {}
        for entry in entries:
            thumb = self._store.get(entry)
            if thumb is None:
                try:
                    thumb = thumb_of(self._gallery.load(entry))
                    self._store.put(entry, thumb)
                except StudioError as error:
                    thumb = Thumb(trouble=str(error))
            image = image_of(thumb.pixels) if thumb.pixels is not None else None
            made[entry.id] = Shown(thumb, image, entry.created)
        return made

    def _keep(self, take_id: str, shown: Shown) -> None:
        self.forget([take_id])
        self._shown[take_id] = shown
        self._bytes += _cost(shown)
        while self._bytes > MOST_BYTES and len(self._shown) > 1:
            _id, old = self._shown.popitem(last=False)
            self._bytes -= _cost(old)


class WholeTakes(QObject):
    """The few results that were last looked at as they are."""

    ready = Signal(str)
    failed = Signal(str, str)
    """An id, and why it cannot be loaded, as a sentence."""

    def __init__(self, gallery: Gallery, tasks: TaskOwner, *, parent: QObject) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._tasks = tasks
        self._takes: OrderedDict[tuple[str, float], Take] = OrderedDict()
        self._coming: set[str] = set()

    def get(self, entry: Entry) -> Take | None:
        """The take when it is here; else it is loaded, and `ready` tells when."""
        key = (entry.id, entry.created)
        take = self._takes.get(key)
        if take is not None:
            self._takes.move_to_end(key)
        elif entry.id not in self._coming:
            self._coming.add(entry.id)
            self._tasks.launch(self._load(entry), name=f"result {entry.id}")
        return take

    async def load(self, entry: Entry) -> Take:
        """The take, loaded where it is not here. UserError when its files are gone or damaged."""
        key = (entry.id, entry.created)
        take = self._takes.get(key)
        if take is None:
            take = self._takes[key] = await asyncio.to_thread(self._gallery.load, entry)
            while len(self._takes) > _WHOLE_TAKES:
                self._takes.popitem(last=False)
        return take

    async def _load(self, entry: Entry) -> None:
        try:
            await self.load(entry)
        except StudioError as error:
            self.failed.emit(entry.id, str(error))
        else:
            self.ready.emit(entry.id)
        finally:
            self._coming.discard(entry.id)


def _cost(shown: Shown) -> int:
    return _FIXED_BYTES + (shown.image.sizeInBytes() if shown.image is not None else 0)
