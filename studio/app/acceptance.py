"""Accepting takes: the switches, what they make of the chosen take, and which takes are in a sprite now.

A take that has to be worked on is made in a worker thread; what comes too late for the wish it was made for is dropped.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psygnal import Signal

from studio.app import place
from studio.app.accepting import Fitted, SizeWay, fit, fits, is_as_it_came
from studio.app.place import Placement
from studio.app.switches import Switches, SwitchMemory
from studio.app.takes import Take
from studio.core import paths
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.document import Document
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels

if TYPE_CHECKING:
    from studio.app.session import Session


class Acceptance:
    """`changed` comes when the chosen take would be put down otherwise than before."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        self._session = session
        self.memory = SwitchMemory(paths.config_dir())
        self._size_ways: dict[tuple[Size, Size], SizeWay] = {}
        self._made: tuple[_Wish, Fitted] | None = None
        self._wanted: _Wish | None = None
        self._making: asyncio.Task[None] | None = None
        self._awaited = ""
        """Id of the take that is accepted as soon as it is made."""
        self._uses: list[_Use] = []
        self.memory.changed.connect(self._on_switched)
        session.project_changed.connect(self._on_project_changed)

    @property
    def switches(self) -> Switches:
        return self.memory.switches

    def size_way(self, take: Take) -> SizeWay | None:
        """What is done with a take that is larger than the sprite in front; None for one that fits, and before
        anybody chose. Remembered for takes of that size."""
        sprite = self._sprite
        if sprite is None or fits(take, sprite.size):
            return None
        return self._size_ways.get((take.size, sprite.size))

    def choose_size(self, take: Take, way: SizeWay | None) -> None:
        """Another way for takes of this size; None takes the choice back."""
        sprite = self._sprite
        if sprite is None or way == self.size_way(take):
            return
        self._size_ways.pop((take.size, sprite.size), None)
        if way is not None:
            self._size_ways[take.size, sprite.size] = way
        self.changed.emit()

    def placements(self, take: Take) -> tuple[Placement, ...]:
        """The ways that make sense for it now, the best first."""
        return place.placements(take, self._sprite, made_to_fit=self.size_way(take) is not None)

    def refusal(self, take: Take, placement: Placement) -> str:
        """Why it cannot be accepted this way, as a sentence; empty when it can."""
        if placement in self.placements(take):
            return ""
        return place.refusal(take, placement, self._sprite)

    def ready(self, take: Take) -> Fitted | None:
        """The take as it would be put down; None while that is being made, with `changed` to come. Needs the loop."""
        wish = self._wish(take)
        made = self._known(wish)
        if made is not None or wish.is_plain:
            return made or self._keep(wish, wish.granted())
        if self._wanted is None or not self._wanted.is_same(wish):
            self._wanted = wish
            self._making = self._session.tasks.start(self._make(wish), name=f"fit {take.id}")
        return None

    def fitted(self, take: Take) -> Fitted:
        """The same at once, however long it takes. UserError when it cannot be made."""
        wish = self._wish(take)
        made = self._known(wish) or self._keep(wish, wish.granted())
        if made.problem:
            raise UserError(made.problem)
        return made

    def accept(self, take: Take, how: Placement | None = None) -> None:
        """Put a take into the sprite in front as one undo step, or into a sprite of its own."""
        session, ways = self._session, self.placements(take)
        if not ways:
            raise UserError(_("There is nothing in this take that could be put into a sprite."))
        chosen = how or ways[0]
        fitted = self.fitted(take)
        if chosen is Placement.SPRITE:
            session.workspace.add(fitted.sprite(), title=take.title).mark_unsaved()
        else:
            document = session.workspace.require_active()
            before = document.sprite
            document.apply(_("Accept {title}").format(title=take.title), fitted.edit(chosen, document.cursor))
            _stand_on_new(document, before)
            self._remember_use(take, document, before)
        session.takes.mark_accepted(take.id)
        session.takes.choose(None)

    def accept_soon(self, take: Take, how: Placement | None = None) -> None:
        """`accept`, at once or when the take has been made to fit, while the work goes on. Trouble of later is told.

        Needs the loop. Nothing happens while the same take is still awaited, nor once another sprite is in front.
        """
        if self.ready(take) is not None:
            self.accept(take, how)
        elif self._awaited != take.id:
            self._awaited = take.id
            self._session.tasks.launch(self._accept_made(take, how), name=f"accept {take.id}")

    @property
    def _sprite(self) -> Sprite | None:
        active = self._session.active
        return active.sprite if active is not None else None

    def _wish(self, take: Take) -> _Wish:
        active = self._session.active
        sprite, frame = (active.sprite, active.cursor.frame) if active is not None else (None, "")
        return _Wish(take, sprite, frame, self.switches, self.size_way(take))

    def _known(self, wish: _Wish) -> Fitted | None:
        return self._made[1] if self._made is not None and self._made[0].is_same(wish) else None

    def _keep(self, wish: _Wish, fitted: Fitted) -> Fitted:
        self._made = wish, fitted
        return fitted

    async def _make(self, wish: _Wish) -> None:
        fitted = await asyncio.to_thread(wish.granted)
        if self._wanted is wish:
            self._wanted = None
            self._keep(wish, fitted)
            self.changed.emit()

    async def _accept_made(self, take: Take, how: Placement | None) -> None:
        active = self._session.active
        try:
            while self.ready(take) is None and self._making is not None:  # once more where the sprite was changed
                await asyncio.wait({self._making})
                if self._session.active is not active or all(one.id != take.id for one in self._session.takes.takes):
                    return
            self.accept(take, how)
        except UserError as error:
            self._session.report(error)
        finally:
            self._awaited = ""

    def _on_switched(self) -> None:
        self.changed.emit()

    def _on_project_changed(self) -> None:
        project = self._session.project
        self.memory.move_to(project.private_folder if project is not None else paths.config_dir())

    def _remember_use(self, take: Take, document: Document, before: Sprite) -> None:
        step = document.history.newest
        if step is None or document.sprite is before:
            return
        if all(use.document is not document for use in self._uses):
            document.changed.connect(self._on_document_changed)
        self._uses.append(_Use(take.id, document, step))

    def _on_document_changed(self) -> None:
        """Undoing what was accepted lets the take wait again; redoing takes it back."""
        shelf = self._session.takes
        for use in self._uses:
            use.look()
        for take in shelf.takes:
            uses = [use for use in self._uses if use.take_id == take.id]
            if uses and any(use.is_done for use in uses) != take.accepted:
                shelf.mark_accepted(take.id, on=not take.accepted)


