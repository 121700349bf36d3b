"""Editing the pose of the current frame over the canvas: drag joints, limbs and bones, nudge, hide, ghosts.

A drag changes a draft that only this canvas shows; the release makes it one undo step, Esc drops it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.document import Document
from studio.doc.edits import set_pose
from studio.doc.skeleton import Pose
from studio.ui import theme
from studio.ui.canvas.touch import Button, Touch
from studio.ui.canvas.viewport import Viewport
from studio.ui.skeleton.drawing import draw_ghost, draw_pose
from studio.ui.skeleton.focus import joint_focus
from studio.ui.skeleton.limbs import dragged
from studio.ui.skeleton.rig import Spot, bone_at, hits, joint_name, kept_near, next_label

_NUDGE_LARGE = 4


class PoseEditor:
    """The skeleton of one canvas. The chosen joint, which keys act on, is shared with the pose panel."""

    def __init__(self, document: Document, canvas: QWidget, *, say: Callable[[str], None]) -> None:
        self._document = document
        self._canvas = canvas
        self._say = say
        self._focus = joint_focus(document)
        self._hovered: str | None = None
        self._draft: Pose | None = None
        self._start: tuple[float, float] | None = None
        self._moving: tuple[str, ...] = ()

    @property
    def is_busy(self) -> bool:
        """A drag is under way."""
        return self._start is not None

    @property
    def chosen(self) -> str | None:
        """The label of the chosen joint."""
        return self._focus.label

    @property
    def pose(self) -> Pose | None:
        """The pose of the frame as it shows now."""
        return self._draft or self._document.sprite.frame(self._document.cursor.frame).pose

    def press(self, touch: Touch, view: Viewport) -> None:
        """Take hold of a joint, a bone, or with Shift of everything; with the right button list what lies here."""
        pose = self.pose
        if pose is None or not pose.points:
            self._say(_("This frame has no skeleton. Estimate or add one in the Pose panel."))
            return
        labels = self._hits(touch, view)
        if touch.button is Button.RIGHT:
            self._open_menu(pose, labels, touch, view)
            return
        moving = self._held(pose, labels, touch, view)
        if not moving:
            self._focus.choose(None)
            self._canvas.update()
            return
        if self._document.sprite.read_only:
            self._say(self._document.sprite.read_only)
            return
        self._moving, self._start, self._draft = moving, (touch.x, touch.y), pose
        self._canvas.update()

    def move(self, touch: Touch, view: Viewport) -> None:
        """Drag, with Ctrl the whole limb; or find what lies under the pointer."""
        pose = self._document.sprite.frame(self._document.cursor.frame).pose
        if pose is None:
            return
        if self._start is None:
            labels = self._hits(touch, view)
            hovered = labels[0] if labels else None
            if hovered != self._hovered:
                self._hovered = hovered
                self._canvas.update()
            return
        dx, dy = touch.x - self._start[0], touch.y - self._start[1]
        if touch.ctrl and len(self._moving) == 1:
            moved = dragged(pose, self._moving[0], dx, dy)
        else:
            moved = _moved(pose, self._moving, dx, dy)
        self._draft = kept_near(moved, self._document.sprite.size)
        self._canvas.update()

    def release(self, touch: Touch, view: Viewport) -> None:
        """Make the drag one undo step; none when nothing moved."""
        draft, moving = self._draft, self._moving
        self.cancel()
        before = self.pose
        if draft is None or before is None or draft.points == before.points:
            return
        if len(moving) == 1:
            label = _("Move {joint}").format(joint=joint_name(moving[0]))
        else:
            label = _("Move pose") if len(moving) == len(draft.points) else _("Move bone")
        self._put(label, draft)

    def cancel(self) -> None:
        """Drop the drag; the pose is as it was."""
        if self._start is not None:
            self._canvas.update()
        self._draft, self._start, self._moving = None, None, ()

    def nudge(self, dx: int, dy: int, *, large: bool) -> bool:
        """Move the chosen joint by a pixel. False when there is none to move."""
        pose, chosen = self.pose, self.chosen
        if pose is None or chosen is None or chosen not in pose.points:
            return False
        reach = _NUDGE_LARGE if large else 1
        moved = kept_near(_moved(pose, (chosen,), dx * reach, dy * reach), self._document.sprite.size)
        self._put(_("Nudge {joint}").format(joint=joint_name(chosen)), moved)
        return True

    def choose_next(self, step: int) -> None:
        """Choose the joint after (or, negative, before) the chosen one."""
        pose = self.pose
        if pose is not None:
            self._focus.choose(next_label(pose, self.chosen, step))
            self._canvas.update()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Ghosts of the poses before and after, then the pose of the frame."""
        sprite, tokens = self._document.sprite, theme.current()
        index = sprite.frame_index(self._document.cursor.frame)
        for neighbour, colour in ((index - 1, tokens.onion_past), (index + 1, tokens.onion_next)):
            if 0 <= neighbour < len(sprite.frames):
                ghost = sprite.frames[neighbour].pose
                if ghost is not None:
                    draw_ghost(painter, view, ghost, colour)
        if self.pose is not None:
            draw_pose(painter, view, self.pose, hovered=self._hovered, chosen=self.chosen)

    def _held(self, pose: Pose, labels: tuple[str, ...], touch: Touch, view: Viewport) -> tuple[str, ...]:
        if touch.shift:
            return tuple(pose.points)
        if labels:
            # Where joints overlap, a second press on the chosen one keeps it: the list at the right button changes it.
            chosen = self.chosen if self.chosen is not None and self.chosen in labels else labels[0]
            self._focus.choose(chosen)
            return (chosen,)
        return bone_at(_spots(pose, view), *view.to_widget(touch.x, touch.y)) or ()

    def _hits(self, touch: Touch, view: Viewport) -> tuple[str, ...]:
        pose = self.pose
        return () if pose is None else hits(_spots(pose, view), *view.to_widget(touch.x, touch.y))

    def _put(self, label: str, pose: Pose) -> None:
        frame = self._document.cursor.frame
        try:
            self._document.apply(label, lambda sprite: set_pose(sprite, frame, replace(pose, key=True)))
        except UserError as error:
            self._say(str(error))

    def _open_menu(self, pose: Pose, labels: tuple[str, ...], touch: Touch, view: Viewport) -> None:
        """Joints that lie here, to choose one; and the visibility of the chosen one."""
        menu = QMenu(self._canvas)
        menu.setObjectName("joint-menu")
        menu.setAccessibleName(_("Joints here"))
        for label in labels:
            action = menu.addAction(joint_name(label).capitalize())
            action.setCheckable(True)
            action.setChecked(label == self.chosen)
            action.setData(label)
        if not labels:
            menu.addAction(_("No joint here")).setEnabled(False)
        target = self.chosen if self.chosen in labels or not labels else labels[0]
        if target is not None and target in pose.points:
            menu.addSeparator()
            visible = pose.points[target].visible
            words = _("Hide {joint}") if visible else _("Show {joint}")
            menu.addAction(words.format(joint=joint_name(target))).setData(("visible", target, not visible))
        menu.triggered.connect(self._on_menu)
        menu.aboutToHide.connect(menu.deleteLater)
        across, down = view.to_widget(touch.x, touch.y)
        menu.popup(self._canvas.mapToGlobal(QPoint(round(across), round(down))))

    def _on_menu(self, action: QAction) -> None:
        data = action.data()
        pose = self.pose
        if pose is None or data is None:
            return
        if isinstance(data, str):
            self._focus.choose(data)
            self._canvas.update()
            return
        _word, label, visible = data
        point = pose.points[label]._replace(visible=visible)
        words = _("Show {joint}") if visible else _("Hide {joint}")
        self._put(words.format(joint=joint_name(label)), Pose.of({**pose.points, label: point}))


def _moved(pose: Pose, labels: tuple[str, ...], dx: float, dy: float) -> Pose:
    if len(labels) == 1:
        point = pose.points[labels[0]]
        return pose.moved(labels[0], point.x + dx, point.y + dy)
    return pose.shifted(dx, dy, labels)


def _spots(pose: Pose, view: Viewport) -> list[Spot]:
    return [Spot(label, *view.to_widget(point.x, point.y)) for label, point in pose.points.items()]
