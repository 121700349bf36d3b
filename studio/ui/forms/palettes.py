"""Editor of a palette: that of the sprite or project, one that ships with the studio, or a file; shown as a strip."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.app.sources import Reader
from studio.core.assets import asset_path, list_assets
from studio.core.errors import StudioError, UserError
from studio.core.words import _, ngettext
from studio.doc.palette import Colour, Palette
from studio.spec.field import Field, FieldValue
from studio.spec.field import Source as Wish
from studio.ui.forms.editor import FieldEditor, LabelPlace, left_open
from studio.ui.forms.plain import WheelLessCombo, column_of
from studio.ui.palette.swatch import draw_colour
from studio.ui.theme import measure

_SPRITE, _PROJECT, _SHIPPED, _FILE, _GIVEN, _ASK = "sprite", "project", "shipped", "file", "given", "ask"
_PATTERNS = "*.gpl *.pal *.hex *.act *.txt *.png *.aseprite *.ase"
_FOLDER = "palettes"
_SWATCH = 12


class PaletteEditor(FieldEditor):
    """A list of places, and the colours of the chosen one below it. What is kept is the place, not the colours."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._reader = Reader(session)
        self._given: Palette | None = None
        self._found: Palette | None = None
        self._trouble = ""
        self._place = _SPRITE if declared.source is Wish.PALETTE and not self.optional else ""
        self._combo = WheelLessCombo(self)
        self.named(self._combo)
        self._strip = ColourStrip(self)
        column = column_of(self)
        column.addWidget(self._combo)
        column.addWidget(self._strip)
        self._combo.activated.connect(self._on_activated)
        self.refresh()

    @property
    def label_place(self) -> LabelPlace:
        return LabelPlace.BESIDE

    def value(self) -> FieldValue:
        return self._found

    def show_value(self, value: FieldValue) -> None:
        self._given = value if isinstance(value, Palette) else None
        self._place = _GIVEN if self._given is not None else ""
        self.refresh()

    def draft(self) -> JsonValue:
        return self._place if self._place != _GIVEN else None

    def restore(self, draft: JsonValue) -> None:
        if isinstance(draft, str):
            self._place = draft
            self.refresh()

    def refresh(self) -> None:
        self._found, self._trouble = None, ""
        try:
            self._found = self._read(self._place)
        except StudioError as error:
            self._trouble = str(error)
        self._fill()
        self._strip.show_palette(self._found)

    def remark(self) -> str:
        return self._trouble

    def _read(self, place: str) -> Palette | None:
        kind, _space, ref = place.partition(" ")
        if kind == _SPRITE:
            return self._reader.palette()
        if kind == _PROJECT:
            project = self.session.project
            if project is None or project.palette is None:
                raise UserError(_("The project has no palette."))
            return project.palette
        if kind == _SHIPPED:
            return shipped_palette(ref)
        if kind == _FILE:
            return _palette_of_file(Path(ref))
        return self._given if kind == _GIVEN else None

    def _fill(self) -> None:
        combo = self._combo
        combo.clear()
        if self.optional or not self._place:
            combo.addItem(left_open().capitalize() if self.optional else _("Choose a palette"), "")
        active, project = self.session.active, self.session.project
        if active is not None or self._place == _SPRITE:
            combo.addItem(_titled(_("Sprite"), active.sprite.palette if active is not None else None), _SPRITE)
        if (project is not None and project.palette is not None) or self._place == _PROJECT:
            combo.addItem(_titled(_("Project"), project.palette if project is not None else None), _PROJECT)
        combo.insertSeparator(combo.count())
        for name in shipped_names():
            palette = shipped_palette(name)
            combo.addItem(_titled(palette.title or Path(name).stem, palette), f"{_SHIPPED} {name}")
        combo.insertSeparator(combo.count())
        if self._place.startswith(_FILE):
            combo.addItem(_titled(Path(self._place.partition(" ")[2]).name, self._found), self._place)
        if self._place == _GIVEN:
            combo.addItem(_titled(_("As before"), self._given), _GIVEN)
        combo.addItem(_("File..."), _ASK)
        combo.setCurrentIndex(max(0, combo.findData(self._place)))

    def _on_activated(self) -> None:
        place = self._combo.currentData()
        if place == _ASK:
            self._combo.setCurrentIndex(max(0, self._combo.findData(self._place)))
            self._ask_for_file()
        elif isinstance(place, str) and place != self._place:
            self._use(place)

    def _use(self, place: str) -> None:
        self._place = place
        self.refresh()
        self.changed.emit()

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, _("Choose a palette"))
        dialog.setObjectName("choose-palette")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Palettes and pictures ({patterns})").format(patterns=_PATTERNS))
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file(self, path: str) -> None:
        self._use(f"{_FILE} {path}")


class ColourStrip(QWidget):
    """The colours of a palette in rows of small squares; hidden without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours: tuple[Colour, ...] = ()
        self.hide()

    def show_palette(self, palette: Palette | None) -> None:
        """Show these colours."""
        self._colours = palette.colours if palette is not None else ()
        self.setAccessibleName(
            ngettext("{count} colour", "{count} colours", len(self._colours)).format(count=len(self._colours))
        )
        self.setToolTip(self.accessibleName())
        self.setVisible(bool(self._colours))
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(measure(120), self._rows() * measure(_SWATCH))

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side, columns = measure(_SWATCH), self._columns()
        for index, colour in enumerate(self._colours[: columns * self._rows()]):
            place = QRect(index % columns * side, index // columns * side, side, side)
            draw_colour(painter, place, colour)
        painter.setPen(Qt.PenStyle.NoPen)

    def _columns(self) -> int:
        return max(1, self.width() // measure(_SWATCH))

    def _rows(self) -> int:
        return min(6, -(-len(self._colours) // self._columns()))

    def _fit(self) -> None:
        height = self._rows() * measure(_SWATCH)
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)
        self.update()


@cache
def shipped_names() -> tuple[str, ...]:
    """File names of the palettes that ship with the studio."""
    return list_assets(_FOLDER)


@cache
def shipped_palette(name: str) -> Palette:
    """One of them. UserError when this version has none of that name."""
    if name not in shipped_names():
        raise UserError(_("The studio has no palette {name} (any more). Choose another.").format(name=name))
    return _palette_of_file(asset_path(_FOLDER, name))


def _palette_of_file(path: Path) -> Palette:
    from studio.codec.palettes import read_palette  # noqa: PLC0415 - decoders are loaded when one is needed

    return read_palette(path)


def _titled(title: str, palette: Palette | None) -> str:
    count = len(palette) if palette is not None else 0
    return ngettext("{title}, {count} colour", "{title}, {count} colours", count).format(title=title, count=count)
