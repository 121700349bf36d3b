"""The export window: the recipes and their form at the left, the sheet at the right, the files it will write below."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.app.exports import Plan
from studio.app.session import Session
from studio.app.surface import Level
from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.doc.document import Document
from studio.export.recipe import Recipe, clash_words
from studio.export.write import ForeignFiles
from studio.ui.dialogs import ask
from studio.ui.export.form import RecipeForm
from studio.ui.export.recipe_bar import RecipeBar
from studio.ui.forms.row import Remark, Weight
from studio.ui.labels import PlainLabel
from studio.ui.sheet.facts import plan_facts, sheet_facts
from studio.ui.sheet.latest import Latest
from studio.ui.sheet.view import SheetView
from studio.ui.theme import measure

_SIZE = QSize(960, 620)
_SETTLE = 120
"""Milliseconds without a change before the preview is built anew."""


class ExportDialog(QDialog):
    """Stays open when something is in the way and says what; closes when the files are written.

    Recipes that were changed, made or removed here are kept by exporting; Cancel leaves all as it was.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._exports = session.exports
        self._document: Document = session.workspace.require_active()
        self._drafts: list[Recipe] = list(self._exports.recipes)
        self._at = self._drafts.index(self._exports.recipe)
        self._latest = Latest(session.tasks, "export preview")
        self._plan_warnings: tuple[str, ...] = ()
        self._writing = False
        self._closed = False
        self._settle = QTimer(self)
        self._build()
        self._bind()
        self._show_recipe()

    def reject(self) -> None:
        """Files that are being written are waited for, which takes a moment at most."""
        if not self._writing:
            super().reject()

    def done(self, result: int) -> None:
        """What is still being built is not shown any more."""
        self._closed = True
        self._settle.stop()
        super().done(result)

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("export-dialog")
        self.setWindowTitle(_("Export {name}").format(name=Path(self._document.title).stem))
        self.setModal(True)
        wanted = QSize(measure(_SIZE.width()), measure(_SIZE.height()))
        self.resize(wanted.boundedTo(self.screen().availableSize()))
        middle = QHBoxLayout()
        middle.setSpacing(measure(16))
        middle.addLayout(self._left_side())
        middle.addLayout(self._right_side(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(16), measure(16), measure(16), measure(16))
        column.setSpacing(measure(12))
        column.addLayout(middle, 1)
        column.addLayout(self._folder_row())
        self._problem = Remark(self)
        self._problem.setObjectName("export-problem")
        column.addWidget(self._problem)
        column.addWidget(self._button_row())

    def _left_side(self) -> QVBoxLayout:
        self._bar = RecipeBar(self)
        self._form = RecipeForm(self._drafts[self._at], sprite=self._document.sprite, parent=self)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._form)
        scroll.setFixedWidth(self._form.sizeHint().width() + measure(16))
        self._bar.setFixedWidth(scroll.width())
        left = QVBoxLayout()
        left.setSpacing(measure(12))
        left.addWidget(self._bar)
        left.addWidget(scroll, 1)
        return left

    def _right_side(self) -> QVBoxLayout:
        self._view = SheetView(self)
        self._facts = PlainLabel(self)
        self._facts.setObjectName("export-facts")
        self._files = PlainLabel(self)
        self._files.setObjectName("export-files")
        self._files.setWordWrap(True)
        self._files.setProperty("role", "muted")
        self._loss = Remark(self)
        self._loss.setObjectName("export-loss")
        right = QVBoxLayout()
        right.setSpacing(measure(4))
        right.addWidget(self._view, 1)
        right.addSpacing(measure(4))
        right.addWidget(self._facts)
        right.addWidget(self._files)
        right.addWidget(self._loss)
        return right

    def _folder_row(self) -> QHBoxLayout:
        label = PlainLabel(_("Folder"), self)
        self._folder = QLineEdit(self)
        self._folder.setObjectName("export-folder")
        self._folder.setAccessibleName(_("Folder"))
        self._folder.setPlaceholderText(_("Where the game looks for its sprites"))
        label.setBuddy(self._folder)
        self._browse = QPushButton(_("Browse..."), self)
        self._browse.setObjectName("export-browse")
        row = QHBoxLayout()
        row.setSpacing(measure(8))
        row.addWidget(label)
        row.addWidget(self._folder, 1)
        row.addWidget(self._browse)
        return row

    def _button_row(self) -> QDialogButtonBox:
        self._export = QPushButton(_("Export"), self)
        self._export.setObjectName("export-run")
        self._export.setProperty("primary", True)
        self._export.setDefault(True)
        cancel = QPushButton(_("Cancel"), self)
        cancel.setObjectName("export-cancel")
        buttons = QDialogButtonBox(self)
        buttons.addButton(self._export, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons

    def _bind(self) -> None:
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self._refresh)
        self._bar.chosen.connect(self._on_chosen)
        self._bar.added.connect(self._on_added)
        self._bar.removed.connect(self._on_removed)
        self._form.edited.connect(self._on_edited)
        self._folder.textChanged.connect(self._on_folder)
        self._browse.clicked.connect(self._on_browse)
        self._export.clicked.connect(self._on_export)

    # -- recipes -------------------------------------------------------------------------------------------------------

    def _show_recipe(self) -> None:
        recipe = self._drafts[self._at]
        self._form.show_recipe(recipe)
        self._bar.show_names([draft.name for draft in self._drafts], self._at)
        self._folder.setText(str(self._exports.folder_of(recipe) or ""))
        self._refresh()

    def _on_edited(self) -> None:
        self._drafts[self._at] = replace(self._form.recipe, folder=self._drafts[self._at].folder)
        self._bar.show_names([draft.name for draft in self._drafts], self._at)
        self._settle.start()

    def _on_folder(self) -> None:
        text = self._folder.text().strip()
        folder = Path(text).expanduser() if text else None
        self._drafts[self._at] = self._exports.with_folder(self._drafts[self._at], folder)
        self._show_losses()
        self._show_ready()

    def _on_chosen(self, index: int) -> None:
        self._at = index
        self._show_recipe()

    def _on_added(self) -> None:
        current = self._drafts[self._at]
        self._drafts.append(replace(current, name=_free_name(current.name, [draft.name for draft in self._drafts])))
        self._at = len(self._drafts) - 1
        self._show_recipe()

    def _on_removed(self) -> None:
        del self._drafts[self._at]
        self._at = min(self._at, len(self._drafts) - 1)
        self._show_recipe()

    # -- preview -------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self._latest.ask(self._load)

    async def _load(self) -> None:
        try:
            plan = await self._exports.plan(self._document, self._drafts[self._at])
        except UserError as error:
            if not self._is_late:
                self._show_plan(None)
                self._show_problem(str(error))
            return
        if not self._is_late:
            self._show_plan(plan)
            self._show_problem("")

    @property
    def _is_late(self) -> bool:
        return self._closed or self._latest.is_overtaken

    def _show_plan(self, plan: Plan | None) -> None:
        self._view.show_sheet(plan.sheet if plan is not None else None)
        self._facts.setText(sheet_facts(plan.sheet) if plan is not None else "")
        self._files.setText(plan_facts(plan) if plan is not None else "")
        self._plan_warnings = plan.warnings if plan is not None else ()
        self._show_losses()

    def _show_losses(self) -> None:
        """What the files cannot say, and which other recipe writes over them."""
        clash = self._exports.clash(self._drafts, self._at)
        said = (*self._plan_warnings, *((clash_words(clash),) if clash is not None else ()))
        self._loss.say("\n".join(said), Weight.WARNING)

    def _show_problem(self, text: str) -> None:
        self._problem.say(text, Weight.ERROR)
        self._show_ready()

    def _show_ready(self) -> None:
        ready = self._view.sheet is not None and bool(self._folder.text().strip())
        self._export.setEnabled(ready and not self._writing)

    # -- writing -------------------------------------------------------------------------------------------------------

    def _on_browse(self) -> None:
        self._session.tasks.launch(self._choose_folder(), name="export folder")

    async def _choose_folder(self) -> None:
        start = self._folder.text() or str(Path.home())
        folder = await ask.folder_to_use(self, _("Folder to export to"), folder=start)
        if folder is not None:
            self._folder.setText(str(folder))

    def _on_export(self) -> None:
        if not self._writing:
            self._session.tasks.launch(self._write(), name="export")

    async def _write(self) -> None:
        self._writing = True
        self._show_problem("")
        try:
            await self._write_files()
        except UserError as error:
            self._show_problem(str(error))
        finally:
            self._writing = False
            self._show_ready()

    async def _write_files(self) -> None:
        recipe, folder = self._drafts[self._at], Path(self._folder.text().strip()).expanduser()
        recipe = self._drafts[self._at] = self._exports.with_folder(recipe, folder)
        try:
            written = await self._exports.write(self._document, recipe, folder)
        except ForeignFiles as error:
            if await ask.choose(self, str(error), [_("Replace them")]) != 0:
                return
            written = await self._exports.write(self._document, recipe, folder, overwrite=True)
        self._exports.keep(self._drafts, chosen=self._at)
        count = len(written.files)
        text = ngettext("{count} file written to {folder}.", "{count} files written to {folder}.", count)
        self._session.say(text.format(count=count, folder=folder), Level.GOOD, action="file.show_export")
        self.accept()


def _free_name(name: str, taken: list[str]) -> str:
    number = 2
    while (free := f"{name} {number}") in taken:
        number += 1
    return free
