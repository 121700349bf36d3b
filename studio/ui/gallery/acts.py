"""What a person does with chosen results: look at them in place, use them again, keep, sort, discard, take out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QWidget

from studio.app import gallery_saving
from studio.app.clipboard import Clip, ClipKind
from studio.app.gallery_entry import Entry
from studio.app.gallery_saving import Format, Saved
from studio.app.session import Session
from studio.app.surface import Level, Notice, explain
from studio.app.takes import Take
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.ui.dialogs import ask
from studio.ui.forms.slot import TAKE_MIME
from studio.ui.forms.thumbnail import image_of
from studio.ui.gallery.model import GALLERY_MIME
from studio.ui.gallery.thumbs import WholeTakes


class GalleryActs(QObject):
    """For one panel, which says what became of it and what went wrong: the window may lie beneath."""

    said = Signal(Notice)

    def __init__(self, session: Session, whole: WholeTakes, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._gallery = session.gallery
        self._whole = whole

    def leave(self) -> None:
        """A gallery that floats over the window steps aside, so that what was asked for can be seen."""
        floating = self._panel.window()
        window = floating.parentWidget()
        if (
            window is not None
            and isinstance(floating, QDockWidget)
            and window.frameGeometry().intersects(floating.frameGeometry())
        ):
            floating.hide()

    # -- into the sprite -----------------------------------------------------------------------------------------------

    def show_in_takes(self, entry: Entry) -> None:
        """Bring the result to the shelf, chosen, so that it shows in place on the canvas."""
        self._launch(self._show_in_takes(entry), "show result")

    def accept(self, entry: Entry) -> None:
        """Put the result into the sprite in front, in the way that fits best."""
        self._launch(self._accept(entry), "accept result")

    def reuse(self, entry: Entry) -> None:
        """Fill the form with what was asked for."""
        self._launch(self._reuse(entry), "settings of a result")

    async def _show_in_takes(self, entry: Entry) -> None:
        take = await self._whole.load(entry)
        self._put_on_shelf(take)
        self.leave()
        self._session.panel_wanted.emit("takes")
        self._session.takes.choose(take.id)

    async def _accept(self, entry: Entry) -> None:
        take = await self._whole.load(entry)
        self._put_on_shelf(take)
        self._session.takes.choose(take.id)
        self._session.commands.run("take.accept")

    async def _reuse(self, entry: Entry) -> None:
        request = await asyncio.to_thread(self._gallery.asked, entry)
        self.leave()
        self._session.panel_wanted.emit("generate")
        self._session.form_wanted.emit(request)

    def _put_on_shelf(self, take: Take) -> None:
        self._gallery.bring_back([take.id])
        self._session.takes.fill([take])

    # -- stars, boards, bin --------------------------------------------------------------------------------------------

    def star(self, entries: Sequence[Entry]) -> None:
        """Put stars on all; where all have one, take them off."""
        on = not all(entry.starred for entry in entries)
        self._do(lambda: self._gallery.star(_ids(entries), on=on))

    def pin(self, board_id: str, ids: Sequence[str], *, on: bool) -> None:
        """Put results on a board, or take them off."""
        self._do(lambda: self._gallery.pin(board_id, ids, on=on))

    def new_board(self, ids: Sequence[str] = ()) -> str:
        """A board with a name of its own for now; its id, empty where it could not be made."""
        taken = {board.name.casefold() for board in self._gallery.boards}
        name, number = _("New board"), 1
        while name.casefold() in taken:
            number += 1
            name = _("New board {number}").format(number=number)
        try:
            return self._gallery.new_board(name, ids).id
        except StudioError as error:
            self.said.emit(explain(error))
            return ""

    def rename_board(self, board_id: str, name: str) -> None:
        """A name that is empty or taken is refused with a sentence; the old one stays."""
        self._do(lambda: self._gallery.rename_board(board_id, name))
        self._gallery.boards_changed.emit()

    def delete_board(self, board_id: str) -> None:
        """Take a board away, with a way back; its results stay."""
        board = next((board for board in self._gallery.boards if board.id == board_id), None)
        if board is not None and self._do(lambda: self._gallery.delete_board(board_id)):
            words = _("Deleted the board “{name}”. Its results stay in the gallery.").format(name=board.name)
            self._say(words, undo=True)

    def discard(self, ids: Sequence[str]) -> None:
        """Move results into the bin, with a way back."""
        if ids and self._do(lambda: self._gallery.discard(ids)):
            count = len(ids)
            words = ngettext("Moved {count} result to the bin.", "Moved {count} results to the bin.", count)
            self._say(words.format(count=count), undo=True)

    def bring_back(self, entries: Sequence[Entry]) -> None:
        """Take results out of the bin."""
        self._do(lambda: self._gallery.bring_back(_ids(entries)))

    def delete(self, entries: Sequence[Entry]) -> None:
        """Delete results of the bin for good, after asking."""
        if entries:
            self._launch(self._delete(entries), "delete results")

    async def _delete(self, entries: Sequence[Entry]) -> None:
        count = len(entries)
        question = ngettext(
            "Delete “{title}” and its files for good?", "Delete {count} results and their files for good?", count
        ).format(title=entries[0].title, count=count)
        detail = _("They cannot be brought back. Sprites that use them stay as they are.")
        answer = await ask.choose(self._panel, question, [_("Delete for good")], detail=detail)
        self._panel.activateWindow()
        if answer == 0:
            await self._gallery.delete(_ids(entries))
            words = ngettext("Deleted {count} result for good.", "Deleted {count} results for good.", count)
            self._say(words.format(count=count))

    # -- out of the studio ---------------------------------------------------------------------------------------------

    def save(self, entries: Sequence[Entry], form: Format) -> None:
        """Ask for a place and write the results there."""
        self._launch(self._save(entries, form), "save results")

    def copy(self, entry: Entry) -> None:
        """All frames for pasting inside the studio, the first for other programs."""
        self._launch(self._copy(entry), "copy result")

    def copy_data_url(self, entry: Entry) -> None:
        """The picture, or the animation with all its frames, as text."""
        self._launch(self._copy_data_url(entry), "copy result as text")

    def copy_seed(self, seed: int) -> None:
        """For the seed field of a form, or a note."""
        QGuiApplication.clipboard().setText(str(seed))
        self._say(_("Copied seed {seed}.").format(seed=seed))

    def mime_of(self, ids: Sequence[str]) -> QMimeData:
        """What is dragged: onto boards all of them, onto slots and other programs the first."""
        mime = QMimeData()
        mime.setData(GALLERY_MIME, "\n".join(ids).encode())
        entry = self._gallery.entry(ids[0]) if ids else None
        if entry is None:
            return mime
        try:
            take = self._whole.get(entry) or self._gallery.load(entry)
        except StudioError as error:
            self.said.emit(explain(error))
            return mime
        if not entry.discarded:
            self._session.takes.fill([take])
            mime.setData(TAKE_MIME, take.id.encode())
        if take.frames:
            mime.setImageData(image_of(take.frames[0]))
        return mime

    async def _save(self, entries: Sequence[Entry], form: Format) -> None:
        folder = self._session.project.folder if self._session.project is not None else Path.home()
        if len(entries) == 1:
            take = await self._whole.load(entries[0])
            title = gallery_saving.format_title(form)
            path = await ask.file_to_save(
                self._panel,
                _("Save result"),
                suggestion=folder / gallery_saving.file_name(take, form),
                filters=f"{title} (*.{form.value})",
                suffix=form.value,
            )
            self._panel.activateWindow()
            if path is not None:
                self._say_saved(await asyncio.to_thread(gallery_saving.save, take, path, form))
            return
        chosen = await ask.folder_to_use(self._panel, _("Folder for the results"), folder=str(folder))
        self._panel.activateWindow()
        if chosen is not None:
            self._say_saved(await asyncio.to_thread(self._save_each, entries, chosen, form))

    def _save_each(self, entries: Sequence[Entry], folder: Path, form: Format) -> Saved:
        """One at a time, so that memory holds one. Runs in a thread."""
        files: list[Path] = []
        warnings: dict[str, None] = {}
        for entry in entries:
            saved = gallery_saving.save_all([self._gallery.load(entry)], folder, form)
            files += saved.files
            warnings |= dict.fromkeys(saved.warnings)
        return Saved(tuple(files), tuple(warnings))

    def _say_saved(self, saved: Saved) -> None:
        count = len(saved.files)
        words = ngettext("Saved {name}.", "Saved {count} files, the first as {name}.", count)
        sentences = (words.format(name=saved.files[0].name, count=count), *saved.warnings)
        self._say(" ".join(sentences), Level.WARN if saved.warnings else Level.GOOD)

    async def _copy(self, entry: Entry) -> None:
        take = await self._whole.load(entry)
        if not take.frames:
            return
        durations = tuple(take.duration(number) for number in range(len(take.frames)))
        kind = ClipKind.FRAMES if len(take.frames) > 1 else ClipKind.PIXELS
        self._session.clipboard.put(Clip(kind, pixels=take.frames, durations=durations))
        QGuiApplication.clipboard().setImage(image_of(take.frames[0]))
        self._say(_("Copied {title}.").format(title=take.title))

    async def _copy_data_url(self, entry: Entry) -> None:
        take = await self._whole.load(entry)
        QGuiApplication.clipboard().setText(await asyncio.to_thread(gallery_saving.data_url, take))
        self._say(_("Copied {title} as text that holds the picture.").format(title=take.title))

    # -- inner ---------------------------------------------------------------------------------------------------------

    @property
    def _panel(self) -> QWidget:
        """Not kept: a cycle of Qt objects would be taken apart in any order."""
        panel = self.parent()
        if not isinstance(panel, QWidget):
            raise TypeError(panel)
        return panel

    def _say(self, words: str, level: Level = Level.INFO, *, undo: bool = False) -> None:
        way_back = ("gallery.undo", _("Bring back")) if undo else ("", "")
        self.said.emit(Notice(words, level, *way_back))

    def _launch(self, work: Coroutine[object, object, None], name: str) -> None:
        self._session.tasks.launch(self._guarded(work), name=name)

    async def _guarded(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except StudioError as error:
            self.said.emit(explain(error))

    def _do(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except StudioError as error:
            self.said.emit(explain(error))
            return False
        return True


def _ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries)
