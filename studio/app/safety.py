"""Keeps copies of unsaved sprites while the program runs, and offers those that a crash left behind.

A copy is made a moment after each change, in a thread, of the root as it was then; painting never waits for it.
"""

from __future__ import annotations

import asyncio
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
    from studio.app.session import Session

RECOVER = "file.recover"
"""Id of the action that opens what was left behind."""


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
        self._restored: dict[str, Recovered | None] = {}
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
        """Open everything that was left behind, unsaved; the copies stay until each is saved or closed."""
        store, found = self._store, self._found
        self._found = ()
        for one in found if store is not None else ():
            try:
                sprite = store.restore(one) if store is not None else None
            except UserError as error:
                self._session.report(error)
                continue
            if sprite is not None:
                document = self._session.workspace.add(
                    sprite, path=one.path, title=_("{title} (recovered)").format(title=one.title)
                )
                document.mark_unsaved()
                self._restored[document.id] = one
                self._keep_soon(document)
        self.found_changed.emit()

    async def close(self) -> None:
        """Make the last copies of what is unsaved and let go of the folder. The person was asked before."""
        store = self._store
        if store is None:
            return
        for document in self._session.documents:
            await self.let_go(document)
        store.close()

    def forget(self, document: Document) -> None:
        """The person saved it, or closed it knowing that it was not saved."""
        if self._store is not None:
            self._store.drop(document.id)
            left = self._restored.pop(document.id, None)
            if left is not None:
                self._store.discard(left)

    async def let_go(self, document: Document) -> None:
        """The person closes it without saving: a copy stays, unless it was a recovered one that is not wanted."""
        if document.id in self._restored:
            self.forget(document)
        elif document.is_dirty and not document.sprite.read_only:
            await self._keep(document)

    def _watch(self) -> None:
        open_ids = {document.id for document in self._session.documents}
        for document in self._session.documents:
            if document.id not in self._watched:
                self._watched.add(document.id)
                document.changed.connect(partial(self._keep_soon, document), check_nargs=False)
                document.saved.connect(partial(self.forget, document), check_nargs=False)
        self._watched &= open_ids

    def _keep_soon(self, document: Document, *_change: object) -> None:
        if document.id not in self._waiting and not document.sprite.read_only:
            self._waiting.add(document.id)
            self._session.tasks.launch(self._keep_later(document), name="recovery copy")

    async def _keep_later(self, document: Document) -> None:
        await self._clock.sleep(float(self._session.settings.get("files.recovery_seconds")))
        self._waiting.discard(document.id)
        if document in self._session.documents and document.is_dirty:
            await self._keep(document)

    async def _keep(self, document: Document) -> None:
        if self._store is None:
            return
        sprite = document.sprite
        keep = partial(self._store.snapshot, document.id, sprite, title=document.title, path=document.path)
        try:
            await asyncio.to_thread(keep)
        except UserError as error:
            self._session.report(error)
            return
        older = self._restored.get(document.id)
        if older is not None:
            self._restored[document.id] = None  # the copy just made is newer and whole
            self._store.discard(older)
        self.kept.emit(document)
