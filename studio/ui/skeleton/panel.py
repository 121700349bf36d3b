"""The pose panel: make, copy, mirror and delete the skeleton of a frame, take one from a preset, type joints."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.app.clipboard import Clip, ClipKind
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc.document import Document
from studio.doc.edits import set_pose
from studio.doc.model import Sprite
from studio.doc.skeleton import Pose
from studio.providers.local.presets import load_preset, preset_names
from studio.ui import theme
from studio.ui.bridge import connect
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.skeleton.changes import with_movement, with_point, with_preset_pose, with_standing, with_visibility
from studio.ui.skeleton.focus import joint_focus
from studio.ui.skeleton.joints import JointTable
from studio.ui.skeleton.thumbnail import stick_figure
from studio.ui.theme import measure
from studio.ui.tools.buttons import ActionButton

if TYPE_CHECKING:
    from studio.app.session import Session

_THUMBNAIL = 48
_NAME = Qt.ItemDataRole.UserRole


class PosePanel(QWidget):
    """Works on the pose of the current frame of the sprite in front."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._heard: WeakSet[Document] = WeakSet()
        self._build()
        self._bind()
        self._show_presets()
        self._hear_active()

    # --- construction

    def _build(self) -> None:
        self.setObjectName("pose-panel")
        self.setAccessibleName(_("Pose"))
        self._actions = [
            ActionButton(self._session, name, side=28, parent=self)
            for name in ("pose.estimate", "pose.copy_next", "pose.mirror", "pose.delete")
        ]
        self._copy = self._button("copy", "pose-copy", _("Copy pose"))
        self._paste = self._button("paste", "pose-paste", _("Paste pose"))
        self._joints = JointTable(self)
        self._presets = self._preset_list()
        self._one = self._push("pose-preset-frame", _("Pose this frame"), _("Put the first pose on this frame"))
        self._all = self._push(
            "pose-preset-frames",
            _("Pose frames"),
            _("Put the whole movement on the frames from this one on; copies are added where frames are missing"),
        )
        head = QHBoxLayout()
        head.setSpacing(measure(4))
        for button in (*self._actions[:3], self._copy, self._paste, self._actions[3]):
            head.addWidget(button)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(measure(8))
        foot.addWidget(self._one)
        foot.addWidget(self._all)
        presets = QWidget(self)
        lower = QVBoxLayout(presets)
        lower.setContentsMargins(0, measure(4), 0, 0)
        lower.setSpacing(measure(4))
        lower.addWidget(self._presets, 1)
        lower.addLayout(foot)
        self._pages = QTabWidget(self)
        self._pages.setObjectName("pose-pages")
        self._pages.setAccessibleName(_("Joints and presets"))
        self._pages.setDocumentMode(True)
        self._pages.tabBar().setObjectName("pose-page-tabs")
        self._pages.tabBar().setAccessibleName(_("Joints and presets"))
        self._pages.addTab(self._joints, _("Joints"))
        self._pages.addTab(presets, _("Presets"))
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(8), measure(4), measure(8), measure(8))
        column.setSpacing(measure(4))
        column.addLayout(head)
        column.addWidget(self._empty_state())
        column.addWidget(self._pages, 1)

    def _empty_state(self) -> QWidget:
        self._empty = QWidget(self)
        words = PlainLabel(_("This frame has no skeleton yet."), self._empty)
        words.setWordWrap(True)
        self._estimate = self._push("pose-estimate-empty", _("Estimate"), _("Find the joints in the picture"))
        self._add = self._push("pose-add", _("Add skeleton"), _("Place a standing skeleton over the sprite"))
        row = QHBoxLayout()
        row.setSpacing(measure(8))
        row.addWidget(self._estimate)
        row.addWidget(self._add)
        row.addStretch(1)
        column = QVBoxLayout(self._empty)
        column.setContentsMargins(0, measure(8), 0, measure(8))
        column.addWidget(words)
        column.addLayout(row)
        return self._empty

    def _preset_list(self) -> QListWidget:
        presets = QListWidget(self)
        presets.setObjectName("pose-presets")
        presets.setAccessibleName(_("Presets"))
        presets.setViewMode(QListView.ViewMode.IconMode)
        presets.setResizeMode(QListView.ResizeMode.Adjust)
        presets.setMovement(QListView.Movement.Static)
        presets.setIconSize(QSize(measure(_THUMBNAIL), measure(_THUMBNAIL)))
        presets.setWordWrap(True)
        presets.setTextElideMode(Qt.TextElideMode.ElideNone)
        presets.setGridSize(QSize(measure(88), measure(80)))
        return presets

    def _button(self, picture: str, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setIcon(icon(picture))
        button.setIconSize(QSize(measure(20), measure(20)))
        button.setFixedSize(measure(28), measure(28))
        button.setAutoRaise(True)
        return button

    def _push(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        return button

    def _bind(self) -> None:
        connect(self, self._session.active_changed, self._hear_active)
        connect(self, self._session.clipboard.changed, self._show)
        theme.theme_changed.connect(self._show_presets)
        self._copy.clicked.connect(self._copy_pose)
        self._paste.clicked.connect(self._paste_pose)
        self._estimate.clicked.connect(self._estimate_pose)
        self._add.clicked.connect(self._add_skeleton)
        self._one.clicked.connect(self._pose_frame)
        self._all.clicked.connect(self._pose_frames)
        self._presets.itemActivated.connect(self._pose_frame)
        self._presets.itemSelectionChanged.connect(self._show)
        self._joints.moved.connect(self._on_moved)
        self._joints.shown.connect(self._on_shown)
        self._joints.chosen.connect(self._on_chosen)

    # --- showing

    def _hear_active(self) -> None:
        document = self._session.active
        if document is not None and document not in self._heard:
            self._heard.add(document)
            connect(self, document.changed, self._show)
            connect(self, document.cursor_moved, self._show)
            connect(self, joint_focus(document).changed, self._show_chosen)
        self._show()

    def _show(self) -> None:
        document, pose = self._session.active, self._pose()
        writable = document is not None and not document.sprite.read_only
        clip = self._session.clipboard.clip
        for button in self._actions:
            button.show_state()
        self._copy.setEnabled(pose is not None)
        self._paste.setEnabled(writable and clip is not None and clip.kind is ClipKind.POSE)
        self._empty.setVisible(document is not None and pose is None)
        self._estimate.setEnabled(writable)
        self._add.setEnabled(writable)
        self._show_joints(pose)
        self._joints.setEnabled(writable)
        chosen = bool(self._presets.selectedItems())
        self._one.setEnabled(writable and chosen)
        self._all.setEnabled(writable and chosen)
        self._show_chosen()

    def _show_joints(self, pose: Pose | None) -> None:
        page = self._pages.indexOf(self._joints)
        appeared = pose is not None and not self._pages.isTabEnabled(page)
        self._pages.setTabEnabled(page, pose is not None)
        self._joints.show_pose(pose)
        if appeared:
            self._pages.setCurrentIndex(page)

    def _show_chosen(self) -> None:
        document = self._session.active
        if document is not None:
            self._joints.choose(joint_focus(document).label)

    def _show_presets(self) -> None:
        row = self._presets.currentRow()
        self._presets.clear()
        for name in preset_names():
            preset = load_preset(name)
            middle = preset.poses[len(preset.poses) // 3]
            figure = stick_figure(middle, side=measure(_THUMBNAIL), ratio=self.devicePixelRatioF())
            item = QListWidgetItem(figure, preset.title, self._presets)
            item.setData(_NAME, name)
            item.setToolTip(_("{title}: {count} frames").format(title=preset.title, count=len(preset.poses)))
        self._presets.setCurrentRow(row)

    # --- what the person does

    def _pose(self) -> Pose | None:
        document = self._session.active
        return None if document is None else document.sprite.frame(document.cursor.frame).pose

    def _apply(self, label: str, edit: Callable[[Sprite], Sprite]) -> None:
        document = self._session.active
        if document is None:
            return
        try:
            document.apply(label, edit)
        except StudioError as error:
            self._session.report(error)
            self._show()

    def _frame(self) -> str:
        document = self._session.workspace.require_active()
        return document.cursor.frame

    def _copy_pose(self) -> None:
        pose = self._pose()
        if pose is not None:
            self._session.clipboard.put(Clip(ClipKind.POSE, pose=pose))

    def _paste_pose(self) -> None:
        clip = self._session.clipboard.clip
        if clip is not None and clip.pose is not None:
            frame, pose = self._frame(), clip.pose
            self._apply(_("Paste pose"), lambda sprite: set_pose(sprite, frame, pose))

    def _estimate_pose(self) -> None:
        self._session.commands.run("pose.estimate")

    def _add_skeleton(self) -> None:
        frame = self._frame()
        self._apply(_("Add skeleton"), lambda sprite: with_standing(sprite, frame))

    def _pose_frame(self) -> None:
        item = self._presets.currentItem()
        if item is not None:
            frame, name = self._frame(), str(item.data(_NAME))
            self._apply(
                _("Pose: {title}").format(title=item.text()), lambda sprite: with_preset_pose(sprite, frame, name, 0)
            )

    def _pose_frames(self) -> None:
        item = self._presets.currentItem()
        if item is not None:
            frame, name = self._frame(), str(item.data(_NAME))
            self._apply(
                _("Poses: {title}").format(title=item.text()), lambda sprite: with_movement(sprite, frame, name)
            )

    def _on_moved(self, label: str, x: float, y: float) -> None:
        frame = self._frame()
        self._apply(_("Move joint"), lambda sprite: with_point(sprite, frame, label, x=x, y=y))

    def _on_shown(self, label: str, visible: bool) -> None:  # noqa: FBT001 - the signature of the table's signal
        frame = self._frame()
        words = _("Show joint") if visible else _("Hide joint")
        self._apply(words, lambda sprite: with_visibility(sprite, frame, label, visible=visible))

    def _on_chosen(self, label: str) -> None:
        document = self._session.active
        if document is not None:
            joint_focus(document).choose(label)
