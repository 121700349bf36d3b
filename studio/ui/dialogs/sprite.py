"""Small dialogs of a sprite: its size, a frame's time, a tag. Nothing changes before one is accepted."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.model import MAX_SIDE, Playback, Tag
from studio.doc.palette import Colour
from studio.doc.tags import TAG_COLOURS
from studio.ui.theme import measure

COMMON_SIZES = (16, 24, 32, 48, 64, 96, 128, 256)


def tag_colour_title(colour: Colour) -> str:
    """The name of a colour that tags are offered; the hex number of any other."""
    names = (_("Orange"), _("Teal"), _("Pink"), _("Green"), _("Violet"), _("Red"), _("Blue"), _("Grey"))
    return dict(zip(TAG_COLOURS, names, strict=True)).get(colour, colour.hex)


def colour_swatch(colour: Colour) -> QIcon:
    """A small square of the colour, for menus and lists."""
    swatch = QPixmap(measure(16), measure(16))
    swatch.fill(QColor(*colour))
    return QIcon(swatch)


class FormDialog(QDialog):
    """A titled form with one verb and Cancel."""

    def __init__(self, parent: QWidget, title: str, verb: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(measure(12))
        self.form.setVerticalSpacing(measure(8))
        self.buttons = QDialogButtonBox(self)
        self.accept_button = QPushButton(verb, self)
        self.accept_button.setProperty("primary", True)  # before the box styles it
        self.accept_button.setObjectName("accept")
        self.buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self.buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancel")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(16), measure(16), measure(16), measure(16))
        column.setSpacing(measure(16))
        column.addLayout(self.form)
        column.addWidget(self.buttons)

    def add(self, label: str, name: str, widget: QWidget) -> None:
        """One labelled row; `name` is the widget's object name."""
        widget.setObjectName(name)
        widget.setAccessibleName(label)
        if isinstance(widget, QAbstractSpinBox):
            widget.lineEdit().setTextMargins(measure(4), 0, 0, 0)  # level with the text of other fields
        self.form.addRow(label, widget)


class SizeDialog(FormDialog):
    """Width and height in pixels, for a new sprite or a canvas that grows or shrinks."""

    def __init__(self, parent: QWidget, *, title: str, verb: str, size: Size, with_name: bool = False) -> None:
        super().__init__(parent, title, verb)
        self.setObjectName("size-dialog")
        self._name = QLineEdit(self)
        if with_name:
            self._name.setPlaceholderText(_("Sprite"))
            self.add(_("Name"), "name", self._name)
        self._name.setVisible(with_name)
        self._preset = QComboBox(self)
        self._preset.addItem(_("Own size"))
        for side in COMMON_SIZES:
            self._preset.addItem(f"{side} × {side}", side)
        self.add(_("Preset"), "preset", self._preset)
        self._width, self._height = _pixels(size.width), _pixels(size.height)
        self.add(_("Width"), "width", self._width)
        self.add(_("Height"), "height", self._height)
        self._preset.currentIndexChanged.connect(self._on_preset)
        self._width.valueChanged.connect(self._show_preset)
        self._height.valueChanged.connect(self._show_preset)
        self._show_preset()
        self._width.setFocus()
        self._width.selectAll()

    @property
    def size_chosen(self) -> Size:
        return Size(self._width.value(), self._height.value())

    @property
    def name_chosen(self) -> str:
        return self._name.text().strip()

    def _on_preset(self, index: int) -> None:
        side = self._preset.itemData(index)
        if side is not None:
            self._width.setValue(side)
            self._height.setValue(side)

    def _show_preset(self) -> None:
        width, height = self.size_chosen
        index = self._preset.findData(width) if width == height else 0
        blocked = self._preset.blockSignals(True)
        self._preset.setCurrentIndex(max(0, index))
        self._preset.blockSignals(blocked)


