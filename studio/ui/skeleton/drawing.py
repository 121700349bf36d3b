"""Poses on the screen: bones and joints, told apart by shape and by colour. Device pixels, see overlays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from studio.doc.skeleton import BONES, Pose
from studio.ui import theme
from studio.ui.canvas.viewport import Viewport
from studio.ui.skeleton.rig import Side, joint_name, side_of

JOINT: Final = 4.5
"""Half the width of a joint, in logical pixels."""
GROWN: Final = 6.5
_BONE: Final = 2.0
_NAME_GAP: Final = 10.0
_ICON: Final = 14


def draw_pose(
    painter: QPainter, view: Viewport, pose: Pose, *, hovered: str | None = None, chosen: str | None = None
) -> None:
    """The skeleton of the frame; the joint under the pointer and the chosen one grow, and are named."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    places = _places(view, pose)
    _draw_bones(painter, view, pose, places)
    for label, place in _far_to_near(pose, places):
        grown = label in (hovered, chosen)
        _draw_joint(painter, view.ratio, side_of(label), place, grown=grown, visible=pose.points[label].visible)
        if label == chosen:
            _draw_ring(painter, view.ratio, place)
    named = hovered or chosen
    if named is not None and named in places:
        _draw_name(painter, view.ratio, joint_name(named), places[named])
    painter.restore()


def draw_ghost(painter: QPainter, view: Viewport, pose: Pose, colour: str) -> None:
    """The skeleton of a neighbouring frame: thin lines in one faint colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tint = QColor(colour)
    tint.setAlpha(130)
    painter.setPen(QPen(tint, 1.5 * view.ratio, Qt.PenStyle.DashLine))
    places = _places(view, pose)
    for start, end in BONES:
        if start in places and end in places:
            painter.drawLine(places[start], places[end])
    painter.restore()


def joint_icon(side: Side, *, ratio: float) -> QIcon:
    """The mark of a side's joints, as over the canvas, for lists."""
    pixmap = QPixmap(QSize(_ICON, _ICON) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_joint(painter, 1.0, side, QPointF(_ICON / 2, _ICON / 2), grown=False, visible=True)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def _draw_bones(painter: QPainter, view: Viewport, pose: Pose, places: Mapping[str, QPointF]) -> None:
    tokens = theme.current()
    bones = [bone for bone in BONES if bone[0] in places and bone[1] in places]
    for colour, width in ((tokens.bone_border, _BONE + 2), (tokens.bone, _BONE)):
        pen = QPen(QColor(colour), width * view.ratio)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for start, end in bones:
            dashed = not (pose.points[start].visible and pose.points[end].visible)
            painter.setOpacity(0.45 if dashed else 1.0)
            painter.drawLine(places[start], places[end])
    painter.setOpacity(1.0)


def _draw_joint(painter: QPainter, ratio: float, side: Side, place: QPointF, *, grown: bool, visible: bool) -> None:
    tokens = theme.current()
    half = (GROWN if grown else JOINT) * ratio
    fill = {Side.LEFT: tokens.joint_left, Side.RIGHT: tokens.joint_right, Side.MIDDLE: tokens.joint_middle}[side]
    painter.setPen(QPen(QColor(tokens.bone_border), 1.0 * ratio))
    painter.setBrush(QColor(fill) if visible else QColor(tokens.bone_border))
    if not visible:
        painter.setPen(QPen(QColor(fill), 1.5 * ratio))
    if side is Side.LEFT:
        painter.drawEllipse(place, half, half)
    elif side is Side.RIGHT:
        painter.drawRect(QRectF(place.x() - half, place.y() - half, 2 * half, 2 * half))
    else:
        wide = half * 1.25
        corners = ((0.0, -wide), (wide, 0.0), (0.0, wide), (-wide, 0.0))
        painter.drawPolygon(QPolygonF([place + QPointF(x, y) for x, y in corners]))


def _draw_ring(painter: QPainter, ratio: float, place: QPointF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = (GROWN + 4) * ratio
    painter.setPen(QPen(QColor(theme.current().bone_border), 3.5 * ratio))
    painter.drawEllipse(place, radius, radius)
    painter.setPen(QPen(QColor(theme.current().pose), 2 * ratio))
    painter.drawEllipse(place, radius, radius)


def _draw_name(painter: QPainter, ratio: float, name: str, place: QPointF) -> None:
    tokens = theme.current()
    painter.save()
    painter.translate(place)
    painter.scale(ratio, ratio)
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(name) + 12, metrics.height() + 4
    box = QRectF(_NAME_GAP, -height - _NAME_GAP / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    background = QColor(tokens.raised)
    background.setAlpha(235)
    painter.setBrush(background)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(tokens.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
    painter.restore()


def _places(view: Viewport, pose: Pose) -> dict[str, QPointF]:
    return {label: QPointF(*view.to_device(point.x, point.y)) for label, point in pose.points.items()}


def _far_to_near(pose: Pose, places: Mapping[str, QPointF]) -> list[tuple[str, QPointF]]:
    """Higher z is nearer the viewer and drawn last; the sort is stable, so equals keep their order."""
    return sorted(places.items(), key=lambda entry: pose.points[entry[0]].z)
