"""Small pictures of results, made once and kept in a file that may be deleted at any time."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from studio.app.gallery_entry import Entry
from studio.app.takes import Take
from studio.core.geometry import EMPTY_BOX, Box, Size
from studio.doc.pixels import Pixels, frozen, opaque_box, size_of

log = logging.getLogger(__name__)

LARGEST = 128
"""Pixels of a side; larger pictures are thinned to every second, third ... pixel, never blended."""
_TABLE = """
CREATE TABLE IF NOT EXISTS thumbs (
    id TEXT PRIMARY KEY, created REAL NOT NULL, frames INTEGER NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, rows INTEGER NOT NULL, columns INTEGER NOT NULL, pixels BLOB NOT NULL
) STRICT
"""


class Thumb(NamedTuple):
    """`pixels` (h, w, 4) shows what is drawn on the first frame, None where the result is no picture; `size` is that
    of the whole frame. `trouble` says why there is nothing to show."""

    pixels: Pixels | None = None
    frames: int = 0
    size: Size = Size(0, 0)
    trouble: str = ""


def thumb_of(take: Take) -> Thumb:
    """The small picture of a result."""
    if not take.frames:
        return Thumb()
    drawn = take.frames[0][drawn_part(take).slices]
    step = -(-max(drawn.shape[:2]) // LARGEST)
    return Thumb(frozen(drawn[::step, ::step].copy()), len(take.frames), take.size)


def drawn_part(take: Take) -> Box:
    """What any frame draws on, the same for all of them, so that nothing jumps."""
    sizes = {size_of(frame) for frame in take.frames}
    box = EMPTY_BOX
    for frame in take.frames:
        box = box.united(opaque_box(frame))
    return Box.of_size(take.size) if len(sizes) > 1 or box.is_empty else box


class ThumbStore:
    """A file of thumbs. Where it cannot be used everything still works, only slower. Safe to call from threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def get(self, entry: Entry) -> Thumb | None:
        """The thumb of this result as it is now; None where there is none."""
        with self._lock, self._forgiving():
            row = (
                self._opened()
                .execute(
                    "SELECT frames, width, height, rows, columns, pixels FROM thumbs WHERE id = ? AND created = ?",
                    (entry.id, entry.created),
                )
                .fetchone()
            )
            if row is not None:
                frames, width, height, rows, columns, packed = row
                pixels = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(rows, columns, 4)
                return Thumb(frozen(pixels), frames, Size(width, height))
        return None

    def put(self, entry: Entry, thumb: Thumb) -> None:
        """Keep a thumb; one without a picture is not worth a row."""
        if thumb.pixels is None:
            return
        with self._lock, self._forgiving():
            rows, columns = thumb.pixels.shape[:2]
            packed = zlib.compress(thumb.pixels.tobytes(), 1)
            facts = (entry.id, entry.created, thumb.frames, *thumb.size, rows, columns, packed)
            self._opened().execute("INSERT OR REPLACE INTO thumbs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", facts)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self._path, timeout=1.0, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
            self._connection = connection
        return self._connection

    @contextlib.contextmanager
    def _forgiving(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, zlib.error) as error:
            log.info("small pictures are not kept: %s", error)
