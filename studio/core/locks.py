"""A lock that a process holds for as long as it lives: a file with an advisory lock of the system on it.

A suspended process keeps its lock, a killed one loses it at once, whatever killed it. The file says nothing by its
content; only the lock counts.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class ProcessLock:
    """Held from `take` until `release` or the end of the process."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle: int | None = handle

    @classmethod
    def take(cls, path: Path) -> ProcessLock | None:
        """The lock, or None when a living process holds it. OSError when the file cannot be made."""
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            if not _lock(handle):
                os.close(handle)
                return None
            if _is_file_at(path, handle):
                return cls(path, handle)
            # The holder before us unlinked the file between our open and our lock.
            os.close(handle)

    def release(self) -> None:
        """Give it up and remove the file. Doing it twice is harmless."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":
            os.close(handle)
            with contextlib.suppress(OSError):
                self.path.unlink()
            return
        # Unlinked while still held, so that nobody can lock a file that is about to vanish.
        with contextlib.suppress(OSError):
            self.path.unlink()
        os.close(handle)

    def __enter__(self) -> ProcessLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """The lock for the length of the block, waited for: what is done in it takes milliseconds. OSError.

    The file stays, so that all who wait hold the lock of the same one.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Whether a living process (this one included) holds the lock at `path`."""
    if not path.exists():
        return False
    lock = ProcessLock.take(path)
    if lock is None:
        return True
    lock.release()
    return False


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_file_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
