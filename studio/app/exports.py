"""The recipe of the sprite in front, the sheet it gives, and writing it to a folder.

The live sheet and the export dialog build by the same call as the export itself, off the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from psygnal import Signal

from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.document import Document
from studio.doc.model import Sprite
from studio.export.frames import FrameCache
from studio.export.names import clean_name
from studio.export.recipe import Recipe
from studio.export.sheet import Sheet, build_sheet
from studio.export.write import Written, export, render, warnings
from studio.store.project import save_project

if TYPE_CHECKING:
    from studio.app.session import Session


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What an export would write: the sheet, the bytes of each file by name, and what the files cannot say."""

    sheet: Sheet
    files: Mapping[str, int]
    warnings: tuple[str, ...]


class Exports:
    """One recipe in force for all sprites; the project keeps it. `changed` comes when it is another one."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        self._session = session
        self._recipe = Recipe(name=_("Sheet"))
        self._caches: dict[str, FrameCache] = {}
        self._building = asyncio.Lock()  # a cache of frames belongs to one thread at a time
        session.project_changed.connect(self._take_from_project)

    @property
    def recipe(self) -> Recipe:
        return self._recipe

    @property
    def folder(self) -> Path | None:
        """Where the recipe writes to; None until a folder was chosen."""
        project = self._session.project
        if self._recipe.folder:
            return (project.folder if project is not None else Path()) / self._recipe.folder
        last = self._session.settings.last_export_folder
        return Path(last) if last else None

    def title(self, document: Document) -> str:
        """The name of the files, without ending."""
        return clean_name(self._recipe.file_name or Path(document.title).stem)

    def use(self, recipe: Recipe) -> None:
        """Make a recipe the one in force, and the project's first."""
        if recipe == self._recipe:
            return
        self._recipe = recipe
        project = self._session.project
        if project is not None and not project.read_only:
            others = [stored for stored in project.recipes if stored.get("name") != recipe.name]
            self._session.project = project.with_recipes([recipe.to_mapping(), *others])
            save_project(self._session.project)
        self.changed.emit()

    async def plan(self, document: Document, recipe: Recipe) -> Plan:
        """What the recipe gives for the sprite as it is now. UserError when it cannot be carried out."""
        cache = self._caches.setdefault(document.id, FrameCache())
        async with self._building:
            return await asyncio.to_thread(_plan, document.sprite, recipe, self.title(document), cache)

    async def sheet(self, document: Document) -> Sheet:
        """The sheet of the recipe in force."""
        cache = self._caches.setdefault(document.id, FrameCache())
        title, recipe = self.title(document), self._recipe
        async with self._building:
            return await asyncio.to_thread(build_sheet, document.sprite, recipe, title=title, cache=cache)

    async def write(self, document: Document, folder: Path, *, overwrite: bool = False) -> Written:
        """Write the files of the recipe in force. ForeignFiles unless `overwrite`; nothing is half written."""
        title = self.title(document)
        written = await asyncio.to_thread(
            export, document.sprite, self._recipe, folder, title=title, overwrite=overwrite
        )
        self._session.settings.set("last_export_folder", str(folder))
        self.use(replace(self._recipe, folder=self._stored_folder(folder)))
        return written

    def _stored_folder(self, folder: Path) -> str:
        project = self._session.project
        return project.relative(folder) if project is not None else str(folder)

    def _take_from_project(self) -> None:
        project = self._session.project
        if project is not None and project.recipes:
            try:
                self._recipe = Recipe.from_mapping(project.recipes[0])
            except UserError as error:
                self._session.report(error)
            self.changed.emit()


def _plan(sprite: Sprite, recipe: Recipe, title: str, cache: FrameCache) -> Plan:
    sheet = build_sheet(sprite, recipe, title=title, cache=cache)
    files = render(sheet, sprite, recipe, name=title)
    return Plan(sheet, {name: len(data) for name, data in files.items()}, warnings(sheet))
