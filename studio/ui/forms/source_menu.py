"""The menu of a picture slot: everything a picture can be taken from, with what is not there greyed."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from studio.app.session import Session
from studio.app.sources import (
    CLIPBOARD,
    FRAME,
    FRAMES,
    LAYER,
    LAYERS,
    SELECTION,
    Reader,
    Source,
    SourceKind,
    file_source,
)
from studio.app.take_words import line_of
from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.model import LayerKind
from studio.ui.forms.pasting import can_paste, pasted_source
from studio.ui.forms.thumbnail import picture_icon
from studio.ui.icons import icon
from studio.ui.theme import measure

PICTURES = "*.png *.gif *.webp *.apng *.jpg *.jpeg *.bmp *.aseprite *.ase"
_MOST_TAKES = 12
_PICTURE = 32
"""Side of the pictures of takes in the menu."""


class Wanted(StrEnum):
    """What kind of value the menu is for."""

    PICTURE = "picture"
    PICTURES = "pictures"
    MASK = "mask"
    MASKS = "masks"
    POSE = "pose"


_SOURCES = {
    Wanted.PICTURE: (FRAME, LAYER, SELECTION),
    Wanted.PICTURES: (FRAME, FRAMES, LAYER, SELECTION),
    Wanted.MASK: (FRAME, SELECTION),
    Wanted.MASKS: (FRAMES, FRAME, SELECTION),
    Wanted.POSE: (FRAME, FRAMES),
}


class SourceMenu(QMenu):
    """`chosen` carries a Source, or None for an emptied slot; `refused` says why there is none. Filled anew each time
    it opens."""

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, session: Session, wanted: Wanted, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = wanted
        self._reader = Reader(session)
        self._clearable = True
        self._sources: dict[str, Source] = {}
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._on_triggered)

    def allow_clear(self, *, allowed: bool) -> None:
        """Whether there is something to take out."""
        self._clearable = allowed

    def paste(self) -> None:
        """Take what the clipboard holds."""
        try:
            source = pasted_source(self._session)
        except UserError as error:
            self.refused.emit(str(error))
            return
        self.chosen.emit(source)

    def fill(self) -> None:
        """Make the entries for what is there now."""
        self.clear()
        self._sources.clear()
        for source in _SOURCES[self._wanted]:
            self._offer(self, source, self._title(source), enabled=self._is_there(source))
        if self._wanted in (Wanted.PICTURE, Wanted.PICTURES):
            self._add_layers()
            self._add_tags()
        if self._wanted is not Wanted.POSE:
            self._add_takes()
            self._offer(self, CLIPBOARD, _("Clipboard"), enabled=can_paste(self._session))
        self.addSeparator()
        title = _("Keypoint file...") if self._wanted is Wanted.POSE else _("File...")
        self._entry(self, title, "file", picture="open")
        entry = self._entry(self, _("Clear"), "clear", picture="remove")
        entry.setEnabled(self._clearable)

    def _add_layers(self) -> None:
        active = self._session.active
        layers = [one for one in reversed(active.sprite.layers) if one.kind is LayerKind.IMAGE] if active else []
        if len(layers) < 2:
            return
        menu = self.addMenu(_("Layer"))
        if self._wanted is Wanted.PICTURES:
            self._offer(menu, LAYERS, self._title(LAYERS))
            menu.addSeparator()
        for layer in layers:
            self._offer(menu, Source(SourceKind.LAYER, layer.id), layer.name)

    def _add_tags(self) -> None:
        active = self._session.active
        tags = active.sprite.tags if active is not None else ()
        if not tags:
            return
        menu = self.addMenu(_("Tag"))
        for tag in tags:
            self._offer(menu, Source(SourceKind.TAG, tag.id), tag.name)

    def _add_takes(self) -> None:
        takes = [take for take in self._session.takes.takes if take.frames][:_MOST_TAKES]
        if not takes:
            return
        menu = self.addMenu(_("Take"))
        menu.setStyleSheet(f"QMenu {{ icon-size: {measure(_PICTURE)}px; }}")
        now = time.time()
        for take in takes:
            entry = self._offer(menu, Source(SourceKind.TAKE, take.id), line_of(take, now=now))
            entry.setIcon(picture_icon(take.frames[0], measure(_PICTURE), ratio=self.devicePixelRatioF()))

    def _title(self, source: Source) -> str:
        title = self._reader.title(source)
        if source.kind is SourceKind.FRAMES:
            active = self._session.active
            count = len(active.selected_frames) if active is not None else 0
            return _("{title} ({count})").format(title=title, count=count)
        return title

    def _is_there(self, source: Source) -> bool:
        active = self._session.active
        if active is None:
            return False
        return active.selection is not None if source.kind is SourceKind.SELECTION else True

    def _offer(self, menu: QMenu, source: Source, title: str, *, enabled: bool = True) -> QAction:
        name = f"source {len(self._sources)}"
        self._sources[name] = source
        entry = self._entry(menu, title, name)
        entry.setEnabled(enabled)
        return entry

    def _entry(self, menu: QMenu, title: str, name: str, *, picture: str = "") -> QAction:
        action = menu.addAction(title.replace("&", "&&"))
        action.setObjectName(f"{self._wanted.value}-{name.replace(' ', '-')}")
        action.setData(name)
        if picture:
            action.setIcon(icon(picture))
        return action

    def _on_triggered(self, action: QAction) -> None:
        name = action.data()
        if name == "clear":
            self.chosen.emit(None)
        elif name == "file":
            self._ask_for_file()
        elif name in self._sources:
            source = self._sources[name]
            if source.kind is SourceKind.CLIPBOARD:
                self.paste()
            else:
                self.chosen.emit(source)

    def _ask_for_file(self) -> None:
        poses = self._wanted is Wanted.POSE
        dialog = QFileDialog(self.parentWidget(), _("Choose a keypoint file") if poses else _("Choose a picture"))
        dialog.setObjectName("choose-source")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(
            _("Keypoints ({patterns})").format(patterns="*.json")
            if poses
            else _("Pictures ({patterns})").format(patterns=PICTURES)
        )
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file(self, path: str) -> None:
        self.chosen.emit(file_source(Path(path)))
