"""The live sheet: what an export would write now, built off the loop a moment after each change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.app.surface import Level
from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.doc.change import Change
from studio.doc.document import Document
from studio.export.recipe import Recipe, clash_words
from studio.export.sheet import Cell
from studio.ui.bridge import connect
from studio.ui.forms.line import ElidedLabel
from studio.ui.icons import icon
from studio.ui.labels import plain_tip
from studio.ui.sheet.facts import cell_facts, file_size, sheet_facts
from studio.ui.sheet.latest import Latest
from studio.ui.sheet.view import SheetView
from studio.ui.theme import measure

_SETTLE = 150
"""Milliseconds without a change before the sheet is built anew."""


_WEIGHED = 1 << 22
"""Pixels up to which the files are made just to say how large they are."""


class SheetPanel(QWidget):
    """Builds only while it can be seen; a sheet of an older state is dropped when it arrives."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest(session.tasks, "live sheet")
        self._bytes = ""
        self._heard: set[str] = set()
        self._settle = QTimer(self)
        self._build()
        self._bind()
        self._on_active()

    def _build(self) -> None:
        self.setObjectName("sheet-panel")
        self._view = SheetView(self)
        self._facts, self._below = ElidedLabel(self, "sheet-facts"), ElidedLabel(self, "sheet-below")
        for line in (self._facts, self._below):
            line.setProperty("role", "muted")
        self._options = self._button("settings", "sheet-options", _("Export options... (Ctrl+E)"))
        self._again = self._button("export", "sheet-export", _("Export again to the last folder"))
        self._again.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._recipes = QMenu(self._again)
        self._recipes.setObjectName("sheet-recipes")
        self._again.setMenu(self._recipes)
        above = QHBoxLayout()
        above.setContentsMargins(measure(8), measure(4), measure(8), 0)
        above.addWidget(self._facts)
        foot = QHBoxLayout()
        foot.setContentsMargins(measure(8), 0, measure(4), measure(4))
        foot.setSpacing(measure(4))
        foot.addWidget(self._below, 1)
        foot.addWidget(self._options)
        foot.addWidget(self._again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._view, 1)
        column.addLayout(above)
        column.addLayout(foot)

    def _button(self, picture: str, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(picture))
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setAutoRaise(True)
        return button

    def _bind(self) -> None:
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self._rebuild)
        connect(self, self._session.active_changed, self._on_active)
        connect(self, self._session.exports.changed, self._touch)
        self._view.hovered.connect(self._on_hovered)
        self._options.clicked.connect(self._on_options)
        self._again.clicked.connect(self._on_again)
        self._recipes.aboutToShow.connect(self._fill_recipes)
        self._recipes.triggered.connect(self._on_recipe)

    def showEvent(self, event: object) -> None:
        self._touch()

    def _on_active(self) -> None:
        document = self._session.active
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.changed, self._on_changed)
        self._touch()

    def _on_changed(self, _change: Change) -> None:
        self._touch()

    def _touch(self) -> None:
        self._settle.start()

    def _rebuild(self) -> None:
        document = self._session.active
        self._options.setEnabled(document is not None)
        self._again.setEnabled(document is not None and self._session.exports.folder is not None)
        if document is None:
            self._view.show_sheet(None)
            self._say(_("Open a sprite to see its sheet."))
        elif self.isVisible():
            self._latest.ask(self._load)

    async def _load(self) -> None:
        document = self._session.active
        if document is None:
            return
        try:
            sheet = await self._session.exports.sheet(document)
        except UserError as error:
            if not self._latest.is_overtaken:
                self._view.show_sheet(None)
                self._say(str(error))
            return
        if not self._latest.is_overtaken:
            self._bytes = ""
            self._view.show_sheet(sheet)
            if sheet.size.area <= _WEIGHED:
                await self._weigh(document)

    async def _weigh(self, document: Document) -> None:
        """Add what the files weigh, which takes longer than the picture."""
        try:
            plan = await self._session.exports.plan(document, self._session.exports.recipe)
        except UserError:
            return  # said with the picture already
        if not self._latest.is_overtaken:
            self._bytes = file_size(plan.size)
            self._say_sheet()

    def _say_sheet(self) -> None:
        if self._view.sheet is None:
            return
        folder = self._session.exports.folder
        target = _("no folder chosen yet") if folder is None else _("to {folder}").format(folder=folder.name)
        above = "   ".join(part for part in (sheet_facts(self._view.sheet), self._bytes) if part)
        self._say(f"{above}\n{target}")

    def _on_hovered(self, cell: Cell | None) -> None:
        document = self._session.active
        if cell is not None and document is not None:
            self._say(cell_facts(cell, document.sprite))
        else:
            self._say_sheet()

    def _say(self, text: str) -> None:
        first, _line_end, second = text.partition("\n")
        for label, words in ((self._facts, first), (self._below, second)):
            label.setText(words)
            label.setToolTip(plain_tip(text))

    def _on_options(self) -> None:
        self._session.commands.run("file.export")

    def _on_again(self) -> None:
        self._session.tasks.launch(self._export([self._session.exports.recipe]), name="export again")

    def _fill_recipes(self) -> None:
        """The recipes that know where to write, and all of them together."""
        self._recipes.clear()
        recipes = self._session.exports.recipes
        for index, recipe in enumerate(recipes):
            action = self._recipes.addAction(_("Export “{name}”").format(name=recipe.name))
            action.setData([index])
            action.setEnabled(self._session.exports.folder_of(recipe) is not None)
        if len(recipes) > 1:
            self._recipes.addSeparator()
            self._recipes.addAction(_("Export with all recipes")).setData(list(range(len(recipes))))

    def _on_recipe(self, action: QAction) -> None:
        chosen = [self._session.exports.recipes[index] for index in action.data()]
        self._session.tasks.launch(self._export(chosen), name="export by recipe")

    async def _export(self, recipes: Sequence[Recipe]) -> None:
        for recipe in recipes:
            document, folder = self._session.active, self._session.exports.folder_of(recipe)
            if document is not None and folder is not None:
                await self._export_to(document, recipe, folder)
        self._tell_of_clash(recipes)

    def _tell_of_clash(self, recipes: Sequence[Recipe]) -> None:
        """Two recipes that write the same files leave only those of the one that was used last."""
        exports = self._session.exports
        clashes = (exports.clash(exports.recipes, exports.recipes.index(recipe)) for recipe in recipes)
        clash = next((other for other in clashes if other is not None), None)
        if clash is not None:
            self._session.say(clash_words(clash), Level.WARN, action="file.export")

    async def _export_to(self, document: Document, recipe: Recipe, folder: Path) -> None:
        try:
            written = await self._session.exports.write(document, recipe, folder)
        except UserError as error:
            self._session.report(error)
            return
        text = ngettext(
            "{count} file is up to date in {folder}.", "{count} files are up to date in {folder}.", len(written.files)
        )
        text = text.format(count=len(written.files), folder=folder)
        self._session.say(text, Level.GOOD, action="file.show_export")