@dataclass(frozen=True, slots=True, eq=False)
class _Wish:
    take: Take
    sprite: Sprite | None
    frame: str
    switches: Switches
    size_way: SizeWay | None

    @property
    def is_plain(self) -> bool:
        return is_as_it_came(self.take, self.sprite, self.switches, self.size_way)

    def is_same(self, other: _Wish) -> bool:
        return (
            _are_same(self.take.frames, other.take.frames)
            and self.take.id == other.take.id
            and self.sprite is other.sprite
            and (self.frame, self.switches, self.size_way) == (other.frame, other.switches, other.size_way)
        )

    def granted(self) -> Fitted:
        try:
            return fit(self.take, self.sprite, self.frame, switches=self.switches, size_way=self.size_way)
        except UserError as error:
            return Fitted(self.take, self.take, problem=str(error))


@dataclass(slots=True, eq=False)
class _Use:
    """A take in a sprite; done until the step that put it there is undone."""

    take_id: str
    document: Document
    step: object
    is_done: bool = True

    def look(self) -> None:
        done = self.document.history.is_done(self.step)
        if done is not None:
            self.is_done = done


def _are_same(these: tuple[Pixels, ...], those: tuple[Pixels, ...]) -> bool:
    return these is those or (len(these) == len(those) and all(a is b for a, b in zip(these, those, strict=True)))


def _stand_on_new(document: Document, before: Sprite) -> None:
    """The cursor goes to what an accepted take added: its layer, or its frames, which are then the selected ones."""
    known = {layer.id for layer in before.layers} | {frame.id for frame in before.frames}
    layers = [layer.id for layer in document.sprite.layers if layer.id not in known]
    frames = [frame.id for frame in document.sprite.frames if frame.id not in known]
    if layers:
        document.move_to(layer=layers[0])
    elif frames:
        document.move_to(frame=frames[0])
        document.select_frames(frames)
