"""Keeps copies of unsaved sprites while the program runs, and offers those that a crash left behind.

A copy is made a moment after each change, in a thread, of the root as it was then; painting never waits for it. It
goes when the sprite is saved, or undone to what its file holds; a sprite closed without saving leaves it behind.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from psygnal import Signal

from studio.app.surface import Level
from studio.core import paths
from studio.core.clock import Clock, SystemClock
from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.doc.document import Document
from studio.store.recovery import Recovered, RecoveryStore

if TYPE_CHECKING:
    from pathlib import Path

    from studio.app.session import Session
    from studio.doc.model import Sprite

RECOVER = "file.recover"
"""Id of the action that opens what was left behind."""


@dataclass(slots=True)
class _Restored:
    """A sprite that was left behind and is open again."""

    copy: Recovered | None
    """What the earlier run left; None once this run has made a copy of its own."""
    name: str
    """Its title before it was lost."""
    shown: str
    """Its title since; a person who saves it under another name ends that."""


class Safety:
    """One for a session. `found_changed` comes when there is more or less to recover, `kept` after each copy."""

    found_changed = Signal()
    kept = Signal(object)

    def __init__(self, session: Session, *, clock: Clock | None = None) -> None:
        self._session = session
        self._clock = clock or SystemClock()
        self._store: RecoveryStore | None = None
        self._watched: set[str] = set()
        self._waiting: set[str] = set()
        self._restored: dict[str, _Restored] = {}
        self._unwanted: set[str] = set()
        self._turn = asyncio.Lock()  # so that the newest copy is the last one written
        self._found: tuple[Recovered, ...] = ()
        session.commands.add(RECOVER, self.recover, enabled=self.has_found)

    def has_found(self) -> bool:
        """Whether an earlier run left unsaved sprites."""
        return bool(self._found)

    def start(self) -> None:
        """Begin to keep copies, and say what an earlier run left. Needs the running loop."""
        try:
            self._store = RecoveryStore(paths.data_dir() / "recovery")
            found = self._store.left_behind()
        except UserError as error:
            self._session.report(error)
            return
        self._session.documents_changed.connect(self._watch)
        self._watch()
        for sentence in found.notices:
            self._session.say(sentence, Level.WARN)
        self._found = found.documents
        if self._found:
            text = ngettext(
                "{count} sprite was not saved when the studio stopped last time: {names}.",
                "{count} sprites were not saved when the studio stopped last time: {names}.",
                len(self._found),
            )
            names = ", ".join(one.title for one in self._found[:4])
            self._session.say(text.format(count=len(self._found), names=names), Level.WARN, action=RECOVER)
            self.found_changed.emit()

    def recover(self) -> None:
        """Open everything that was left behind, unsaved; the copies stay until each is saved or thrown away."""
        store, found = self._store, self._found
        self._found = ()
        for one in found if store is not None else ():
            try:
                sprite = store.restore(one) if store is not None else None
            except UserError as error:
                self._session.report(error)
                continue
            if sprite is not None:
                shown = _("{title} (recovered)").format(title=one.title)
                document = self._open_again(sprite, one.path, shown)
                self._restored[document.id] = _Restored(one, one.title, shown)
        self.found_changed.emit()

    def _open_again(self, sprite: Sprite, path: Path | None, title: str) -> Document:
        """In a tab of its own, the only one of its file: a tab that shows what the file holds is closed; one with
        changes of its own keeps the file, and what is recovered gets a name when it is saved."""
        workspace = self._session.workspace
        other = workspace.at_path(path) if path is not None else None
        document = workspace.add(sprite, path=None if other is not None and other.is_dirty else path, title=title)
        if other is not None and not other.is_dirty:
            workspace.close(other)
        document.mark_unsaved()
        return document

    def is_recovered(self, document: Document) -> bool:
        """Whether an earlier run left it behind and it was not saved since."""
        return document.id in self._restored

    async def close(self) -> None:
        """Make the last copies of what is unsaved and let go of the folder. The person was asked before."""
        store = self._store
        if store is None:
            return
        for document in self._session.documents:
            await self.let_go(document)
        self._store = None
        store.close()

    async def let_go(self, document: Document) -> None:
        """The person closes it: what is unsaved stays behind as a copy and is offered at the next start."""
        if not document.is_dirty or document.id in self._unwanted:
            self._drop(document)
        elif not document.sprite.read_only:
            await self._keep(document)

    def throw_away(self, document: Document) -> None:
        """The person does not want it offered again: closing it leaves no copy, unless it is changed before that."""
        self._unwanted.add(document.id)

    def _watch(self) -> None:
        open_ids = {document.id for document in self._session.documents}
        for document in self._session.documents:
            if document.id not in self._watched:
                self._watched.add(document.id)
                document.changed.connect(partial(self._on_changed, document), check_nargs=False)
                document.saved.connect(partial(self._on_saved, document), check_nargs=False)
                self._keep_soon(document)  # one that no file holds was never changed
        self._watched &= open_ids

    def _on_changed(self, document: Document, *_change: object) -> None:
        self._unwanted.discard(document.id)
        if document.is_dirty:
            self._keep_soon(document)
        else:
            self._session.tasks.launch(self._drop_undone(document), name="recovery copy")

    async def _drop_undone(self, document: Document) -> None:
        async with self._turn:
            if not document.is_dirty:
                self._drop(document)

    def _on_saved(self, document: Document) -> None:
        """Where it was painted on while it was written, its copy still holds more than the file."""
        if not document.is_dirty:
            self._drop(document)

    def _drop(self, document: Document) -> None:
        """No copy is needed of what a file holds."""
        if self._store is None:
            return
        left = self._restored.pop(document.id, None)
        try:
            self._store.drop(document.id)
            if left is not None and left.copy is not None:
                self._store.discard(left.copy)
        except UserError as error:
            self._session.report(error)

    def _keep_soon(self, document: Document) -> None:
        if document.id not in self._waiting and not document.sprite.read_only:
            self._waiting.add(document.id)
            self._session.tasks.launch(self._keep_later(document), name="recovery copy")

    async def _keep_later(self, document: Document) -> None:
        await self._clock.sleep(float(self._session.settings.get("files.recovery_seconds")))
        self._waiting.discard(document.id)
        if document in self._session.documents and document.is_dirty:
            await self._keep(document)

    async def _keep(self, document: Document) -> None:
        async with self._turn:
            if self._store is None or document.id in self._unwanted:
                return
            title = self._name_of(document)
            keep = partial(self._store.snapshot, document.id, document.sprite, title=title, path=document.path)
            try:
                await asyncio.to_thread(keep)
                self._forget_older(document)
            except UserError as error:
                self._session.report(error)
                return
            if not document.is_dirty:  # saved or undone meanwhile
                self._drop(document)
        self.kept.emit(document)

    def _name_of(self, document: Document) -> str:
        """What it is called when it is offered again: not recovered twice over."""
        restored = self._restored.get(document.id)
        return restored.name if restored is not None and document.title == restored.shown else document.title

    def _forget_older(self, document: Document) -> None:
        """The copy just made is newer than the one that was left behind, and whole."""
        restored = self._restored.get(document.id)
        if self._store is not None and restored is not None and restored.copy is not None:
            older, restored.copy = restored.copy, None
            self._store.discard(older)
