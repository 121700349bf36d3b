"""What is let go over a timeline after it has left one: goods of another sprite, or its own that came back."""

from __future__ import annotations

from studio.app.session import Session
from studio.doc.document import Document
from studio.ui.timeline.drags import Apply, Cell, Goods, Load, Marks, Place, put_frames
from studio.ui.timeline.dropping import bring
from studio.ui.timeline.part_drags import CarryParts, carried, part_of_goods, row_of


class Incoming:
    """Takes them for one document."""

    def __init__(self, session: Session, document: Document, apply: Apply) -> None:
        self._session = session
        self._document = document
        self._apply = apply

    def takes(self, load: Load | None) -> bool:
        """Whether a timeline is a place for it."""
        return load is not None and load.goods is not Goods.PALETTE

    def marks(self, load: Load, place: Place) -> Marks:
        """Where it would go."""
        layout = place.layout
        if load.goods is Goods.FRAMES:
            return Marks(gap=layout.gap_at(place.x))
        index, row = layout.frame_at(place.x), row_of(layout, load.goods)
        room = range(len(layout.sprite.frames))
        return Marks(cells=tuple(Cell(row, index + step) for step in self._steps(load) if index + step in room))

    def release(self, load: Load, place: Place) -> None:
        """Put it there as one undo step; what cannot be done is said."""
        is_own = load.document == self._document.id
        if load.goods is Goods.FRAMES and is_own:
            put_frames(self._document, self._apply, load, place)
        elif load.goods is Goods.FRAMES:
            bring(self._session, load, self._document, place.layout.gap_at(place.x))
        elif is_own:
            part, first = part_of_goods(load.goods), self._document.sprite.frame_index(load.frames[0])
            CarryParts(self._document, part, first, self._apply, ids=load.frames).release(place)
        else:
            bring(self._session, load, self._document, place.layout.frame_at(place.x))

    def _steps(self, load: Load) -> list[int]:
        """How far each of the frames that have one lies behind the first of them."""
        source = self._session.workspace.find(load.document)
        if source is None:
            return []
        ids = carried(source.sprite, part_of_goods(load.goods), load.frames)
        indices = [source.sprite.frame_index(frame) for frame in ids]
        return [index - min(indices) for index in indices]
