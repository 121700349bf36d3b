"""The two colours at the foot of the tool bar: that of the left button over that of the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from studio.core.words import _
from studio.doc.palette import Colour
from studio.ui.bridge import connect
from studio.ui.palette.editor import ColourEditor
from studio.ui.palette.swatch import Swatch, colour_words
from studio.ui.theme import measure
from studio.ui.tools.buttons import ActionButton

if TYPE_CHECKING:
    from studio.app.session import Session

_SIDE = 24


class _Popup(QFrame):
    """Closes by Esc and Enter, as menus do."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)


class ColourPair(QWidget):
    """Both swatches open the colour editor; the button between them swaps."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toolbox = session.toolbox
        self._session = session
        self._editing = ""
        self._build()
        self._bind()
        self._show()

    def _build(self) -> None:
        self.setObjectName("colour-pair")
        self._second = Swatch(self._toolbox.secondary, name=_("Second colour"), side=_SIDE, parent=self)
        self._second.setObjectName("second-colour")
        self._first = Swatch(self._toolbox.colour, name=_("Colour"), side=_SIDE, parent=self)
        self._first.setObjectName("first-colour")
        self._swap = ActionButton(self._session, "tool.swap", side=20, parent=self)
        self._swap.setIconSize(self._swap.size() * 0.8)
        side = measure(_SIDE)
        self._first.move(0, measure(20))
        self._second.move(measure(8), measure(20) + measure(16))
        self._swap.move(measure(6), 0)
        self._second.lower()
        self.setFixedSize(measure(32), measure(20) + measure(16) + side)
        self._popup = _Popup(self, Qt.WindowType.Popup)
        self._popup.setObjectName("colour-popup")
        self._popup.setFrameShape(QFrame.Shape.StyledPanel)
        self._editor = ColourEditor(self._popup)
        column = QVBoxLayout(self._popup)
        column.setContentsMargins(measure(8), measure(8), measure(8), measure(8))
        column.addWidget(self._editor)
        self.setTabOrder(self._first, self._second)
        self.setTabOrder(self._second, self._swap)

    def _bind(self) -> None:
        self._first.clicked.connect(self._edit_first)
        self._second.clicked.connect(self._edit_second)
        self._editor.edited.connect(self._on_edited)
        connect(self, self._toolbox.changed, self._on_toolbox_changed)

    def _show(self) -> None:
        self._first.show_colour(self._toolbox.colour)
        self._second.show_colour(self._toolbox.secondary)
        self._first.setToolTip(_("Colour of the left button: {colour}").format(colour=colour_words(self._first.colour)))
        self._second.setToolTip(
            _("Colour of the right button: {colour}").format(colour=colour_words(self._second.colour))
        )

    def _on_toolbox_changed(self, name: str) -> None:
        if name in {"colour", "secondary"}:
            self._show()

    def _edit_first(self) -> None:
        self._open("colour", self._first)

    def _edit_second(self) -> None:
        self._open("secondary", self._second)

    def _open(self, name: str, swatch: Swatch) -> None:
        self._editing = name
        self._editor.show_colour(swatch.colour)
        self._popup.resize(measure(296), measure(184))
        corner = swatch.mapToGlobal(QPoint(swatch.width() + measure(8), swatch.height() - self._popup.height()))
        self._popup.move(corner)
        self._popup.show()
        self._editor.setFocus()

    def _on_edited(self, colour: Colour) -> None:
        if self._editing == "secondary":
            self._toolbox.secondary = colour
        else:
            self._toolbox.colour = colour
