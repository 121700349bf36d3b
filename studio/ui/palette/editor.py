"""The colour editor: shade, hue and opacity by pointer, red, green, blue, opacity and hex by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.core.words import _
from studio.doc.palette import BLACK, Colour
from studio.ui.forms.number_box import NumberBox, ScrubLabel
from studio.ui.palette.areas import HueBar, OpacityBar, ShadeField
from studio.ui.palette.hsv import Hsv, to_colour, to_hsv
from studio.ui.palette.swatch import Swatch
from studio.ui.theme import measure


class ColourEditor(QWidget):
    """Edits one colour; `edited` gives each new one (a Colour). `show_colour` never emits."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = BLACK
        self._hsv = Hsv(0, 0, 0)
        self._build()
        self._bind()
        self._show()

    @property
    def colour(self) -> Colour:
        return self._colour

    def show_colour(self, colour: Colour) -> None:
        """Edit this colour from now on."""
        if colour != self._colour:
            self._colour = colour
            self._hsv = to_hsv(colour, near=self._hsv)
            self._show()

    def _build(self) -> None:
        self.setObjectName("colour-editor")
        self._shade, self._hue, self._opacity = ShadeField(self), HueBar(self), OpacityBar(self)
        self._sample = Swatch(BLACK, name=_("Edited colour"), side=28, parent=self)
        self._sample.setObjectName("colour-sample")
        self._sample.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hex = QLineEdit(self)
        self._hex.setObjectName("colour-hex")
        self._hex.setAccessibleName(_("Colour as hex"))
        self._hex.setToolTip(_("Red, green, blue and opacity in hex, such as #e8a33d"))
        self._hex.setMaxLength(9)
        self._channels = (
            self._channel("red", _("Red")),
            self._channel("green", _("Green")),
            self._channel("blue", _("Blue")),
            self._channel("alpha", _("Opacity")),
        )
        numbers = QGridLayout()
        numbers.setSpacing(measure(4))
        head = QHBoxLayout()
        head.setSpacing(measure(4))
        head.addWidget(self._sample)
        head.addWidget(self._hex, 1)
        numbers.addLayout(head, 0, 0, 1, 4)
        for index, (field, letter) in enumerate(zip(self._channels, (_("R"), _("G"), _("B"), _("A")), strict=True)):
            place = 1 + index // 2, index % 2 * 2
            numbers.addWidget(self._channel_label(letter, field), place[0], place[1])
            numbers.addWidget(field, place[0], place[1] + 1)
        numbers.setRowStretch(3, 1)
        top = QHBoxLayout()
        top.setSpacing(measure(8))
        top.addWidget(self._shade, 1)
        top.addLayout(numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measure(4))
        column.addLayout(top, 1)
        bars = QHBoxLayout()
        bars.setSpacing(measure(8))
        bars.addWidget(self._hue, 1)
        bars.addWidget(self._opacity, 1)
        column.addLayout(bars)

    def _channel(self, name: str, words: str) -> NumberBox:
        field = NumberBox(self)
        field.setObjectName(f"colour-{name}")
        field.setAccessibleName(words)
        field.setToolTip(_("{channel}, 0 to 255").format(channel=words))
        field.limit(0, 255)
        field.setFixedWidth(measure(58))
        return field

    def _channel_label(self, letter: str, field: NumberBox) -> ScrubLabel:
        label = ScrubLabel(letter, self)
        label.setBuddy(field)
        label.scrubs(field)
        return label

    def _bind(self) -> None:
        self._shade.picked.connect(self._on_shade)
        self._hue.picked.connect(self._on_hue)
        self._opacity.picked.connect(self._on_opacity)
        self._hex.editingFinished.connect(self._on_hex)
        for field in self._channels:
            field.changed.connect(self._on_channel)

    def _show(self) -> None:
        self._shade.show_hsv(self._hsv)
        self._hue.show_value(self._hsv.hue)
        self._opacity.show_colour(self._colour)
        self._sample.show_colour(self._colour)
        self._hex.setText(self._colour.hex)
        for field, value in zip(self._channels, self._colour, strict=True):
            if field.number != value:  # what is being typed stays as it was typed
                field.show_number(value)

    def _edit(self, colour: Colour, hsv: Hsv) -> None:
        changed = colour != self._colour
        self._colour, self._hsv = colour, hsv
        self._show()
        if changed:
            self.edited.emit(colour)

    def _on_shade(self, saturation: float, value: float) -> None:
        hsv = Hsv(self._hsv.hue, saturation, value)
        self._edit(to_colour(hsv, alpha=self._colour.a or 255), hsv)

    def _on_hue(self, hue: float) -> None:
        hsv = self._hsv._replace(hue=hue)
        self._edit(to_colour(hsv, alpha=self._colour.a or 255), hsv)

    def _on_opacity(self, share: float) -> None:
        self._edit(self._colour._replace(a=round(share * 255)), self._hsv)

    def _on_channel(self) -> None:
        colour = Colour(*(min(255, max(0, round(field.number or 0))) for field in self._channels))
        self._edit(colour, to_hsv(colour, near=self._hsv))

    def _on_hex(self) -> None:
        try:
            colour = Colour.parse(self._hex.text())
        except ValueError:
            self._hex.setText(self._colour.hex)  # not a colour: the field shows what holds
            return
        self._edit(colour, to_hsv(colour, near=self._hsv))
