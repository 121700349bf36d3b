"""The joints of a pose as a table: shown or hidden, x and y in sprite pixels, typed."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from studio.core.words import _
from studio.doc.skeleton import Pose
from studio.ui import theme
from studio.ui.skeleton.drawing import joint_icon
from studio.ui.skeleton.rig import joint_name, side_of

_NAME, _X, _Y = range(3)


class _Row(NamedTuple):
    label: str
    name: QTableWidgetItem
    x: QTableWidgetItem
    y: QTableWidgetItem


class JointTable(QTableWidget):
    """`moved` gives label, x and y as typed; `shown` a label and whether it is to be seen; `chosen` a label."""

    moved = Signal(str, float, float)
    shown = Signal(str, bool)
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._pose: Pose | None = None
        self._rows: list[_Row] = []
        self._filling = False
        self.setObjectName("joint-table")
        self.setAccessibleName(_("Joints"))
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        for column, words, side in ((_NAME, _("Joint"), left), (_X, _("x"), right), (_Y, _("y"), right)):
            title = QTableWidgetItem(words)
            title.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, title)
        self.verticalHeader().setVisible(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_X, _Y):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(self._on_item)
        theme.theme_changed.connect(self._show_marks)
        self.currentCellChanged.connect(self._on_current)

    def show_pose(self, pose: Pose | None) -> None:
        """Show these joints; rows are kept where the labels are the same."""
        if pose is self._pose:
            return
        before = () if self._pose is None else tuple(self._pose.points)
        self._pose = pose
        self._filling = True
        labels = () if pose is None else tuple(pose.points)
        if labels != before:
            self._rebuild(labels)
        if pose is not None:
            for row, point in zip(self._rows, pose.points.values(), strict=True):
                row.name.setCheckState(Qt.CheckState.Checked if point.visible else Qt.CheckState.Unchecked)
                row.x.setText(f"{point.x:.2f}")
                row.y.setText(f"{point.y:.2f}")
        self._filling = False

    def choose(self, label: str | None) -> None:
        """Mark the row of a joint."""
        row = -1 if label is None else self._row(label)
        if row != self.currentRow():
            self._filling = True
            self.setCurrentCell(row, _NAME)
            self._filling = False

    def _rebuild(self, labels: tuple[str, ...]) -> None:
        self.setRowCount(len(labels))
        self._rows = [_row(label) for label in labels]
        for index, row in enumerate(self._rows):
            for column, item in ((_NAME, row.name), (_X, row.x), (_Y, row.y)):
                self.setItem(index, column, item)
        self._show_marks()

    def _show_marks(self) -> None:
        """The shapes and colours of the sides, as the theme has them."""
        filling, self._filling = self._filling, True
        for row in self._rows:
            row.name.setIcon(joint_icon(side_of(row.label), ratio=self.devicePixelRatioF()))
        self._filling = filling

    def _row(self, label: str) -> int:
        return next((index for index, row in enumerate(self._rows) if row.label == label), -1)

    def _on_current(self, row: int) -> None:
        if not self._filling and row >= 0:
            self.chosen.emit(self._rows[row].label)

    def _on_item(self, item: QTableWidgetItem) -> None:
        if self._filling or self._pose is None:
            return
        label = self._rows[item.row()].label
        point = self._pose.points[label]
        if item.column() == _NAME:
            self.shown.emit(label, item.checkState() is Qt.CheckState.Checked)
            return
        try:
            value = float(item.text().replace(",", "."))
        except ValueError:
            self._restore(item, point.x if item.column() == _X else point.y)
            return
        if item.column() == _X:
            self.moved.emit(label, value, point.y)
        else:
            self.moved.emit(label, point.x, value)

    def _restore(self, item: QTableWidgetItem, value: float) -> None:
        """What was typed is no number: the cell shows what holds."""
        self._filling = True
        item.setText(f"{value:.2f}")
        self._filling = False


def _row(label: str) -> _Row:
    name = QTableWidgetItem(joint_name(label).capitalize())
    name.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
    name.setToolTip(_("Checked joints are visible"))
    x, y = QTableWidgetItem(), QTableWidgetItem()
    for number in (x, y):
        number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return _Row(label, name, x, y)
