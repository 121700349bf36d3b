"""An export: all files of a recipe into one folder, never over a file the studio did not write unless told to.

A hidden manifest in the folder names our files and their SHA-256. It is written before the files with old and new
sums, and after them with the new ones alone, so that it is right after a crash at any point.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.codec.images import write_png
from studio.core.errors import UserError
from studio.core.files import cannot_write, write_atomic
from studio.core.words import ngettext
from studio.doc.model import Sprite
from studio.export.formats import aseprite_json, png_sequence
from studio.export.frames import FrameCache
from studio.export.names import clean_name
from studio.export.recipe import Format, Recipe
from studio.export.sheet import Sheet, build_sheet
from studio.export.staging import replace_all, sweep

MANIFEST = ".sprite-studio-export.json"
_SCHEMA = 1


class ForeignFiles(UserError):
    """Files in the way that the studio did not write, or that were changed since; `paths` names them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        names = ", ".join(path.name for path in paths[:5]) + (" ..." if len(paths) > 5 else "")
        super().__init__(
            ngettext(
                "{names} in {folder} was not written by the studio or was changed since. "
                "Allow it to be replaced or choose another folder or name.",
                "{names} in {folder} were not written by the studio or were changed since. "
                "Allow them to be replaced or choose another folder or name.",
                len(paths),
            ).format(names=names, folder=paths[0].parent)
        )
        self.paths = tuple(paths)


@dataclass(frozen=True, slots=True)
class Written:
    """What an export did. `files` are all it consists of, `changed` those that were rewritten, `removed` those of
    the last export that are no longer part of it."""

    files: tuple[Path, ...]
    changed: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()


def export(
    sprite: Sprite,
    recipe: Recipe,
    folder: Path,
    *,
    title: str,
    overwrite: bool = False,
    cache: FrameCache | None = None,
) -> Written:
    """Write the files of a recipe into `folder`, which is made when missing.

    UserError when the recipe or the folder cannot be used; ForeignFiles unless `overwrite`. Nothing is half written.
    """
    name = clean_name(recipe.file_name or title)
    sheet = build_sheet(sprite, recipe, title=name, cache=cache)
    files = render(sheet, sprite, recipe, name=name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    sweep(folder, {**files, MANIFEST: b""})
    manifest = _Manifest.read(folder)
    changed = {file: data for file, data in files.items() if not _holds(folder / file, data)}
    foreign = [folder / file for file in changed if not manifest.owns(file)]
    if foreign and not overwrite:
        raise ForeignFiles(foreign)
    key = f"{name}/{recipe.format.value}"
    stale = [file for file in manifest.files_of(key) if file not in files and manifest.owns(file)]
    if changed or stale or not manifest.lists(key, files):
        manifest.announce(key, files)
        replace_all(folder, changed)
        removed = _remove(folder, stale)
        manifest.settle(key, files, removed)
    else:
        removed = ()
    return Written(
        files=tuple(folder / file for file in files),
        changed=tuple(folder / file for file in changed),
        removed=removed,
        warnings=warnings(sheet),
    )


def render(sheet: Sheet, sprite: Sprite, recipe: Recipe, *, name: str) -> dict[str, bytes]:
    """The files of a recipe by name, pictures before data; the same bytes for the same input."""
    if recipe.format is Format.PNG_SEQUENCE:
        return png_sequence.render(sheet, recipe, name=name)
    image = f"{name}.png"
    png = write_png(sheet.pixels)
    if recipe.format is Format.PNG_SHEET:
        return {image: png}
    data = aseprite_json.render(sheet, sprite, recipe, image=image, png=png)
    return {image: png, f"{name}.json": data}


def warnings(sheet: Sheet) -> tuple[str, ...]:
    """What the files cannot say exactly, as sentences."""
    rounded = sum(cell.duration.denominator != 1 for cell in sheet.cells)
    if not rounded:
        return ()
    return (
        ngettext(
            "The duration of {count} frame was rounded to whole milliseconds.",
            "The durations of {count} frames were rounded to whole milliseconds.",
            rounded,
        ).format(count=rounded),
    )


class _Manifest:
    """Which files of a folder are ours: by export, file name and the sums they may have."""

    def __init__(self, folder: Path, exports: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._folder = folder
        self._exports = {key: {file: list(sums) for file, sums in files.items()} for key, files in exports.items()}

    @classmethod
    def read(cls, folder: Path) -> _Manifest:
        """A missing or damaged manifest means that no file is known to be ours."""
        try:
            stored = json.loads((folder / MANIFEST).read_bytes())
            exports = stored["exports"] if stored["schema"] == _SCHEMA else {}
            return cls(folder, {key: _inside(files) for key, files in exports.items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(folder, {})

    def owns(self, file: str) -> bool:
        """True when there is no such file, or it still is as we wrote it."""
        try:
            found = _sum((self._folder / file).read_bytes())
        except FileNotFoundError:
            return not (self._folder / file).is_symlink()
        except OSError:
            return False
        return any(found in files.get(file, ()) for files in self._exports.values())

    def files_of(self, key: str) -> list[str]:
        return list(self._exports.get(key, ()))

    def lists(self, key: str, files: Mapping[str, bytes]) -> bool:
        return self._exports.get(key) == {file: [_sum(data)] for file, data in files.items()}

    def announce(self, key: str, files: Mapping[str, bytes]) -> None:
        known = self._exports.setdefault(key, {})
        for file, data in files.items():
            sums = known.setdefault(file, [])
            if _sum(data) not in sums:
                sums.append(_sum(data))
        self._write()

    def settle(self, key: str, files: Mapping[str, bytes], removed: Sequence[Path]) -> None:
        gone = {path.name for path in removed}
        left = {file: sums for file, sums in self._exports[key].items() if file not in files and file not in gone}
        self._exports[key] = {**{file: [_sum(data)] for file, data in files.items()}, **left}
        self._write()

    def _write(self) -> None:
        text = json.dumps({"schema": _SCHEMA, "exports": self._exports}, indent=1, sort_keys=True, ensure_ascii=False)
        write_atomic(self._folder / MANIFEST, text.encode() + b"\n")


def _inside(files: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Only what can be a file of this very folder; the manifest may come from anywhere."""
    return {file: list(map(str, sums)) for file, sums in files.items() if re.fullmatch(r"[^/\\:]*[^/\\:.]", file)}


def _remove(folder: Path, files: Sequence[str]) -> tuple[Path, ...]:
    removed = []
    for file in files:
        with contextlib.suppress(OSError):
            (folder / file).unlink(missing_ok=True)
            removed.append(folder / file)
    return tuple(removed)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
