"""The size of a canvas that grows or shrinks, and which edge or corner of the picture stays where it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QWidget

from studio.core.geometry import Point, Size
from studio.core.words import _
from studio.ui.dialogs.sprite import SizeDialog
from studio.ui.theme import measure

_PLACES = 3
_MIDDLE = 4


class CanvasSizeDialog(SizeDialog):
    """Width, height and the anchor. Nothing changes before it is accepted."""

    def __init__(self, parent: QWidget, size: Size) -> None:
        super().__init__(parent, title=_("Canvas size"), verb=_("Set size"), size=size)
        self._old = size
        self._anchor = AnchorGrid(self)
        self.add(_("Anchor"), "anchor", self._anchor)

    @property
    def shift(self) -> Point:
        """How far the picture moves on the new canvas, in cells."""
        x, y = self._anchor.place
        new = self.size_chosen
        return Point((new.width - self._old.width) * x // 2, (new.height - self._old.height) * y // 2)


class AnchorGrid(QWidget):
    """Nine places of a picture on its canvas, one of them chosen; the middle at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(measure(4))
        grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        for index, title in enumerate(_titles()):
            button = QToolButton(self)
            button.setCheckable(True)
            button.setProperty("framed", True)
            button.setFixedSize(measure(28), measure(28))
            button.setObjectName(f"anchor-{index}")
            button.setAccessibleName(title)
            button.setToolTip(title)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(button, index)
            grid.addWidget(button, index // _PLACES, index % _PLACES)
        self._group.button(_MIDDLE).setChecked(True)

    @property
    def place(self) -> Point:
        """Column and row, each 0 to 2."""
        index = self._group.checkedId()
        return Point(index % _PLACES, index // _PLACES)


def _titles() -> tuple[str, ...]:
    return (
        _("Top left"), _("Top"), _("Top right"),
        _("Left"), _("Middle"), _("Right"),
        _("Bottom left"), _("Bottom, where the feet are"), _("Bottom right"),
    )  # fmt: skip
