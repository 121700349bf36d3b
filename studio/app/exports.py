"""The export recipes of the project, the sheet the chosen one gives, and writing it to a folder.

The live sheet and the export dialog build by the same call as the export itself, off the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psygnal import Signal

from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.document import Document
from studio.doc.model import Sprite
from studio.export.frames import FrameCache
from studio.export.names import clean_name
from studio.export.recipe import Recipe, writes_same_files
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

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(self.files.values())


class Exports:
    """One or more recipes for all sprites, one of them chosen; the project keeps them.

    `changed` comes when the chosen recipe is another one. Recipes in the project that cannot be read stay in it.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        self._session = session
        self._recipes: tuple[Recipe, ...] = (_first_recipe(),)
        self._at = 0
        self._unreadable: tuple[Mapping[str, Any], ...] = ()
        self._project_folder: Path | None = None
        self._caches: dict[str, FrameCache] = {}
        self._building = asyncio.Lock()  # a cache of frames belongs to one thread at a time
        session.project_changed.connect(self._take_from_project)
        session.documents_changed.connect(self._forget_closed)

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        """At least one."""
        return self._recipes

    @property
    def recipe(self) -> Recipe:
        """The chosen one."""
        return self._recipes[self._at]

    @property
    def folder(self) -> Path | None:
        """Where the chosen recipe writes to; None until a folder was chosen."""
        return self.folder_of(self.recipe)

    def folder_of(self, recipe: Recipe) -> Path | None:
        """Where a recipe writes to, else where the last export went; None when there is neither."""
        project = self._session.project
        if recipe.folder:
            return (project.folder if project is not None else Path()) / recipe.folder
        last = self._session.settings.last_export_folder
        return Path(last) if last else None

    def with_folder(self, recipe: Recipe, folder: Path | None) -> Recipe:
        """The recipe writing to a folder, kept relative to the project where that can be."""
        if folder is None:
            return replace(recipe, folder="")
        project = self._session.project
        return replace(recipe, folder=project.relative(folder) if project is not None else str(folder))

    def title(self, document: Document, recipe: Recipe | None = None) -> str:
        """The name of the files, without ending."""
        return clean_name((recipe or self.recipe).file_name or Path(document.title).stem)

    def clash(self, recipes: Sequence[Recipe], at: int) -> Recipe | None:
        """Another of the recipes that writes the same files as the one at `at`."""
        recipe, folder = recipes[at], self.folder_of(recipes[at])
        others = (other for index, other in enumerate(recipes) if index != at and self.folder_of(other) == folder)
        return next((other for other in others if writes_same_files(recipe, other)), None) if folder else None

    def keep(self, recipes: Sequence[Recipe], *, chosen: int) -> None:
        """Put these in the place of all recipes, also in the project. UserError leaves its file as it was."""
        before = self.recipe
        if tuple(recipes) != self._recipes:
            self._recipes = tuple(recipes)
            self._at = chosen
            self._save()
        self._at = chosen
        if self.recipe != before:
            self.changed.emit()

    async def plan(self, document: Document, recipe: Recipe) -> Plan:
        """What the recipe gives for the sprite as it is now. UserError when it cannot be carried out."""
        cache = self._caches.setdefault(document.id, FrameCache())
        async with self._building:
            return await asyncio.to_thread(_plan, document.sprite, recipe, self.title(document, recipe), cache)

    async def sheet(self, document: Document) -> Sheet:
        """The sheet of the chosen recipe."""
        cache = self._caches.setdefault(document.id, FrameCache())
        title, recipe = self.title(document), self.recipe
        async with self._building:
            return await asyncio.to_thread(build_sheet, document.sprite, recipe, title=title, cache=cache)

    async def write(self, document: Document, recipe: Recipe, folder: Path, *, overwrite: bool = False) -> Written:
        """Write the files of a recipe. ForeignFiles unless `overwrite`; nothing is half written."""
        title = self.title(document, recipe)
        written = await asyncio.to_thread(export, document.sprite, recipe, folder, title=title, overwrite=overwrite)
        self._session.settings.set("last_export_folder", str(folder))
        return written

    def _save(self) -> None:
        project = self._session.project
        if project is None or project.read_only:
            return
        stored = [recipe.to_mapping() for recipe in self._recipes]
        changed = project.with_recipes([*stored, *self._unreadable])
        save_project(changed)
        self._session.project = changed

    def _take_from_project(self) -> None:
        project = self._session.project
        if project is None or project.folder == self._project_folder:
            return
        self._project_folder = project.folder
        read: list[Recipe] = []
        unreadable: list[Mapping[str, Any]] = []
        for stored in project.recipes:
            try:
                read.append(Recipe.from_mapping(stored))
            except UserError as error:
                unreadable.append(stored)
                self._session.report(error)
        self._recipes, self._at = tuple(read) or (_first_recipe(),), 0
        self._unreadable = tuple(unreadable)
        self.changed.emit()

    def _forget_closed(self) -> None:
        open_ids = {document.id for document in self._session.documents}
        for document_id in self._caches.keys() - open_ids:
            del self._caches[document_id]


def _first_recipe() -> Recipe:
    return Recipe(name=_("Sheet"))


def _plan(sprite: Sprite, recipe: Recipe, title: str, cache: FrameCache) -> Plan:
    sheet = build_sheet(sprite, recipe, title=title, cache=cache)
    files = render(sheet, sprite, recipe, name=title)
    return Plan(sheet, {name: len(data) for name, data in files.items()}, warnings(sheet))
