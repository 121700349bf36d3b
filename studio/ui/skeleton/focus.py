"""Which joint of a document is chosen: shared by its canvas and the pose panel, forgotten with the document."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from psygnal import Signal

from studio.doc.document import Document


class JointFocus:
    """The label of the chosen joint, or None."""

    changed = Signal()

    def __init__(self) -> None:
        self._label: str | None = None

    @property
    def label(self) -> str | None:
        return self._label

    def choose(self, label: str | None) -> None:
        """Choose another joint, or none."""
        if label != self._label:
            self._label = label
            self.changed.emit()


_known: WeakKeyDictionary[Document, JointFocus] = WeakKeyDictionary()


def joint_focus(document: Document) -> JointFocus:
    """The one focus of a document."""
    return _known.setdefault(document, JointFocus())
