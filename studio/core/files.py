"""Whole-file writes that a crash, a full disk or a watching engine never sees half done.

Temporary file in the same folder, fsync, rename, fsync of the folder. Temporary names start with `.` and end
in `.tmp`, which Unity and Godot both skip.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path
from typing import BinaryIO

from studio.core.errors import UserError
from studio.core.words import _

_PIECE = 2**20


def write_atomic(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, or leave it as it was and raise UserError.

    The rights of a file that was there stay. A link is replaced, not followed.
    """
    temporary = temporary_beside(path)
    try:
        write_synced(temporary, data, like=path)
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise cannot_write(path, error) from error


def temporary_beside(path: Path) -> Path:
    """A name in the same folder that nobody uses."""
    return path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.tmp")


def write_synced(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """A new file, with the rights of `like` where there is such a file; its bytes are on the disk then. OSError."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if like is not None:
        _copy_rights(like, path)


def sync_folder(folder: Path) -> None:
    """What was renamed in the folder is on the disk when this returns; OSError. Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_back(path: Path, data: bytes) -> None:
    """UserError unless the file holds these bytes: success is said only after they were read back."""
    try:
        same = path.read_bytes() == data
    except OSError as error:
        raise cannot_write(path, error) from error
    if not same:
        raise UserError(
            _("{path} does not hold what was written. The disk may be failing; write to another one.").format(path=path)
        )


def cannot_write(path: Path, error: OSError) -> UserError:
    """The sentence for a write that failed, with what to do."""
    reason = error.strerror or str(error)
    return UserError(
        _("{name} could not be written to {folder}: {reason}. Choose another folder or free some space.").format(
            name=path.name, folder=path.parent, reason=reason
        )
    )


def cannot_read(path: Path, error: OSError) -> UserError:
    """The sentence for a read that failed, with what to do."""
    if isinstance(error, FileNotFoundError):
        return UserError(_("{path} is not there (any more). Check the name or choose another file.").format(path=path))
    reason = error.strerror or str(error)
    return UserError(_("{path} could not be read: {reason}.").format(path=path, reason=reason))


def read_bytes(path: Path, *, limit: int = 256 * 1024 * 1024) -> bytes:
    """The file's bytes; UserError when it is missing, unreadable or larger than `limit` bytes.

    Devices and pipes do not tell their size: they are read piece by piece, up to the limit.
    """
    try:
        about = path.stat()
        data = b""
        if about.st_size <= limit:
            with path.open("rb") as file:
                data = file.read() if stat.S_ISREG(about.st_mode) else _pieces(file, limit)
    except OSError as error:
        raise cannot_read(path, error) from error
    if max(about.st_size, len(data)) > limit:
        raise UserError(
            _("{path} is larger than the {limit} MiB the studio opens. Choose a smaller file.").format(
                path=path, limit=limit // 2**20
            )
        )
    return data


def _pieces(file: BinaryIO, limit: int) -> bytes:
    """All there is, or a little more than `limit` bytes."""
    data = bytearray()
    while len(data) <= limit and (piece := file.read(_PIECE)):
        data += piece
    return bytes(data)


def _copy_rights(known: Path, fresh: Path) -> None:
    """A shared folder's sprites stay writable for those who shared them; links tell nothing about their target."""
    with contextlib.suppress(OSError):
        if not known.is_symlink():
            fresh.chmod(stat.S_IMODE(known.stat().st_mode))
