"""Copies of unsaved sprites, so that a crash costs at most the stroke in progress.

Each process has a session folder and holds its lock; a folder whose lock nobody holds was left by a crash. A document
has one copy (`<id>.aseprite`) and a note beside it (`<id>.json`), both replaced whole, the note first. Nothing is
deleted before the recovered document is saved or the person discards it; what cannot be read is set aside and named.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.codec.aseprite import read_aseprite, write_aseprite
from studio.core.errors import BadFile, UserError
from studio.core.files import cannot_write, read_bytes, write_atomic
from studio.core.ids import new_id
from studio.core.locks import ProcessLock
from studio.core.words import _
from studio.doc.model import Sprite

_LOCK = "lock"
_SIZE_LIMIT = 1 << 30
_YOUNG = 3600.0
"""Seconds in which a folder without copies may belong to a process that is starting."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A copy that an earlier process left. `path` is the document's own file, None when it never had one."""

    id: str
    title: str
    path: Path | None
    saved_at: float
    """Seconds since 1970."""
    file: Path
    """The copy itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """All copies left by processes that are gone, newest first, and sentences about what was set aside."""

    documents: tuple[Recovered, ...]
    notices: tuple[str, ...] = ()


class RecoveryStore:
    """Copies of this process's unsaved documents, and those of processes that are gone."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds one folder a session. UserError when it cannot be used."""
        self._folder = folder
        self._session = folder / new_id("session")
        self._kept: dict[str, Sprite] = {}
        self._writing = threading.Lock()
        self._claimed: dict[Path, ProcessLock] = {}
        try:
            self._session.mkdir(parents=True)
            self._lock = ProcessLock.take(self._session / _LOCK)
        except OSError as error:
            raise cannot_write(self._session, error) from error

    def snapshot(self, document_id: str, sprite: Sprite, *, title: str, path: Path | None) -> bool:
        """Keep this state of a document; False when it is the one already kept. May run in a worker thread.

        UserError when it cannot be written; the copy before it is still there then.
        """
        with self._writing:
            return self._keep(document_id, sprite, title=title, path=path)

    def drop(self, document_id: str) -> None:
        """Forget the copy of a document that was saved, or closed by a person who wanted no copy."""
        with self._writing:
            self._kept.pop(document_id, None)
            _delete(self._session / f"{document_id}.aseprite")

    def left_behind(self) -> Found:
        """What processes that are gone left behind. Each of their sessions is claimed: no other process lists it."""
        notices: list[str] = []
        documents: list[Recovered] = []
        for session in self._abandoned():
            found = list(self._documents(session, notices))
            documents += found
            if not found:
                self._remove_if_empty(session)
        documents.sort(key=lambda one: -one.saved_at)
        return Found(tuple(documents), tuple(notices))

    def restore(self, recovered: Recovered) -> Sprite:
        """The sprite of a copy, which stays on disk. BadFile when it is damaged: it was set aside and is named."""
        try:
            return read_aseprite(read_bytes(recovered.file, limit=_SIZE_LIMIT))
        except BadFile as error:
            raise BadFile(
                _("The copy of “{title}” cannot be read: {reason} It was set aside as {file}.").format(
                    title=recovered.title, reason=error, file=_set_aside(recovered.file)
                )
            ) from error

    def discard(self, recovered: Recovered) -> None:
        """Delete a copy: its document was saved, or the person does not want it."""
        _delete(recovered.file)
        self._remove_if_empty(recovered.file.parent)

    def close(self) -> None:
        """End the session. Copies that were not dropped stay and are offered at the next start."""
        for session, lock in list(self._claimed.items()):
            self._remove_if_empty(session)
            lock.release()
        self._claimed.clear()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        with contextlib.suppress(OSError):
            self._session.rmdir()

    def _keep(self, document_id: str, sprite: Sprite, *, title: str, path: Path | None) -> bool:
        if self._kept.get(document_id) is sprite:
            return False
        note = {"title": title, "path": str(path) if path else "", "saved_at": time.time()}
        write_atomic(self._session / f"{document_id}.json", json.dumps(note, ensure_ascii=False).encode())
        write_atomic(self._session / f"{document_id}.aseprite", write_aseprite(sprite))
        self._kept[document_id] = sprite
        return True

    def _abandoned(self) -> Iterator[Path]:
        for session in sorted(self._folder.iterdir()):
            if not session.is_dir() or session == self._session:
                continue
            if session in self._claimed:
                yield session
                continue
            # A process that is just starting has made its folder and not yet locked it: it has no copies either.
            if not any(session.glob("*.aseprite")) and _is_young(session):
                continue
            with contextlib.suppress(OSError):  # another process may be removing it
                lock = ProcessLock.take(session / _LOCK)
                if lock is not None:
                    self._claimed[session] = lock
                    yield session

    def _documents(self, session: Path, notices: list[str]) -> Iterator[Recovered]:
        for file in sorted(session.glob("*.aseprite")):
            recovered = _described(file)
            try:
                self.restore(recovered)
            except UserError as error:
                notices.append(str(error))
            else:
                yield recovered

    def _remove_if_empty(self, session: Path) -> None:
        """Take away a session without copies; set-aside files keep it."""
        if session == self._session or any(path.name != _LOCK for path in _inside(session)):
            return
        lock = self._claimed.pop(session, None)
        if lock is not None:
            lock.release()
        with contextlib.suppress(OSError):
            session.rmdir()


def _is_young(session: Path) -> bool:
    try:
        return time.time() - session.stat().st_mtime < _YOUNG
    except OSError:
        return True


def _inside(session: Path) -> Iterator[Path]:
    """Everything but notes without a copy and left-over temporary files, which are deleted in passing."""
    if not session.is_dir():
        return
    for path in list(session.iterdir()):
        orphan = path.suffix == ".json" and not path.with_suffix(".aseprite").exists()
        if orphan or path.suffix == ".tmp":
            with contextlib.suppress(OSError):
                path.unlink()
        else:
            yield path


def _described(file: Path) -> Recovered:
    """What the note says of a copy; a note that makes no sense counts as none."""
    note = _note(file)
    title, path, saved_at = note.get("title"), note.get("path"), note.get("saved_at")
    return Recovered(
        id=file.stem,
        title=title if isinstance(title, str) and title else file.stem,
        path=Path(path) if isinstance(path, str) and path else None,
        saved_at=saved_at if isinstance(saved_at, float) else file.stat().st_mtime,
        file=file,
    )


def _note(file: Path) -> dict[str, Any]:
    try:
        note = json.loads(file.with_suffix(".json").read_bytes())
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _delete(file: Path) -> None:
    """The copy first: a note without a copy means nothing."""
    for path in (file, file.with_suffix(".json")):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(path, error) from error


def _set_aside(file: Path) -> Path:
    aside = file.with_name(f"{file.name}.damaged")
    with contextlib.suppress(OSError):
        file.replace(aside)
    return aside
