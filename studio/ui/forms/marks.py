"""Editors of masks and poses: they show what is painted in the sprite in front, and follow it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.app.drafts import JsonValue
from studio.app.sending import SentPart
from studio.app.session import Session
from studio.app.sources import FRAME, FRAMES, Reader, Source, SourceKind
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.doc.compose import flatten
from studio.doc.pixels import MaskPixels, Pixels
from studio.doc.skeleton import BONES, Pose
from studio.spec.field import Field, FieldValue
from studio.spec.field import Source as Wish
from studio.ui import theme
from studio.ui.forms.editor import FieldEditor, LabelPlace, left_open
from studio.ui.forms.plain import column_of
from studio.ui.forms.reach import Reach, ReachRow
from studio.ui.forms.slot import PictureSlot
from studio.ui.forms.source_menu import SourceMenu, Wanted
from studio.ui.forms.thumbnail import mask_picture, pixels_of
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_OUTSIDE = frozenset({SourceKind.FILE, SourceKind.TAKE, SourceKind.CLIPBOARD})
"""What comes from elsewhere and may hold nothing of use; the sprite's own is followed until it does."""
_POSE_PICTURE = 60
_POSE_MARGIN = 8


class MarkEditor(FieldEditor):
    """A slot, where its content comes from, a fact, and one button that helps when there is nothing."""

    wanted = Wanted.MASK

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self.reader = Reader(session)
        self.source: Source | None = self.first_source()
        self.given: FieldValue = None
        self.found: FieldValue = None
        self._trouble = self._refused = ""
        self._slot = PictureSlot(declared.title, self)
        self.named(self._slot)
        self._menu = SourceMenu(session, self.wanted, self._slot)
        self._title = PlainLabel(self)
        self._facts = PlainLabel(self)
        self._facts.setProperty("role", "muted")
        self._facts.setWordWrap(True)
        self._help = QPushButton(self)
        self._help.setObjectName(f"{self.objectName()}-help")
        words = self._words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        words.addWidget(self._help, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        row = self._row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(8))
        row.addWidget(self._slot)
        row.addLayout(words, 1)
        self.column = column_of(self)
        self.column.addLayout(row)
        self._slot.clicked.connect(self._on_clicked)
        self._slot.dropped.connect(self._on_chosen)
        self._slot.cleared.connect(self._on_cleared)
        self._slot.refused.connect(self._on_refused)
        self._slot.pasted.connect(self._menu.paste)
        self._menu.chosen.connect(self._on_chosen)
        self._menu.refused.connect(self._on_refused)
        self._help.clicked.connect(self._on_help)
        self.refresh()

    @property
    def helps(self) -> bool:
        return not self._help.isHidden() and not self._refused

    @property
    def label_place(self) -> LabelPlace:
        return LabelPlace.WITHIN

    def take_label(self, label: QLabel) -> None:
        self._words.insertWidget(1, label, 0, Qt.AlignmentFlag.AlignLeft)
        self._title.setProperty("role", "muted")

    def first_source(self) -> Source | None:
        """What the form starts with."""
        return None

    def read(self, source: Source) -> FieldValue:
        """The value of a source. StudioError says why there is none."""
        raise NotImplementedError

    def picture(self, value: FieldValue) -> Pixels:
        """What the slot shows."""
        raise NotImplementedError

    def facts(self, value: FieldValue) -> str:
        """One line about the value."""
        raise NotImplementedError

    def help_words(self) -> tuple[str, str]:
        """Title of the button that helps, and the id of its action."""
        raise NotImplementedError

    def value(self) -> FieldValue:
        return self.found

    def show_value(self, value: FieldValue) -> None:
        self.given = value
        self.source = None
        self.refresh()

    def draft(self) -> JsonValue:
        return self.source.text if self.source is not None else ""

    def restore(self, draft: JsonValue) -> None:
        source = Source.parse(draft)
        if source is not None or draft == "":
            self.source, self.given = source, None
            self.refresh()

    def refresh(self) -> None:
        self.found, self._trouble = self.given, ""
        if self.source is not None:
            try:
                self.found = self.read(self.source)
            except StudioError as error:
                self.found, self._trouble = None, str(error)
        self._show()

    def remark(self) -> str:
        return self._refused or self._trouble

    def mark_invalid(self, *, invalid: bool) -> None:
        self._slot.mark_invalid(invalid=invalid)

    def _show(self) -> None:
        self._menu.allow_clear(allowed=self.source is not None or self.given is not None)
        if self.source is not None:
            self._title.setText(self.reader.title(self.source))
        else:
            self._title.setText(_("As before") if self.given is not None else left_open().capitalize())
        if self.found is None:
            self._slot.show_picture(None)
            self._facts.setText("")
        else:
            count = len(self.found) if isinstance(self.found, tuple) else 1
            self._slot.show_picture(self.picture(self.found), count=count, words=self.facts(self.found))
            self._facts.setText(self.facts(self.found))
        self._facts.setVisible(self.found is not None)
        title, _action = self.help_words()
        self._help.setText(title)
        self._help.setAccessibleName(title)
        self._help.setVisible(self.found is None and self.source is not None and self.session.active is not None)

    def _on_clicked(self) -> None:
        if not self._slot.visibleRegion().isEmpty():
            self._menu.popup(self._slot.mapToGlobal(self._slot.rect().bottomLeft()))

    def _on_chosen(self, source: Source | None) -> None:
        if source is not None and source.kind in _OUTSIDE:
            try:
                self.read(source)
            except StudioError as error:
                self._on_refused(str(error))
                return
        self.source, self.given, self._refused = source, None, ""
        self.refresh()
        self.changed.emit()

    def _on_refused(self, sentence: str) -> None:
        """What was there stays, and why nothing else came is said."""
        self._refused = sentence
        self.changed.emit()

    def _on_cleared(self) -> None:
        self._on_chosen(None)

    def _on_help(self) -> None:
        self.session.commands.run(self.help_words()[1])


