"""Taking a take out of the studio: as PNG files, or onto the clipboard; and bringing a picture in as a take."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from studio.app.clipboard import Clip, ClipKind
from studio.app.session import Session
from studio.app.surface import Level
from studio.app.takes import Take
from studio.codec.images import write_png
from studio.codec.load import open_sprite
from studio.core.files import write_atomic
from studio.core.ids import new_id
from studio.core.words import _, ngettext
from studio.doc.compose import flatten
from studio.ui.dialogs import ask
from studio.ui.forms.thumbnail import image_of


async def save_take(session: Session, take: Take, parent: QWidget) -> None:
    """Ask for a name and write one PNG a frame, numbered from 1 where there are several. Raises StudioError."""
    folder = session.project.folder if session.project is not None else Path.home()
    words = "".join(letter if letter.isalnum() else "-" for letter in take.title.lower()).strip("-")
    path = await ask.file_to_save(
        parent,
        _("Save take"),
        suggestion=folder / f"{words or 'take'}.png",
        filters=_("PNG pictures (*.png)"),
        suffix="png",
    )
    if path is None:
        return
    names = frame_paths(path, len(take.frames))
    for name, pixels in zip(names, take.frames, strict=True):
        write_atomic(name, write_png(pixels))
    session.say(
        ngettext("Saved {name}.", "Saved {count} pictures, the first as {name}.", len(names)).format(
            name=names[0].name, count=len(names)
        ),
        Level.GOOD,
    )


def frame_paths(path: Path, count: int) -> list[Path]:
    """The file of a single frame, or one file a frame beside it: `walk-01.png` ..."""
    if count == 1:
        return [path]
    digits = max(2, len(str(count)))
    return [path.with_name(f"{path.stem}-{number:0{digits}d}{path.suffix}") for number in range(1, count + 1)]


def copy_take(session: Session, take: Take, index: int) -> None:
    """All frames for pasting inside the studio, the shown one for other programs."""
    durations = tuple(take.duration(number) for number in range(len(take.frames)))
    kind = ClipKind.FRAMES if len(take.frames) > 1 else ClipKind.PIXELS
    session.clipboard.put(Clip(kind, pixels=take.frames, durations=durations))
    QGuiApplication.clipboard().setImage(image_of(take.frames[index]))


def take_of_file(path: Path) -> Take:
    """A picture or animation as a take, to be looked at before it goes into a sprite. Raises StudioError."""
    sprite = open_sprite(path).sprite
    return Take(
        id=new_id("take"),
        operation="",
        title=path.stem,
        frames=tuple(flatten(sprite, frame.id) for frame in sprite.frames),
        durations=tuple(frame.duration for frame in sprite.frames),
        cost=_("free"),
        created=time.time(),
    )