class DurationDialog(FormDialog):
    """How long frames show, in milliseconds or frames a second; one follows the other."""

    def __init__(self, parent: QWidget, *, duration: Fraction, count: int) -> None:
        title = _("Frame time") if count == 1 else _("Time of {count} frames").format(count=count)
        super().__init__(parent, title, _("Set time"))
        self.setObjectName("duration-dialog")
        self._duration = duration
        self._ms = _Plain(self)
        self._ms.setRange(1, 65535)
        self._ms.setSuffix(_(" ms"))
        self._fps = _Plain(self)
        self._fps.setRange(0.016, 1000)
        self.add(_("Milliseconds"), "milliseconds", self._ms)
        self.add(_("Frames a second"), "fps", self._fps)
        self._show()
        self._ms.valueChanged.connect(self._on_ms)
        self._fps.valueChanged.connect(self._on_fps)
        self._ms.setFocus()
        self._ms.selectAll()

    @property
    def duration_chosen(self) -> Fraction:
        return self._duration

    def _on_ms(self, value: float) -> None:
        self._duration = Fraction(str(value))
        self._show()

    def _on_fps(self, value: float) -> None:
        self._duration = Fraction(1000) / Fraction(str(value))
        self._show()

    def _show(self) -> None:
        for box, value in ((self._ms, float(self._duration)), (self._fps, float(1000 / self._duration))):
            blocked = box.blockSignals(True)
            if not box.hasFocus():
                box.setValue(value)
            box.blockSignals(blocked)


class _Plain(QDoubleSpinBox):
    """Up to three decimals, and none that say nothing: 160, not 160.000."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDecimals(3)

    def textFromValue(self, value: float) -> str:
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


class TagDialog(FormDialog):
    """Name, frames, direction, repeat and colour of a tag. Frames are counted from 1, as on the timeline."""

    def __init__(self, parent: QWidget, *, frames: int, first: int, last: int, tag: Tag | None = None) -> None:
        super().__init__(parent, _("Tag"), _("Set tag") if tag else _("Add tag"))
        self.setObjectName("tag-dialog")
        self._name = QLineEdit(tag.name if tag else "", self)
        self._name.setPlaceholderText(_("walk"))
        self.add(_("Name"), "name", self._name)
        self._first, self._last = QSpinBox(self), QSpinBox(self)
        for box, value in ((self._first, first), (self._last, last)):
            box.setRange(1, frames)
            box.setValue(value + 1)
        self.add(_("First frame"), "first", self._first)
        self.add(_("Last frame"), "last", self._last)
        self._playback = QComboBox(self)
        for playback, title in (
            (Playback.FORWARD, _("Forward")),
            (Playback.REVERSE, _("Backward")),
            (Playback.PINGPONG, _("Ping-pong")),
            (Playback.PINGPONG_REVERSE, _("Ping-pong, backward first")),
        ):
            self._playback.addItem(title, playback)
        self._playback.setCurrentIndex(self._playback.findData(tag.playback if tag else Playback.FORWARD))
        self.add(_("Direction"), "direction", self._playback)
        self._repeat = QSpinBox(self)
        self._repeat.setRange(0, 65535)
        self._repeat.setSpecialValueText(_("For ever"))
        self._repeat.setValue(tag.repeat if tag else 0)
        self.add(_("Plays"), "repeat", self._repeat)
        self._colour = QComboBox(self)
        for colour in dict.fromkeys((*((tag.colour,) if tag else ()), *TAG_COLOURS)):
            self._colour.addItem(colour_swatch(colour), tag_colour_title(colour), colour)
        self.add(_("Colour"), "colour", self._colour)
        self._name.setFocus()

    @property
    def name_chosen(self) -> str:
        return self._name.text().strip() or _("tag")

    @property
    def range_chosen(self) -> tuple[int, int]:
        """First and last frame index, from 0, in order."""
        first, last = self._first.value() - 1, self._last.value() - 1
        return min(first, last), max(first, last)

    @property
    def playback_chosen(self) -> Playback:
        return Playback(self._playback.currentData())

    @property
    def repeat_chosen(self) -> int:
        return self._repeat.value()

    @property
    def colour_chosen(self) -> Colour:
        return Colour(*self._colour.currentData())


def _pixels(value: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, MAX_SIDE)
    box.setSuffix(_(" px"))
    box.setValue(value)
    return box
