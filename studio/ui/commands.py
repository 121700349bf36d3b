"""What the window's own actions do: dialogs, zoom, panels, workspaces. Registered under the ids of the action table."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMessageBox

from studio import __version__
from studio.app import slicing
from studio.app.commands import Commands
from studio.core.errors import StudioError
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc import canvas_size, frames, tags
from studio.doc.document import Document
from studio.doc.model import Sprite
from studio.ui.bridge import connect
from studio.ui.command_palette import CommandPalette
from studio.ui.dialogs import ask
from studio.ui.dialogs.canvas_size import CanvasSizeDialog
from studio.ui.dialogs.outpaint import outpaint
from studio.ui.dialogs.slice import SliceDialog
from studio.ui.dialogs.sprite import DurationDialog, SizeDialog, TagDialog
from studio.ui.export.dialog import ExportDialog
from studio.ui.help import HelpWindow
from studio.ui.jobs.spending import SpendingWindow
from studio.ui.layers.panel import LayersPanel
from studio.ui.settings.dialog import SettingsDialog
from studio.ui.usage.window import UsageWindow

if TYPE_CHECKING:
    from studio.ui.shell import Shell

SPRITE_FILTER = "*.aseprite *.ase *.png *.gif *.webp *.apng *.jpg *.jpeg *.bmp"


def register(commands: Commands, shell: Shell) -> None:
    """Everything that needs the window."""
    _Files(commands, shell).register()
    _Sprites(commands, shell).register()
    _View(commands, shell).register()


async def save(shell: Shell, document: Document, *, choose: bool = False) -> bool:
    """Save a sprite, asking for a place when it has none. Whether it is on disk now."""
    session = shell.session
    path: Path | None = None
    if choose or document.path is None or document.sprite.read_only:
        folder = session.project.folder if session.project is not None else Path.home()
        suggestion = document.path or folder / f"{Path(document.title).stem}.aseprite"
        path = await ask.file_to_save(
            shell.window,
            _("Save sprite"),
            suggestion=suggestion,
            filters=_("Sprites (*.aseprite)"),
            suffix="aseprite",
        )
        if path is None:
            return False
    try:
        await session.save(document, path)
    except StudioError as error:
        session.report(error)
        return False
    shell.show_recent()
    shell.refresh()
    return True


class _Group:
    def __init__(self, commands: Commands, shell: Shell) -> None:
        self.commands = commands
        self.shell = shell
        self.session = shell.session
        self.window = shell.window

    @property
    def document(self) -> Document:
        return self.session.workspace.require_active()

    def is_open(self) -> bool:
        return self.session.active is not None

    def can_edit(self) -> bool:
        active = self.session.active
        return active is not None and not active.sprite.read_only


class _Files(_Group):
    def register(self) -> None:
        add = self.commands.add
        add("file.new", self._new)
        add("file.open", self._open)
        add("file.save", partial(self._save, choose=False), enabled=self.is_open)
        add("file.save_as", partial(self._save, choose=True), enabled=self.is_open)
        add("file.export", self._export, enabled=self.is_open)
        add("file.show_export", self._show_export, enabled=self._has_exported)
        add("file.close", self._close, enabled=self.is_open)
        add("file.quit", self._quit)
        add("project.new", self._new_project)
        add("project.open", self._open_project)
        add("project.sample", self.shell.open_sample)
        add("project.sample_fresh", self.shell.open_fresh_sample)

    async def _new(self) -> None:
        dialog = SizeDialog(
            self.window, title=_("New sprite"), verb=_("Make sprite"), size=Size(32, 32), with_name=True
        )
        if await ask.finished(dialog):
            self.session.new_document(dialog.size_chosen, title=dialog.name_chosen)

    async def _open(self) -> None:
        folder = self.session.project.folder if self.session.project is not None else Path.home()
        filters = _("Sprites and pictures ({patterns})").format(patterns=SPRITE_FILTER)
        await self.shell.open_targets(
            await ask.file_to_open(self.window, _("Open"), folder=str(folder), filters=filters)
        )

    async def _save(self, *, choose: bool) -> None:
        await save(self.shell, self.document, choose=choose)

    async def _export(self) -> None:
        await ask.finished(ExportDialog(self.session, self.window))

    def _has_exported(self) -> bool:
        folder = self.session.exports.folder
        return folder is not None and folder.is_dir()

    def _show_export(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.exports.folder)))

    async def _close(self) -> None:
        await self.shell.close_document(self.document)

    def _quit(self) -> None:
        self.window.close_requested.emit()  # says whether somebody listens, which is no coroutine to run

    async def _new_project(self) -> None:
        folder = await ask.folder_to_use(self.window, _("Folder of the new project"), folder=str(Path.home()))
        if folder is not None:
            self.session.new_project(folder, folder.name)

    async def _open_project(self) -> None:
        folder = await ask.folder_to_use(self.window, _("Open project"), folder=str(Path.home()))
        if folder is not None:
            await self.shell.open_project(folder)


class _Sprites(_Group):
    def register(self) -> None:
        add = self.commands.add
        add("sprite.canvas_size", self._canvas_size, enabled=self._shows_itself)
        add("sprite.outpaint", self._outpaint, enabled=self.can_edit)
        add("sprite.slice", self._slice, enabled=self.is_open)
        add("layer.rename", self._rename_layer, enabled=self.can_edit)
        add("frame.duration", self._duration, enabled=self.can_edit)
        add("frame.tag", self._tag, enabled=self.can_edit)

    def _shows_itself(self) -> bool:
        """While a take is shown in place of the sprite, the key of the canvas size compares the two."""
        return self.can_edit() and self.session.takes.chosen is None

    async def _canvas_size(self) -> None:
        document = self.document
        dialog = CanvasSizeDialog(self.window, document.sprite.size)
        if not await ask.finished(dialog):
            return
        new, (dx, dy) = dialog.size_chosen, dialog.shift
        document.apply(_("Canvas size"), lambda sprite: canvas_size.resize_canvas(sprite, new, dx, dy))

    async def _outpaint(self) -> None:
        await outpaint(self.session, self.window)

    async def _slice(self) -> None:
        document = self.document
        sheet = slicing.sheet_of(document)
        dialog = SliceDialog(self.window, sheet=sheet, grid=slicing.first_guess(sheet))
        if await ask.finished(dialog):
            slicing.cut(
                self.session.workspace,
                document,
                dialog.grid_chosen,
                skip_empty=dialog.skips_empty,
                duration=dialog.duration_chosen,
            )

    def _rename_layer(self) -> None:
        self.window.show_panel("layers")
        panel = self.window.panel("layers")
        layers = panel.findChild(LayersPanel) if panel is not None else None
        if layers is not None:
            layers.rename_current()

    async def _duration(self) -> None:
        document = self.document
        chosen = document.selected_frames
        dialog = DurationDialog(self.window, duration=document.sprite.frame(chosen[0]).duration, count=len(chosen))
        if await ask.finished(dialog):
            duration = dialog.duration_chosen
            document.apply(_("Frame time"), lambda sprite: frames.set_durations(sprite, chosen, duration))

    async def _tag(self) -> None:
        document = self.document
        sprite = document.sprite
        indices = [sprite.frame_index(frame_id) for frame_id in document.selected_frames]
        dialog = TagDialog(self.window, frames=len(sprite.frames), first=min(indices), last=max(indices))
        if not await ask.finished(dialog):
            return
        first, last = (sprite.frames[index].id for index in dialog.range_chosen)

        def edit(old: Sprite) -> Sprite:
            known = {tag.id for tag in old.tags}
            new = tags.add_tag(old, dialog.name_chosen, first, last)
            made = next(tag.id for tag in new.tags if tag.id not in known)
            return tags.set_tag(
                new,
                made,
                playback=dialog.playback_chosen,
                repeat=dialog.repeat_chosen,
                colour=dialog.colour_chosen,
            )

        document.apply(_("Tag frames"), edit)


class _View(_Group):
    def register(self) -> None:
        add = self.commands.add
        add("view.zoom_in", partial(self._zoom, "zoom_in"), enabled=self.is_open)
        add("view.zoom_out", partial(self._zoom, "zoom_out"), enabled=self.is_open)
        add("view.fit", partial(self._zoom, "fit"), enabled=self.is_open)
        add("view.actual", self._actual, enabled=self.is_open)
        add("view.reset", self.window.reset_layout)
        add("view.gallery", self._gallery)
        add("gallery.undo", self.session.gallery.undo, enabled=lambda: self.session.gallery.can_undo)
        add("view.bare", self._toggle_bare, checked=self._is_bare)
        for name in ("draw", "animate", "generate", "export"):
            add(f"work.{name}", partial(self._workspace, f"work.{name}"))
        add("edit.palette", self._palette)
        connect(self.window, self.session.account_wanted, self._on_account_wanted)
        connect(self.window, self.session.usage_wanted, self._usage)
        add("edit.accounts", partial(self._settings, _("Accounts")))
        add("edit.usage", self._usage)
        add("edit.spending", self._spending)
        add("edit.settings", self._settings)
        add("help.manual", partial(self._help, "index"))
        add("help.keys", partial(self._help, "keys"))
        add("help.about", self._about)
        self._before_bare: QByteArray | None = None

    def _zoom(self, method: str) -> None:
        if self.shell.centre.view is not None:
            getattr(self.shell.centre.view, method)()

    def _actual(self) -> None:
        if self.shell.centre.view is not None:
            self.shell.centre.view.zoom_to(Fraction(1))

    def _workspace(self, name: str) -> None:
        self.window.show_workspace(name)
        if self.shell.centre.view is not None:
            self.shell.centre.view.setFocus()  # whatever had the keyboard may be hidden now

    def _gallery(self) -> None:
        """To the front with the keyboard; the same key puts one that floats away again."""
        dock = self.window.docks["gallery"]
        if dock.isFloating() and dock.isVisible() and dock.isActiveWindow():
            dock.hide()
            return
        self.window.show_panel("gallery")
        dock.activateWindow()
        dock.widget().setFocus()

    def _is_bare(self) -> bool:
        return self._before_bare is not None

    def _toggle_bare(self) -> None:
        shown = [dock for dock in self.window.docks.values() if not dock.isHidden()]
        if self._before_bare is not None:
            self.window.restoreState(self._before_bare)
            self._before_bare = None
        elif shown:
            self._before_bare = self.window.saveState()
            for dock in shown:
                dock.hide()
        else:
            self.window.reset_layout()  # the studio was ended while they were hidden

    def _palette(self) -> None:
        shown: list[QAction] = list(self.window.actions_by_id.values())
        CommandPalette(self.window, shown).open_over(self.window)

    def _on_account_wanted(self, provider_id: str) -> None:
        self.session.tasks.launch(self._settings(account=provider_id), name="account of a provider")

    def _usage(self, provider_id: str = "") -> None:
        UsageWindow.show_provider(self.session, self.window, provider_id)

    async def _settings(self, section: str = "", account: str = "") -> None:
        if await ask.finished(SettingsDialog(self.session, self.window, section=section, account=account)):
            self.shell.apply_appearance()

    def _spending(self) -> None:
        SpendingWindow.open_for(self.session, self.window)

    def _help(self, page: str) -> None:
        HelpWindow.show_page(self.window, page)

    def _about(self) -> None:
        box = QMessageBox(self.window)
        box.setObjectName("about")
        box.setWindowTitle(_("About Sprite Studio"))
        box.setText(_("Sprite Studio {version}").format(version=__version__))
        box.setInformativeText(_("A studio for game sprites. MIT licence."))
        box.open()
