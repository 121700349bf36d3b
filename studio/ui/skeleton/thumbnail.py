"""Stick figures of presets, drawn in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from studio.doc.skeleton import BONES, Pose
from studio.ui import theme
from studio.ui.skeleton.rig import Side, side_of

_FACE = frozenset({"NOSE", "RIGHT EYE", "LEFT EYE", "RIGHT EAR", "LEFT EAR"})


def stick_figure(pose: Pose, *, side: int, ratio: float) -> QIcon:
    """The pose (fractions of a square) as an icon of `side` logical pixels; limbs in the colours of their sides."""
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    places = {label: QPointF(point.x, point.y) * side for label, point in pose.points.items()}
    tokens = theme.current()
    tints = {Side.LEFT: tokens.joint_left, Side.RIGHT: tokens.joint_right, Side.MIDDLE: tokens.text}
    for start, end in BONES:
        if start in places and end in places and end not in _FACE:
            painter.setPen(QPen(QColor(tints[side_of(end)]), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(places[start], places[end])
    if "NOSE" in places:
        painter.setPen(QPen(QColor(tokens.text), 1.5))
        painter.setBrush(QColor(tokens.raised))
        painter.drawEllipse(places["NOSE"] - QPointF(0.02, 0.02) * side, side * 0.09, side * 0.09)
    painter.end()
    figure = QIcon(pixmap)
    figure.addPixmap(pixmap, QIcon.Mode.Selected)  # a chosen preset keeps its colours
    return figure
