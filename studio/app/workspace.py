"""The sprites that are open, each with its own history, and the one in front."""

from __future__ import annotations

from pathlib import Path

from psygnal import Signal

from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.document import Document
from studio.doc.history import DEFAULT_BUDGET
from studio.doc.model import Sprite


class Workspace:
    """Documents in the order of their tabs. Opening a file that is open brings it to the front."""

    documents_changed = Signal()
    active_changed = Signal(object)

    def __init__(self) -> None:
        self._documents: tuple[Document, ...] = ()
        self._active: Document | None = None
        self.undo_bytes = DEFAULT_BUDGET
        """What the history of a sprite opened from now on may hold."""

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._documents

    @property
    def active(self) -> Document | None:
        return self._active

    @property
    def unsaved(self) -> tuple[Document, ...]:
        return tuple(document for document in self._documents if document.is_dirty)

    def find(self, document_id: str) -> Document | None:
        return next((document for document in self._documents if document.id == document_id), None)

    def at_path(self, path: Path, *, besides: Document | None = None) -> Document | None:
        """The document of that file, if it is open; one that is another than `besides`."""
        wanted, others = path.resolve(), (document for document in self._documents if document is not besides)
        return next((doc for doc in others if doc.path is not None and doc.path.resolve() == wanted), None)

    def add(self, sprite: Sprite, *, path: Path | None = None, title: str = "", in_front: bool = True) -> Document:
        """Open a sprite in a new tab, in front unless somebody is at work on another one."""
        document = Document(sprite, path=path, title=title or self._free_title(), budget_bytes=self.undo_bytes)
        self._documents = (*self._documents, document)
        self.documents_changed.emit()
        if in_front or self._active is None:
            self.activate(document)
        return document

    def activate(self, document: Document | None) -> None:
        """Bring a document to the front; a gesture open in the other one is cancelled."""
        if document is self._active:
            return
        if self._active is not None and self._active.gesture is not None:
            self._active.gesture.cancel()
        self._active = document
        self.active_changed.emit(document)

    def require_active(self) -> Document:
        """The document in front, or UserError when none is open."""
        if self._active is None:
            raise UserError(_("No sprite is open. Open one or make a new one first."))
        return self._active

    def close(self, document: Document) -> None:
        """Drop a document, saved or not; its right neighbour comes to the front."""
        index = self._documents.index(document)
        rest = (*self._documents[:index], *self._documents[index + 1 :])
        if document is self._active:
            self.activate(rest[min(index, len(rest) - 1)] if rest else None)
        self._documents = rest
        self.documents_changed.emit()

    def move(self, document: Document, to: int) -> None:
        """Another place among the tabs."""
        rest = [other for other in self._documents if other is not document]
        rest.insert(to, document)
        self._documents = tuple(rest)
        self.documents_changed.emit()

    def _free_title(self) -> str:
        taken = {document.title for document in self._documents}
        number = 1
        while (title := _("Sprite {number}").format(number=number)) in taken:
            number += 1
        return title
