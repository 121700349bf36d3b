"""Files on their way into tabs: decoded in a worker thread, one after another, so that the window stays usable.

A file is a sprite in a tab once it was read whole, or nothing at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from psygnal import Signal

from studio.app.surface import Level
from studio.codec.load import open_sprite
from studio.codec.opened import Opened
from studio.core.errors import StudioError
from studio.doc.document import Document

if TYPE_CHECKING:
    from studio.app.session import Session


class Way(NamedTuple):
    """The file that is being read, and how far those that were asked for have come."""

    name: str
    number: int
    total: int


class Opening:
    """`changed` comes when `way` is another one; it is None while nothing is read."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        self._session = session
        self._turn = asyncio.Lock()
        self._callers = 0
        self._asked = 0
        self._read = 0
        self._way: Way | None = None
        self._stop: asyncio.Future[None] | None = None

    @property
    def way(self) -> Way | None:
        return self._way

    def cancel(self) -> None:
        """Leave the file that is being read, and all that wait; what is open already stays."""
        if self._stop is not None and not self._stop.done():
            self._stop.set_result(None)

    async def open_all(self, paths: Iterable[Path]) -> tuple[Document, ...]:
        """Open files in this order; what goes wrong is said, and the others are opened all the same."""
        wanted = tuple(paths)
        opened: list[Document] = []
        if self._stop is None:
            self._stop = asyncio.get_running_loop().create_future()
        stop = self._stop
        self._asked += len(wanted)
        self._callers += 1
        try:
            async with self._turn:
                for path in wanted:
                    if stop.done():
                        break
                    self._read += 1
                    document = await self._open(path, stop)
                    opened += [document] if document is not None else []
        finally:
            self._callers -= 1
            if not self._callers:
                self._asked, self._read, self._stop = 0, 0, None
                self._show(None)
        return tuple(opened)

    def put(self, path: Path, opened: Opened) -> Document:
        """A file that was read, as a sprite in a tab of its own; what is to be known of it is said."""
        session = self._session
        # A picture by another name is no file of ours to write over.
        native = path.suffix.lower() in (".aseprite", ".ase") and bool(opened.sprite.keep.header)
        document = session.workspace.add(opened.sprite, path=path if native else None, title=path.name)
        session.settings.remember_recent(path)
        for sentence in (opened.sprite.read_only, *opened.notices):
            if sentence:
                session.say(sentence, Level.WARN)
        return document

    async def _open(self, path: Path, stop: asyncio.Future[None]) -> Document | None:
        """The file's document; None when it was left or could not be read."""
        known = self._session.workspace.at_path(path)
        if known is not None:
            self._session.workspace.activate(known)
            return known
        self._show(Way(path.name, self._read, self._asked))
        reading = asyncio.get_running_loop().run_in_executor(None, open_sprite, path)
        reading.add_done_callback(_forget)
        await asyncio.wait((reading, stop), return_when=asyncio.FIRST_COMPLETED)
        if stop.done() or self._session.is_closed:
            return None
        try:
            return self.put(path, reading.result())
        except StudioError as error:
            self._session.report(error)
            return None

    def _show(self, way: Way | None) -> None:
        if way != self._way:
            self._way = way
            self.changed.emit()


def _forget(reading: asyncio.Future[Opened]) -> None:
    """Looks at an error, so that a file nobody waits for any more leaves no complaint."""
    if not reading.cancelled():
        reading.exception()
