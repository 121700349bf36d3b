"""Context menus of the timeline, made from the table of actions: frames, layers, masks, poses, and one of a tag."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QColor, QIcon, QKeySequence, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from studio.app.actions import SEPARATOR, actions
from studio.app.commands import Commands
from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc import tags
from studio.doc.document import Document, Edit
from studio.doc.model import Playback, Tag
from studio.doc.palette import Colour
from studio.ui import theme
from studio.ui.dialogs.sprite import TAG_COLOURS
from studio.ui.icons import icon
from studio.ui.timeline.layout import RowKind
from studio.ui.timeline.words import direction_titles

FRAME_ENTRIES: tuple[str, ...] = (
    "frame.play", "-", "frame.new", "frame.new_empty", "frame.duplicate", "frame.duplicate_linked", "frame.delete",
    "frame.reverse", "-", "frame.duration", "frame.faster", "frame.slower", "frame.tag", "-",
    "frame.link", "frame.unlink",
)  # fmt: skip

ROW_ENTRIES: dict[RowKind, tuple[str, ...]] = {
    RowKind.LAYER: (
        "layer.new", "layer.group", "layer.duplicate", "layer.merge_down", "layer.delete", "-",
        "layer.up", "layer.down", "-", "layer.visible", "layer.lock",
    ),
    RowKind.MASK: (
        "mode.mask", "-", "mask.invert", "mask.fill", "mask.clear", "-",
        "mask.from_selection", "mask.to_selection", "mask.copy_next",
    ),
    RowKind.POSE: ("mode.pose", "-", "pose.estimate", "pose.copy_next", "pose.mirror", "pose.delete"),
}  # fmt: skip


def action_menu(commands: Commands, entries: tuple[str, ...], parent: QWidget) -> QMenu:
    """A menu of actions of the program, which goes when it closes."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    known = {action.id: action for action in actions()}
    for entry in entries:
        if entry == SEPARATOR:
            menu.addSeparator()
            continue
        action = known[entry]
        keys = QKeySequence(action.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if action.keys else ""
        shown = menu.addAction(f"{action.title}\t{keys}" if keys else action.title)
        shown.setObjectName(entry)
        shown.setEnabled(commands.enabled(entry))
        shown.setCheckable(action.checkable)
        shown.setChecked(action.checkable and commands.checked(entry))
        shown.triggered.connect(partial(_run, commands, entry))
    return menu


class TagMenu(QMenu):
    """What can be done with one tag."""

    def __init__(self, session: Session, document: Document, tag: Tag, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._document = document
        self._tag = tag
        self.aboutToHide.connect(self.deleteLater)
        self.setObjectName("tag-menu")
        writable = not document.sprite.read_only
        self.play = self.addAction(icon("play"), _("Play {name}").format(name=tag.name))
        self.play.setObjectName("tag-play")
        self.play.triggered.connect(self._play)
        self.addSeparator()
        self.edit = self.addAction(_("Edit tag..."))
        self.edit.setObjectName("tag-edit")
        self.edit.setEnabled(writable)
        directions = self.addMenu(_("Direction"))
        directions.setEnabled(writable)
        for playback, title in direction_titles().items():
            action = directions.addAction(title)
            action.setObjectName(f"tag-{playback.value}")
            action.setCheckable(True)
            action.setChecked(playback is tag.playback)
            action.triggered.connect(partial(self._direct, playback))
        self._add_colours(writable=writable)
        self.addSeparator()
        delete = self.addAction(icon("trash"), _("Delete tag, keep its frames"))
        delete.setObjectName("tag-delete")
        delete.setEnabled(writable)
        delete.triggered.connect(self._delete)

    def _add_colours(self, *, writable: bool) -> None:
        colours = self.addMenu(_("Colour"))
        colours.setEnabled(writable)
        for colour, title in zip(TAG_COLOURS, colour_titles(), strict=True):
            swatch = QPixmap(theme.measure(16), theme.measure(16))
            swatch.fill(QColor(*colour))
            action = colours.addAction(QIcon(swatch), title)
            action.setObjectName(f"tag-colour-{colour.hex.lstrip('#')}")
            action.triggered.connect(partial(self._colour, colour))

    def _play(self) -> None:
        self._session.playhead.start(self._tag.id)

    def _direct(self, playback: Playback) -> None:
        tag_id = self._tag.id
        self._apply(_("Direction of tag"), lambda sprite: tags.set_tag(sprite, tag_id, playback=playback))

    def _colour(self, colour: Colour) -> None:
        tag_id = self._tag.id
        self._apply(_("Colour of tag"), lambda sprite: tags.set_tag(sprite, tag_id, colour=colour))

    def _delete(self) -> None:
        tag_id = self._tag.id
        self._apply(_("Delete tag"), lambda sprite: tags.remove_tag(sprite, tag_id))

    def _apply(self, label: str, edit: Edit) -> None:
        try:
            self._document.apply(label, edit)
        except StudioError as error:
            self._session.report(error)


def colour_titles() -> tuple[str, ...]:
    """Names of the colours a tag is offered, in their order."""
    return (
        _("Orange"),
        _("Teal"),
        _("Pink"),
        _("Green"),
        _("Violet"),
        _("Red"),
        _("Blue"),
        _("Grey"),
    )


def _run(commands: Commands, action_id: str) -> None:
    commands.run(action_id)