class MaskEditor(MarkEditor):
    """The mask of the current frame, of the selection, or a black and white picture."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._part: SentPart | None = None
        self._reach = ReachRow(self.objectName(), self)
        self.column.addWidget(self._reach)
        self._outpaint = QToolButton(self)
        self._outpaint.setIcon(icon("outpaint"))
        self._outpaint.setObjectName(f"{self.objectName()}-outpaint")
        self._outpaint.setAccessibleName(_("Outpaint..."))
        self._outpaint.setToolTip(_("Outpaint: grow the canvas, the new area becomes the mask"))
        self._outpaint.hide()
        self._row.addWidget(self._outpaint)
        self._outpaint.clicked.connect(self._on_outpaint)
        self._reach.changed.connect(self.changed)

    @property
    def padding(self) -> int | None:
        """Pixels around the mask that are sent along; None where the whole picture is."""
        return self._reach.padding

    def offer_outpaint(self, *, offered: bool) -> None:
        """Whether the form redoes a part of a picture, so that the part may be new canvas."""
        self._outpaint.setVisible(offered)

    def _on_outpaint(self) -> None:
        self.session.commands.run("sprite.outpaint")

    def offer_reach(self, *, offered: bool) -> None:
        """Whether there is a choice of how much is sent."""
        self._reach.setVisible(offered)

    def suggest_around(self, *, around: bool) -> None:
        """What is sent unless a person chose."""
        self._reach.suggest(Reach.AROUND if around else Reach.WHOLE)

    def show_part(self, part: SentPart | None) -> None:
        """The canvas shows it while this editor can be seen."""
        self._part = part
        if self.isVisible():
            self.session.sending.show(part)

    def draft(self) -> JsonValue:
        kept = self._reach.draft()
        return {"source": super().draft(), **kept} if kept else super().draft()

    def restore(self, draft: JsonValue) -> None:
        if not isinstance(draft, dict):
            super().restore(draft)
            return
        self._reach.restore(draft)
        super().restore(draft.get("source"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.session.sending.show(self._part)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.session.sending.show(None)

    def first_source(self) -> Source | None:
        return FRAME if self.declared.source is Wish.MASK else None

    def read(self, source: Source) -> FieldValue:
        return self.reader.mask(source)

    def picture(self, value: FieldValue) -> Pixels:
        return mask_picture(value, _beneath(self.session, value))

    def facts(self, value: FieldValue) -> str:
        return _pixels_redone(value)

    def help_words(self) -> tuple[str, str]:
        return _("Paint a mask"), "mode.mask"


class MasksEditor(MarkEditor):
    """One mask a selected frame."""

    wanted = Wanted.MASKS

    def first_source(self) -> Source | None:
        return FRAMES if self.declared.source is Wish.MASK else None

    def read(self, source: Source) -> FieldValue:
        return self.reader.masks(source)

    def picture(self, value: FieldValue) -> Pixels:
        first = next(one for one in value if one is not None)
        return mask_picture(first, _beneath(self.session, first))

    def facts(self, value: FieldValue) -> str:
        painted = sum(one is not None for one in value)
        return ngettext(
            "{painted} of {count} frame has a mask", "{painted} of {count} frames have a mask", len(value)
        ).format(painted=painted, count=len(value))

    def help_words(self) -> tuple[str, str]:
        return _("Paint a mask"), "mode.mask"


class PosesEditor(MarkEditor):
    """The pose of the current frame, those of the selected frames, or a file of keypoints."""

    wanted = Wanted.POSE

    def first_source(self) -> Source | None:
        if self.declared.source is Wish.POSES:
            return FRAMES
        return FRAME if self.declared.source is Wish.POSE else None

    def read(self, source: Source) -> FieldValue:
        return self.reader.poses(source)

    def picture(self, value: FieldValue) -> Pixels:
        return pose_picture(value)

    def facts(self, value: FieldValue) -> str:
        count = len(value)
        points = max((len(pose.points) for pose in value), default=0)
        if count == 1:
            return ngettext("{count} joint", "{count} joints", points).format(count=points)
        return ngettext("{count} pose", "{count} poses", count).format(count=count)

    def help_words(self) -> tuple[str, str]:
        return _("Estimate skeleton"), "pose.estimate"

    def _show(self) -> None:
        super()._show()
        if self.source is not None and self.source.kind is SourceKind.FILE:
            self._help.hide()


def pose_picture(poses: Sequence[Pose]) -> Pixels:
    """Stick figures of the poses, earlier ones pale, filling a transparent square picture."""
    image = QImage(_POSE_PICTURE, _POSE_PICTURE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    points = [point for pose in poses for point in pose.points.values()]
    if not points:
        return pixels_of(image)
    left, right = min(point.x for point in points), max(point.x for point in points)
    top, bottom = min(point.y for point in points), max(point.y for point in points)
    room = _POSE_PICTURE - 2 * _POSE_MARGIN
    scale = room / max(right - left, bottom - top, 1)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(_POSE_PICTURE / 2, _POSE_PICTURE / 2)
    painter.translate(-(left + right) / 2 * scale, -(top + bottom) / 2 * scale)
    shown = poses[:1] if len(poses) == 1 else (poses[0], poses[len(poses) // 2], poses[-1])
    for index, pose in enumerate(shown):
        painter.setOpacity((index + 1) / len(shown))
        _paint_figure(painter, pose, scale)
    painter.end()
    return pixels_of(image)


def _paint_figure(painter: QPainter, pose: Pose, scale: float) -> None:
    tokens = theme.current()
    at = {label: QPointF(point.x * scale, point.y * scale) for label, point in pose.points.items()}
    for colour, width in ((tokens.bone_border, 4), (tokens.pose, 2)):
        painter.setPen(QPen(QColor(colour), width))
        for one, other in BONES:
            if one in at and other in at:
                painter.drawLine(at[one], at[other])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.joint_middle))
    for point in at.values():
        painter.drawEllipse(QRectF(point.x() - 2, point.y() - 2, 4, 4))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _beneath(session: Session, mask: MaskPixels) -> Pixels | None:
    active = session.active
    if active is None or (active.sprite.size.height, active.sprite.size.width) != mask.shape:
        return None
    return flatten(active.sprite, active.cursor.frame)


def _pixels_redone(mask: MaskPixels) -> str:
    count = int(np.count_nonzero(mask))
    return ngettext("{count} pixel is redone", "{count} pixels are redone", count).format(count=count)
