"""Several files that belong together, written so that each is whole at any instant and all are new or none.

All bytes are on disk under temporary names before the first file is replaced: a full disk or a folder without rights
is met while everything is still as it was. Names start with `.` and end in `.tmp`, which Unity and Godot skip.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from studio.core.errors import UserError
from studio.core.files import cannot_write
from studio.core.words import _


def replace_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, then put them into place in the order of the mapping. UserError: none was replaced, or the
    folder vanished meanwhile."""
    staged: dict[str, Path] = {}
    current = folder
    try:
        for name, data in files.items():
            current = folder / name
            if current.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            staged[name] = folder / f".{name[:80]}.{secrets.token_hex(4)}.tmp"
            _write_synced(staged[name], data)
        for name, temporary in staged.items():
            current = folder / name
            temporary.replace(current)
        _sync_folder(folder)
    except OSError as error:
        for temporary in staged.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise cannot_write(current, error) from error
    for name, data in files.items():
        _check_back(folder / name, data)


def sweep(folder: Path, names: Mapping[str, object]) -> None:
    """Remove what a killed export of these files left behind."""
    for path in folder.glob(".*.tmp"):
        found = re.fullmatch(r"\.(.+)\.[0-9a-f]{8}\.tmp", path.name)
        if found and any(found[1] == name[:80] for name in names):
            with contextlib.suppress(OSError):
                path.unlink()


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_back(path: Path, data: bytes) -> None:
    """Success is said only after the bytes were read back."""
    try:
        same = path.read_bytes() == data
    except OSError as error:
        raise cannot_write(path, error) from error
    if not same:
        raise UserError(
            _("{path} does not hold what was written. The disk may be failing; export to another one.").format(
                path=path
            )
        )
