"""The palette panel: the sprite's colours, ways to change them, and the editor of the colour in the hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.app.surface import Level
from studio.core.assets import asset_path, list_assets
from studio.core.errors import StudioError
from studio.core.files import write_atomic
from studio.core.words import _, ngettext
from studio.doc.change import Change
from studio.doc.document import Document
from studio.doc.edits import set_palette
from studio.doc.palette import Colour, Palette
from studio.ui.bridge import connect
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.palette.changes import used_colours, with_colour, without_colour
from studio.ui.palette.editor import ColourEditor
from studio.ui.palette.grid import SwatchGrid
from studio.ui.palette.handle import PaletteHandle
from studio.ui.theme import measure
from studio.ui.timeline.drags import Goods
from studio.ui.timeline.dropping import bring, unpacked

if TYPE_CHECKING:
    from studio.app.session import Session

_FOLDER = "palettes"
_FILES = "*.gpl *.pal *.hex *.act *.txt *.png *.gif *.webp *.aseprite *.ase"


class PalettePanel(QWidget):
    """Left click takes a colour, right click the second one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._toolbox = session.toolbox
        self._heard: WeakSet[Document] = WeakSet()
        self._edits_second = False
        self._build()
        self._bind()
        self._hear_active()

    # --- construction

    def _build(self) -> None:
        self.setObjectName("palette-panel")
        self.setAccessibleName(_("Palette"))
        self.setAcceptDrops(True)
        self._title = PlainLabel(self)
        self._title.setObjectName("palette-title")
        self._handle = PaletteHandle(self._session, self)
        self._add = self._button("add", "palette-add", _("Add the colour in the hand to the palette"))
        self._remove = self._button("remove", "palette-remove", _("Remove the chosen colour from the palette"))
        self._more = self._button("more", "palette-more", _("Load a palette or collect the colours in use"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._menu())
        head = QHBoxLayout()
        head.setSpacing(measure(4))
        head.addWidget(self._handle)
        head.addWidget(self._title, 1)
        for button in (self._add, self._remove, self._more):
            head.addWidget(button)
        self._grid = SwatchGrid(self)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("palette-scroll")
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._grid)
        self._editor = ColourEditor(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(8), measure(4), measure(8), measure(8))
        column.setSpacing(measure(4))
        column.addLayout(head)
        column.addWidget(self._empty_state())
        column.addWidget(self._scroll, 2)
        column.addLayout(self._targets())
        column.addWidget(self._editor)
        column.addStretch(1)

    def _empty_state(self) -> QWidget:
        self._empty = QWidget(self)
        words = PlainLabel(_("This sprite has no palette yet."), self._empty)
        words.setWordWrap(True)
        self._collect = QPushButton(_("Collect its colours"), self._empty)
        self._collect.setObjectName("palette-collect")
        self._collect.setAccessibleName(_("Collect the colours of this sprite"))
        column = QVBoxLayout(self._empty)
        column.setContentsMargins(0, measure(8), 0, measure(8))
        column.addWidget(words)
        column.addWidget(self._collect, 0, Qt.AlignmentFlag.AlignLeft)
        return self._empty

    def _targets(self) -> QHBoxLayout:
        """Which of the two colours the editor changes."""
        self._first = self._target("palette-edit-first", _("Colour"), _("Edit the colour of the left button"))
        self._second = self._target("palette-edit-second", _("Second"), _("Edit the colour of the right button"))
        self._first.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self._first)
        group.addButton(self._second)
        row = QHBoxLayout()
        row.setSpacing(measure(4))
        row.addWidget(self._first)
        row.addWidget(self._second)
        return row

    def _target(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(tip)
        button.setToolTip(tip)
        button.setCheckable(True)
        return button

    def _button(self, picture: str, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setIcon(icon(picture))
        button.setFixedSize(measure(28), measure(28))
        button.setAutoRaise(True)
        return button

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("palette-menu")
        for name in list_assets(_FOLDER):
            path = asset_path(_FOLDER, name)
            menu.addAction(path.stem.replace("-", " ").capitalize()).setData(str(path))
        menu.addSeparator()
        self._load = menu.addAction(_("Load palette file..."))
        self._save = menu.addAction(_("Save palette file..."))
        self._save.setObjectName("palette-save")
        self._use = menu.addAction(_("Use the colours of this sprite"))
        return menu

    def _bind(self) -> None:
        connect(self, self._session.active_changed, self._hear_active)
        connect(self, self._toolbox.changed, self._on_toolbox_changed)
        self._grid.picked.connect(self._take_first)
        self._grid.picked_second.connect(self._take_second)
        self._grid.chosen_changed.connect(self._show_buttons)
        self._editor.edited.connect(self._on_edited)
        self._add.clicked.connect(self._add_colour)
        self._remove.clicked.connect(self._remove_colour)
        self._collect.clicked.connect(self._collect_colours)
        self._first.clicked.connect(self._edit_first)
        self._second.clicked.connect(self._edit_second)
        self._more.menu().triggered.connect(self._on_menu)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_grid()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        load, document = unpacked(event.mimeData()), self._session.active
        if load is not None and load.goods is Goods.PALETTE and document is not None and load.document != document.id:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The palette of another sprite, let go here after its drag brought this one to the front."""
        load, document = unpacked(event.mimeData()), self._session.active
        if load is not None and load.goods is Goods.PALETTE and document is not None:
            event.acceptProposedAction()
            bring(self._session, load, document, 0)

    # --- showing

    def _fit_grid(self) -> None:
        """The swatches take the room they need, and scroll when there is less."""
        margins = 2 * measure(8)
        self._scroll.setMaximumHeight(self._grid.heightForWidth(self.width() - margins) + 2)

    def _hear_active(self) -> None:
        document = self._session.active
        if document is not None and document not in self._heard:
            self._heard.add(document)
            connect(self, document.changed, self._on_changed)
        self._show()

    def _on_changed(self, change: Change) -> None:
        if change.palette:
            self._show()

    def _on_toolbox_changed(self, name: str) -> None:
        if name in {"colour", "secondary"}:
            self._show_colours()

    def _show(self) -> None:
        document = self._session.active
        palette = Palette() if document is None else document.sprite.palette
        count = ngettext("{count} colour", "{count} colours", len(palette)).format(count=len(palette))
        self._title.setText(f"{palette.title} · {count}" if palette.title else count)
        self._grid.show_palette(palette)
        self._fit_grid()
        self._empty.setVisible(not palette.colours)
        self._scroll.setVisible(bool(palette.colours))
        self._collect.setEnabled(document is not None)
        self._show_colours()
        self._show_buttons()

    def _show_colours(self) -> None:
        toolbox = self._toolbox
        self._grid.mark(toolbox.colour, toolbox.secondary)
        self._editor.show_colour(toolbox.secondary if self._edits_second else toolbox.colour)

    def _show_buttons(self) -> None:
        document = self._session.active
        writable = document is not None and not document.sprite.read_only
        self._handle.setEnabled(document is not None and bool(document.sprite.palette.colours))
        self._add.setEnabled(writable)
        self._more.setEnabled(writable)
        self._remove.setEnabled(writable and document is not None and bool(document.sprite.palette.colours))

    # --- what the person does

    def _take_first(self, colour: Colour) -> None:
        self._toolbox.colour = colour

    def _take_second(self, colour: Colour) -> None:
        self._toolbox.secondary = colour

    def _edit_first(self) -> None:
        self._edits_second = False
        self._show_colours()

    def _edit_second(self) -> None:
        self._edits_second = True
        self._show_colours()

    def _on_edited(self, colour: Colour) -> None:
        if self._edits_second:
            self._toolbox.secondary = colour
        else:
            self._toolbox.colour = colour

    def _add_colour(self) -> None:
        document = self._session.active
        if document is not None:
            colour = self._editor.colour
            document.apply(_("Add colour"), lambda sprite: with_colour(sprite, colour))

    def _remove_colour(self) -> None:
        document = self._session.active
        if document is not None:
            index = self._grid.chosen
            document.apply(_("Remove colour"), lambda sprite: without_colour(sprite, index))

    def _collect_colours(self) -> None:
        document = self._session.active
        if document is None:
            return
        palette = used_colours(document.sprite)
        if not palette.colours:
            self._session.say(_("This sprite has no visible pixels to take colours from."))
            return
        self._use_palette(palette)

    def _on_menu(self, action: QAction) -> None:
        if action is self._load:
            self._ask_for_file()
        elif action is self._save:
            self._ask_where_to_save()
        elif action is self._use:
            self._collect_colours()
        else:
            self._load_file(str(action.data()))

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, _("Load palette"))
        dialog.setObjectName("load-palette")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Palettes and images ({patterns})").format(patterns=_FILES))
        dialog.fileSelected.connect(self._load_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_where_to_save(self) -> None:
        document = self._session.active
        if document is None or not document.sprite.palette.colours:
            self._session.say(_("This sprite has no palette to save."))
            return
        dialog = QFileDialog(self, _("Save palette"))
        dialog.setObjectName("save-palette")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("GIMP palettes ({patterns})").format(patterns="*.gpl"))
        dialog.setDefaultSuffix("gpl")
        dialog.selectFile(f"{Path(document.title).stem}.gpl")
        dialog.fileSelected.connect(self._save_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save_file(self, path: str) -> None:
        from studio.codec.palettes import write_gpl  # noqa: PLC0415 - as for reading

        document = self._session.active
        if document is None:
            return
        try:
            write_atomic(Path(path), write_gpl(document.sprite.palette))
        except StudioError as error:
            self._session.report(error)
            return
        self._session.say(_("Palette saved to {path}.").format(path=path), Level.GOOD)

    def _load_file(self, path: str) -> None:
        from studio.codec.palettes import read_palette  # noqa: PLC0415 - decoders are loaded when one is needed

        try:
            palette = read_palette(Path(path))
        except StudioError as error:
            self._session.report(error)
            return
        self._use_palette(palette)
        self._session.preferences.remember_palette(path)

    def _use_palette(self, palette: Palette) -> None:
        document = self._session.active
        if document is None:
            return
        try:
            document.apply(_("Load palette"), lambda sprite: set_palette(sprite, palette))
        except StudioError as error:
            self._session.report(error)
