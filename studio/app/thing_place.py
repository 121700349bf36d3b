"""Where a sprite that comes by itself goes: into the project that asked for it, and into a tab that disturbs nobody."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.clock import Clock, SystemClock
from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.document import Document
from studio.doc.model import Sprite
from studio.store.project import PROJECT_FILE
from studio.store.sprite_file import save_sprite

if TYPE_CHECKING:
    from studio.app.session import Session

SPRITES = "sprites"
"""Folder of a project that new sprites go into, where there is one; else its own folder."""
AT_WORK = 20.0
"""Seconds after a change in which a person counts as being at work on a sprite."""
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST = 60


class SpritePlace:
    """One for a session."""

    def __init__(self, session: Session, *, clock: Clock | None = None) -> None:
        self._session = session
        self._clock = clock or SystemClock()
        self._changed = -AT_WORK
        self._heard: set[str] = set()
        session.active_changed.connect(self._on_active)

    async def put(self, sprite: Sprite, title: str, *, project: str = "", wanted: bool = False) -> Document:
        """A sprite in a tab of its own; with a project also a file in it, that of `project` if it is one.

        In front where it is `wanted` now, or where nobody is at work on another sprite. UserError: nothing was opened.
        """
        workspace = self._session.workspace
        folder = self._folder(project)
        in_front = wanted or not self.is_at_work
        if folder is None:
            document = workspace.add(sprite, title=title, in_front=in_front)
            document.mark_unsaved()
            return document
        path = free_name(folder, title)
        await asyncio.to_thread(save_sprite, path, sprite)
        return workspace.add(sprite, path=path, title=path.name, in_front=in_front)

    @property
    def is_at_work(self) -> bool:
        """Whether the sprite in front was changed a moment ago, or is being changed."""
        active = self._session.active
        if active is None:
            return False
        return active.gesture is not None or self._clock.monotonic() - self._changed < AT_WORK

    def _folder(self, asked_for: str) -> Path | None:
        home = Path(asked_for) if asked_for else None
        if home is None or not (home / PROJECT_FILE).is_file():
            project = self._session.project
            home = None if project is None or project.read_only else project.folder
        if home is None:
            return None
        return home / SPRITES if (home / SPRITES).is_dir() else home

    def _on_active(self, document: Document | None) -> None:
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            document.changed.connect(self._on_changed)
            document.painted.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._changed = self._clock.monotonic()


def free_name(folder: Path, title: str) -> Path:
    """A file in the folder that is not there yet. UserError when the folder cannot be looked into."""
    stem = _UNFIT.sub(" ", title).strip(" .")[:_LONGEST] or _("Sprite")
    path, number = folder / f"{stem}.aseprite", 2
    try:
        while path.exists():
            path, number = folder / f"{stem} {number}.aseprite", number + 1
    except OSError as error:
        raise UserError(
            _("{folder} cannot be looked into: {reason}.").format(folder=folder, reason=error.strerror)
        ) from error
    return path
