"""Where the studio keeps things that belong to the person rather than to a project.

`SPRITE_STUDIO_HOME` moves all of them into one folder (tests, portable use).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP_FOLDER = "sprite-studio"
ONLY_FOR_ITS_OWNER = 0o700
"""Rights of folders that are made here: what was asked for and what it cost is nobody else's business."""
HOME_VARIABLE = "SPRITE_STUDIO_HOME"
_BASES = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
}


def data_dir() -> Path:
    """Ledger, kept results, recovery files. Created when missing."""
    return _folder("data")


def config_dir() -> Path:
    """Settings and window layout. Created when missing."""
    return _folder("config")


def cache_dir() -> Path:
    """Thumbnails and other things that may be deleted at any time. Created when missing."""
    return _folder("cache")


def _folder(kind: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        path = Path(home) / kind
    elif sys.platform == "linux":
        path = _by_the_base_directory_specification(kind)
    else:
        import platformdirs  # noqa: PLC0415 - slow to import, and not needed where the rule is a short one

        path = Path(getattr(platformdirs, f"user_{kind}_dir")(APP_FOLDER, appauthor=False))
    path.mkdir(mode=ONLY_FOR_ITS_OWNER, parents=True, exist_ok=True)
    return path


def _by_the_base_directory_specification(kind: str) -> Path:
    """freedesktop.org's rule, which takes no library and no time before the first paint."""
    variable, usual = _BASES[kind]
    base = Path(os.environ.get(variable, ""))
    return (base if base.is_absolute() else Path.home() / usual) / APP_FOLDER
