"""The export window: the recipe at the left, the sheet it gives at the right, the files it will write below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
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
from studio.export.write import ForeignFiles
from studio.ui.dialogs import ask
from studio.ui.export.form import RecipeForm
from studio.ui.sheet.panel import sheet_facts
from studio.ui.sheet.view import SheetView
from studio.ui.theme import measure

_SETTLE = 120


class ExportDialog(QDialog):
    """Stays open when something is in the way and says what; closes when the files are written."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._exports = session.exports
        self._document: Document = session.workspace.require_active()
        self._generation = 0
        self._settle = QTimer(self)
        self._build()
        self._bind()
        self._refresh()

    def _build(self) -> None:
        self.setObjectName("export-dialog")
        self.setWindowTitle(_("Export {name}").format(name=Path(self._document.title).stem))
        self.setModal(True)
        self.resize(measure(860), measure(600))
        tags = tuple(dict.fromkeys(tag.name for tag in self._document.sprite.tags))
        self._form = RecipeForm(self._exports.recipe, tags=tags, parent=self)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._form)
        scroll.setMinimumWidth(self._form.sizeHint().width() + measure(16))
        self._view = SheetView(self)
        self._files = QLabel(self)
        self._files.setObjectName("export-files")
        self._files.setWordWrap(True)
        self._files.setProperty("role", "muted")
        self._problem = QLabel(self)
        self._problem.setObjectName("export-problem")
        self._problem.setWordWrap(True)
        self._problem.setProperty("role", "bad")
        self._problem.hide()
        right = QVBoxLayout()
        right.setSpacing(measure(8))
        right.addWidget(self._view, 1)
        right.addWidget(self._files)
        middle = QHBoxLayout()
        middle.setSpacing(measure(16))
        middle.addWidget(scroll)
        middle.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(16), measure(16), measure(16), measure(16))
        column.setSpacing(measure(12))
        column.addLayout(middle, 1)
        column.addLayout(self._folder_row())
        column.addWidget(self._problem)
        column.addWidget(self._button_row())

    def _folder_row(self) -> QHBoxLayout:
        label = QLabel(_("Folder"), self)
        self._folder = QLineEdit(str(self._exports.folder or ""), self)
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
        buttons = QDialogButtonBox(self)
        self._export = buttons.addButton(_("Export"), QDialogButtonBox.ButtonRole.ActionRole)
        self._export.setObjectName("export-run")
        self._export.setProperty("primary", True)
        self._export.setDefault(True)
        cancel = buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("export-cancel")
        buttons.rejected.connect(self.reject)
        return buttons

    def _bind(self) -> None:
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self._refresh)
        self._form.edited.connect(self._settle.start)
        self._folder.textChanged.connect(self._show_ready)
        self._browse.clicked.connect(self._on_browse)
        self._export.clicked.connect(self._on_export)

    def _refresh(self) -> None:
        self._generation += 1
        self._session.tasks.launch(self._load(self._generation), name="export preview")

    async def _load(self, generation: int) -> None:
        try:
            plan = await self._exports.plan(self._document, self._form.recipe)
        except UserError as error:
            if generation == self._generation:
                self._view.show_sheet(None)
                self._files.setText("")
                self._show_problem(str(error))
            return
        if generation == self._generation:
            self._view.show_sheet(plan.sheet)
            self._files.setText(plan_text(plan))
            self._show_problem("")

    def _show_problem(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._show_ready()

    def _show_ready(self) -> None:
        self._export.setEnabled(self._view.sheet is not None and bool(self._folder.text().strip()))

    def _on_browse(self) -> None:
        self._session.tasks.launch(self._choose_folder(), name="export folder")

    async def _choose_folder(self) -> None:
        start = self._folder.text() or str(Path.home())
        folder = await ask.folder_to_use(self, _("Folder to export to"), folder=start)
        if folder is not None:
            self._folder.setText(str(folder))

    def _on_export(self) -> None:
        self._session.tasks.launch(self._write(overwrite=False), name="export")

    async def _write(self, *, overwrite: bool) -> None:
        folder = Path(self._folder.text().strip()).expanduser()
        self._export.setEnabled(False)
        try:
            self._exports.use(self._form.recipe)
            written = await self._exports.write(self._document, folder, overwrite=overwrite)
        except ForeignFiles as error:
            if await ask.choose(self, str(error), [_("Replace them")]) == 0:
                await self._write(overwrite=True)
            self._show_ready()
            return
        except UserError as error:
            self._show_problem(str(error))
            return
        count = len(written.files)
        text = ngettext("{count} file written to {folder}.", "{count} files written to {folder}.", count)
        self._session.say(text.format(count=count, folder=folder), Level.GOOD, action="file.show_export")
        self.accept()


def plan_text(plan: Plan) -> str:
    """Sheet size, the files with their bytes, and what they cannot say."""
    files = "   ".join(f"{name} ({kibibytes(size)})" for name, size in list(plan.files.items())[:4])
    more = len(plan.files) - 4
    if more > 0:
        files += "   " + ngettext("and {count} more", "and {count} more", more).format(count=more)
    return "\n".join((sheet_facts(plan.sheet), files, *plan.warnings))


def kibibytes(size: int) -> str:
    """A file size for people."""
    return _("{size} bytes").format(size=size) if size < 1024 else _("{size} KiB").format(size=round(size / 1024, 1))
