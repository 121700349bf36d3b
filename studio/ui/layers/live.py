"""A change that is seen while a control moves and is one undo step in the end. Free of Qt."""

from __future__ import annotations

from studio.core.errors import StudioError
from studio.doc.document import Document, Edit


class LiveStep:
    """Every `show` takes the last one back, so that any number of them are one step. `end` closes the step."""

    def __init__(self) -> None:
        self._document: Document | None = None
        self._base = 0

    def show(self, document: Document, label: str, edit: Edit) -> None:
        """Make the change for now, in place of the one shown before. Raises what the edit raises."""
        if self._document is not document:
            self._document, self._base = document, document.history.index
        elif document.history.index == self._base + 1:
            document.undo()
        try:
            document.apply(label, edit)
        except StudioError:
            self.end()
            raise

    def end(self) -> None:
        """What is shown stays; the next change is another step."""
        self._document = None
