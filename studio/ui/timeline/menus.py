"""Context menus of the timeline, made from the table of actions: frames, layers, masks, poses, and one of a tag."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from studio.app.actions import SEPARATOR, Action, actions
from studio.app.commands import Commands
from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc import tags
from studio.doc.document import Document, Edit
from studio.doc.model import Playback, Tag
from studio.doc.palette import Colour
from studio.ui.dialogs.sprite import colour_swatch, tag_colour_title
from studio.ui.icons import icon
from studio.ui.timeline.layout import RowKind
from studio.ui.timeline.words import direction_titles

FRAME_ENTRIES: tuple[str, ...] = (
    "frame.play", "-", "frame.new", "frame.new_empty", "frame.duplicate", "frame.duplicate_linked", "frame.delete",
    "frame.reverse", "-", "frame.duration", "frame.faster", "frame.slower", "frame.tag", "frame.key", "-",
    "frame.link", "frame.unlink",
)  # fmt: skip

ROW_ENTRIES: dict[RowKind, tuple[str, ...]] = {
    RowKind.LAYER: (
        "layer.new", "layer.group", "layer.rename", "layer.duplicate", "layer.merge_down", "layer.delete", "-",
        "layer.up", "layer.down", "-", "layer.visible", "layer.lock",
    ),
    RowKind.MASK: (
        "mode.mask", "-", "mask.invert", "mask.fill", "mask.clear", "-",
        "mask.from_selection", "mask.to_selection", "mask.copy_next",
    ),
    RowKind.POSE: ("mode.pose", "-", "pose.estimate", "pose.copy_next", "pose.mirror", "pose.delete"),
}  # fmt: skip


class ActionMenu(QMenu):
    """A menu of actions of the program, which goes when it closes."""

    def __init__(self, commands: Commands, entries: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        known = {action.id: action for action in actions()}
        for entry in entries:
            if entry == SEPARATOR:
                self.addSeparator()
            else:
                self._add(known[entry])
        self.triggered.connect(self._on_triggered)
        self.aboutToHide.connect(self.deleteLater)

    def _add(self, action: Action) -> None:
        keys = QKeySequence(action.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if action.keys else ""
        shown = self.addAction(f"{action.title}\t{keys}" if keys else action.title)
        shown.setObjectName(action.id)
        shown.setEnabled(self._commands.enabled(action.id))
        shown.setCheckable(action.checkable)
        shown.setChecked(action.checkable and self._commands.checked(action.id))

    def _on_triggered(self, action: QAction) -> None:
        self._commands.run(action.objectName())


class TagMenu(QMenu):
    """What can be done with one tag. `only_asked` gives the tag to be shown alone, or None for all frames."""

    edit_asked = Signal(object)
    only_asked = Signal(object)

    def __init__(self, session: Session, document: Document, tag: Tag, *, alone: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._document = document
        self._tag = tag
        self.setObjectName("tag-menu")
        writable = not document.sprite.read_only
        self._add("tag-play", _("Play {name}").format(name=tag.name), picture="play")
        only = self._add("tag-only", _("Show only {name}").format(name=tag.name))
        only.setCheckable(True)
        only.setChecked(alone)
        self.addSeparator()
        self._add("tag-edit", _("Edit tag...")).setEnabled(writable)
        self._add_directions(self.addMenu(_("Direction")))
        self._add_colours(self.addMenu(_("Colour")))
        for menu in self.findChildren(QMenu):
            menu.setEnabled(writable)
        self.addSeparator()
        self._add("tag-delete", _("Delete tag, keep its frames"), picture="trash").setEnabled(writable)
        self.triggered.connect(self._on_triggered)
        self.aboutToHide.connect(self.deleteLater)

    def _add(self, name: str, title: str, *, picture: str = "") -> QAction:
        action = self.addAction(title)
        action.setObjectName(name)
        if picture:
            action.setIcon(icon(picture))
        return action

    def _add_directions(self, menu: QMenu) -> None:
        for playback, title in direction_titles().items():
            action = menu.addAction(title)
            action.setObjectName(f"tag-{playback.value}")
            action.setCheckable(True)
            action.setChecked(playback is self._tag.playback)
            action.setData(playback.value)

    def _add_colours(self, menu: QMenu) -> None:
        for colour in tags.TAG_COLOURS:
            action = menu.addAction(colour_swatch(colour), tag_colour_title(colour))
            action.setObjectName(f"tag-colour-{colour.hex.lstrip('#')}")
            action.setData(colour.hex)

    def _on_triggered(self, action: QAction) -> None:
        name, tag_id, value = action.objectName(), self._tag.id, action.data()
        if name == "tag-play":
            self._session.playhead.start(tag_id)
        elif name == "tag-only":
            self.only_asked.emit(self._tag if action.isChecked() else None)
        elif name == "tag-edit":
            self.edit_asked.emit(self._tag)
        elif name == "tag-delete":
            self._apply(_("Delete tag"), lambda sprite: tags.remove_tag(sprite, tag_id))
        elif name.startswith("tag-colour-"):
            self._apply(_("Colour of tag"), lambda sprite: tags.set_tag(sprite, tag_id, colour=Colour.parse(value)))
        else:
            playback = Playback(value)
            self._apply(_("Direction of tag"), lambda sprite: tags.set_tag(sprite, tag_id, playback=playback))

    def _apply(self, label: str, edit: Edit) -> None:
        try:
            self._document.apply(label, edit)
        except StudioError as error:
            self._session.report(error)
