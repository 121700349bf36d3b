"""Several files that belong together, written so that each is whole at any instant and all are new or none.

All bytes are on disk under temporary names before the first file is replaced: a full disk or a folder without rights
is met while everything is still as it was. Names start with `.` and end in `.tmp`, which Unity and Godot skip.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from collections.abc import Mapping
from pathlib import Path

from studio.core.files import cannot_write, check_back, sync_folder, temporary_beside, write_synced


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
            staged[name] = temporary_beside(current)
            write_synced(staged[name], data, like=current)
        for name, temporary in staged.items():
            current = folder / name
            temporary.replace(current)
        sync_folder(folder)
    except OSError as error:
        for temporary in staged.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise cannot_write(current, error) from error
    for name, data in files.items():
        check_back(folder / name, data)


def sweep(folder: Path, names: Mapping[str, object]) -> None:
    """Remove what a killed export of these files left behind."""
    for path in folder.glob(".*.tmp"):
        found = re.fullmatch(r"\.(.+)\.[0-9a-f]{8}\.tmp", path.name)
        if found and any(found[1] == name[:80] for name in names):
            with contextlib.suppress(OSError):
                path.unlink()
