"""Pictures from outside as data: a drop, or the clipboard with pixels, a picture, a file or a data address."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from studio.app.session import Session
from studio.app.sources import FRAMES, Source, SourceKind, address_source, file_source, given_source
from studio.core.errors import UserError
from studio.core.words import _
from studio.ui.forms.thumbnail import pixels_of

TAKE_MIME = "application/x-sprite-studio-take"
"""Id of a take that is dragged, as UTF-8."""
FRAMES_MIME = "application/x-sprite-studio-frames"
"""Frames that are dragged from the timeline; a slot takes the selected frames then."""


def holds_source(mime: QMimeData) -> bool:
    """Whether there may be a picture in it; nothing is read."""
    is_ours = mime.hasFormat(TAKE_MIME) or mime.hasFormat(FRAMES_MIME)
    return is_ours or any(url.isLocalFile() for url in mime.urls()) or mime.hasImage() or _is_address(mime.text())


def source_of(mime: QMimeData) -> Source | None:
    """What a drop brings: a take, frames of the timeline, the first file, a picture or a data address. BadFile for an
    address without a picture."""
    if mime.hasFormat(TAKE_MIME):
        return Source(SourceKind.TAKE, bytes(mime.data(TAKE_MIME).data()).decode("utf-8", "replace"))
    if mime.hasFormat(FRAMES_MIME):
        return FRAMES
    for url in mime.urls():
        if url.isLocalFile():
            return file_source(Path(url.toLocalFile()))
    if mime.hasImage():
        image = mime.imageData()
        return given_source(pixels_of(image)) if image is not None else None
    return address_source(mime.text()) if _is_address(mime.text()) else None


def can_paste(session: Session) -> bool:
    """Whether the clipboard may hold a picture."""
    clip = session.clipboard.clip
    if clip is not None and clip.pixels:
        return True
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None where nothing was ever copied
    return data is not None and holds_source(data)


def pasted_source(session: Session) -> Source:
    """What the clipboard holds: a data address, the studio's own pixels, then the desktop's picture or file. UserError
    when there is none of these."""
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if data is not None and _is_address(data.text()):
        return address_source(data.text())
    clip = session.clipboard.clip
    if clip is not None and clip.pixels:
        return given_source(*clip.pixels)
    found = source_of(data) if data is not None else None
    if found is None:
        raise UserError(_("There is no picture in the clipboard."))
    return found


def _is_address(text: str) -> bool:
    return text.lstrip()[:5].lower() == "data:"
