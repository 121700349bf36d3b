"""Logging for the whole program: one rotating file for the person, warnings on stderr, no secrets."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

FILE = "studio.log"
_QUIET = ("httpx", "httpcore", "PIL", "asyncio", "qasync")


def configure(folder: Path, *, verbose: bool = False) -> None:
    """Write to `studio.log` in `folder` (1 MiB, three old ones). Request lines of the HTTP library stay out:
    they carry signed addresses."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(folder / FILE, maxBytes=2**20, backupCount=3, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    if verbose:
        root.addHandler(logging.StreamHandler())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
