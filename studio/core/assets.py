"""Read-only files that ship with the program: icons, themes, palettes, poses, manual, sample.

Installed, they lie in `studio/resources`; in a source tree in `resources` beside the package.
Reading goes through plain paths (no importlib), since start-up asks for dozens of them.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def asset_path(*parts: str) -> Path:
    """Path of one file or folder below the resources; it need not exist.

    Raises ValueError for a part that would leave the resources.
    """
    for part in parts:
        if Path(part).is_absolute() or ".." in Path(part).parts:
            raise ValueError(f"not inside the resources: {part!r}")
    return _resources().joinpath(*parts)


def read_text(*parts: str) -> str:
    """The file as UTF-8 text. Raises FileNotFoundError where there is none."""
    return asset_path(*parts).read_text(encoding="utf-8")


def read_bytes(*parts: str) -> bytes:
    """The file as bytes. Raises FileNotFoundError where there is none."""
    return asset_path(*parts).read_bytes()


def list_assets(folder: str, *, suffix: str = "") -> tuple[str, ...]:
    """Sorted names of the files in one folder of the resources, hidden files left out.

    Raises FileNotFoundError where there is no such folder.
    """
    with os.scandir(asset_path(folder)) as entries:
        names = [entry.name for entry in entries if entry.is_file()]
    return tuple(sorted(name for name in names if name.endswith(suffix) and not name.startswith(".")))


@cache
def _resources() -> Path:
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"
