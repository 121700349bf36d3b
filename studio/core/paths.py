"""Where the studio keeps things that belong to the person rather than to a project.

`SPRITE_STUDIO_HOME` moves all of them into one folder (tests, portable use).
"""

from __future__ import annotations

import os
from pathlib import Path

APP_FOLDER = "sprite-studio"
HOME_VARIABLE = "SPRITE_STUDIO_HOME"


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
    else:
        import platformdirs  # noqa: PLC0415 - start-up of the window does not pay for it

        path = Path(getattr(platformdirs, f"user_{kind}_dir")(APP_FOLDER, appauthor=False))
    path.mkdir(parents=True, exist_ok=True)
    return path
