"""Results that came and that nobody has seen yet, and which of them may take the canvas by themselves.

A result never takes the place of a sprite that was worked on since it was asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psygnal import Signal

from studio.app.results import job_of
from studio.app.takes import Take
from studio.core.words import _, ngettext
from studio.doc.model import Sprite
from studio.jobs.job import Job

if TYPE_CHECKING:
    from studio.app.session import Session

_REMEMBERED = 64
"""Of so many jobs it is known what their sprites were like."""


class Arrivals:
    """`changed` comes with another number of unseen takes."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked_of: dict[str, Sprite] = {}
        """By job: the sprite as it was when it was asked for."""
        self._unseen: tuple[str, ...] = ()
        session.queue.job_moved.connect(self._on_job)
        session.takes.changed.connect(self._on_shelf)
        session.takes.chosen_changed.connect(self._on_chosen)

    @property
    def unseen(self) -> tuple[Take, ...]:
        """Newest first."""
        return tuple(take for take in self._session.takes.takes if take.id in self._unseen)

    def may_show_itself(self, take: Take) -> bool:
        """Whether it may be shown in place of the sprite at once: the person wants that, looks at no other take, and
        has left the sprite in front alone."""
        session, document = self._session, self._session.active
        if session.takes.chosen is not None or not session.settings.get("generate.play_takes"):
            return False
        if document is None:
            return True
        home = take.origin.document_id if take.origin is not None else ""
        if home not in ("", document.id) or document.gesture is not None:
            return False
        return self._asked_of.get(job_of(take), document.sprite) is document.sprite

    def announce(self, take: Take) -> None:
        """It came and is not looked at."""
        if take.id not in self._unseen:
            self._unseen = (*self._unseen, take.id)
            self.changed.emit()

    def see_all(self) -> None:
        """Somebody looks at the cards of all of them."""
        if self._unseen:
            self._unseen = ()
            self.changed.emit()

    def show_newest(self) -> None:
        """Bring what came last to the front with the sprite it was made for; a take seen already where none is new."""
        takes = self.unseen or self._session.takes.takes
        if not takes:
            return
        take = takes[0]
        home = self._session.workspace.find(take.origin.document_id) if take.origin is not None else None
        if home is not None and home is not self._session.active:
            self._session.workspace.activate(home)
        self._session.takes.choose(take.id)
        self._session.panel_wanted.emit("takes")

    def _on_job(self, job: Job) -> None:
        document = self._session.workspace.find(job.origin.document_id)
        if document is not None and not job.has_ended:
            self._asked_of.setdefault(job.id, document.sprite)
            while len(self._asked_of) > _REMEMBERED:
                del self._asked_of[next(iter(self._asked_of))]

    def _on_shelf(self) -> None:
        here = {take.id for take in self._session.takes.takes}
        self._keep(tuple(take_id for take_id in self._unseen if take_id in here))

    def _on_chosen(self) -> None:
        chosen = self._session.takes.chosen
        if chosen is not None:
            self._keep(tuple(take_id for take_id in self._unseen if take_id != chosen.id))

    def _keep(self, unseen: tuple[str, ...]) -> None:
        if unseen != self._unseen:
            self._unseen = unseen
            self.changed.emit()


def arrived_words(takes: tuple[Take, ...]) -> str:
    """`A take of “Walk” is here.`, `3 takes are here.`"""
    if len(takes) == 1:
        return _("A take of “{title}” is here.").format(title=takes[0].title)
    return ngettext("{count} take is here.", "{count} takes are here.", len(takes)).format(count=len(takes))
