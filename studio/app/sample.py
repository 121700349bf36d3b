"""The sample project: a copy in the person's own data folder, so that it can be changed freely and started over."""

from __future__ import annotations

import shutil
from pathlib import Path

from studio.core import assets, paths
from studio.core.errors import UserError
from studio.core.files import cannot_write
from studio.core.words import _

FOLDER = "Sample project"


def sample_project() -> Path:
    """The folder of the copy, made at the first call. UserError when it cannot be written."""
    return _copied(paths.data_dir() / FOLDER)


def fresh_sample_project() -> Path:
    """Another copy, as it was shipped, beside those that are there: what was drawn in them stays."""
    target, number = paths.data_dir() / FOLDER, 1
    while target.exists():
        number += 1
        target = paths.data_dir() / f"{FOLDER} {number}"
    return _copied(target)


def _copied(target: Path) -> Path:
    if not target.exists():
        source = assets.asset_path("sample")
        if not source.is_dir():
            raise UserError(_("The sample project is missing from this installation. Install Sprite Studio again."))
        half = target.with_name(f".{FOLDER}.tmp")
        try:
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(source, half)
            half.rename(target)
        except OSError as error:
            raise cannot_write(target, error) from error
    return target
