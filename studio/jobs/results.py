"""Files named by what they hold: raw answers as they arrived and the pictures of requests. Never changed, never pruned.

A name is the SHA-256 of the content plus an ending; a file is written whole or not at all, so a name that exists can
be trusted, and reading checks it once more.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from studio.core.errors import BadFile
from studio.core.files import cannot_write, read_bytes, write_atomic
from studio.core.paths import ONLY_FOR_ITS_OWNER
from studio.core.words import _

_ENDINGS = {
    "application/json": ".json",
    "application/zip": ".zip",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/plain": ".txt",
}


def name_of(data: bytes, *, media: str = "") -> str:
    """The name that a file with this content has."""
    ending = _ENDINGS.get(media.partition(";")[0].strip().lower(), ".bin")
    return hashlib.sha256(data).hexdigest() + ending


class ResultStore:
    """Content-addressed files in one folder, spread over 256 sub-folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes, *, media: str = "") -> str:
        """The name under which `data` is now on disk. UserError when it cannot be written."""
        name = name_of(data, media=media)
        path = self.path(name)
        if self._holds(path, data):
            return name
        try:
            self._folder.mkdir(mode=ONLY_FOR_ITS_OWNER, parents=True, exist_ok=True)
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise cannot_write(path, error) from error
        write_atomic(path, data)
        return name

    def read(self, name: str) -> bytes:
        """The content; BadFile when the file was changed since, UserError when it is gone."""
        path = self.path(name)
        data = read_bytes(path)
        if hashlib.sha256(data).hexdigest() != Path(name).stem:
            raise BadFile(
                _("{path} is damaged: it no longer holds the result that was stored there.").format(path=path)
            )
        return data

    def path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _holds(self, path: Path, data: bytes) -> bool:
        try:
            return path.stat().st_size == len(data) and path.read_bytes() == data
        except OSError:
            return False
