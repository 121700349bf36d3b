"""A project: a folder with `studio.json`, sprites as .aseprite files, and `.studio/` for what may be deleted.

`studio.json` is text with sorted keys and relative paths, safe to commit. Keys this version does not know are kept.
A project of a newer version opens read-only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any

from studio.core.errors import BadFile, ReadOnly, UserError
from studio.core.files import cannot_read, cannot_write, read_bytes, write_atomic
from studio.core.words import _
from studio.doc.palette import Colour, Palette

PROJECT_FILE = "studio.json"
PRIVATE_FOLDER = ".studio"
SCHEMA = "sprite-studio-project/1"
_FAMILY = "sprite-studio-project/"
_SPRITE_ENDINGS = (".aseprite", ".ase")
_LARGEST = 16 * 1024 * 1024
_KNOWN = frozenset({"schema", "name", "palette", "budget", "recipes"})


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent within this project: by provider id in that provider's unit, or by unit (`usd`,
    `credits` ...) with each provider."""

    limits: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Project:
    """What `studio.json` says. `recipes` are export recipes as they were stored; `app` knows their words."""

    folder: Path
    name: str
    palette: Palette | None = None
    budget: Budget = Budget()
    recipes: tuple[Mapping[str, Any], ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    read_only: str = ""
    """Why it cannot be changed, as a sentence; empty when it can."""

    @property
    def file(self) -> Path:
        return self.folder / PROJECT_FILE

    @property
    def private_folder(self) -> Path:
        """For takes and thumbnails; may be deleted without losing a sprite."""
        return self.folder / PRIVATE_FOLDER

    def sprites(self) -> tuple[Path, ...]:
        """The sprite files below the folder, hidden folders left out, in the order of their names."""
        found = []
        for folder, folders, files in os.walk(self.folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [Path(folder, name) for name in files if name.lower().endswith(_SPRITE_ENDINGS)]
        return tuple(sorted(found, key=lambda path: (len(path.parts), str(path).casefold())))

    def with_recipes(self, recipes: Sequence[Mapping[str, Any]]) -> Project:
        return replace(self, recipes=tuple(recipes))

    def with_limit(self, name: str, amount: Decimal | None) -> Project:
        """Another budget for a provider or unit; None takes it away."""
        limits = {other: limit for other, limit in self.budget.limits.items() if other != name}
        if amount is not None:
            limits[name] = amount
        return replace(self, budget=Budget(MappingProxyType(limits)))

    def relative(self, path: Path) -> str:
        """A path as the project file holds it: relative with forward slashes where that is possible."""
        try:
            return path.resolve().relative_to(self.folder.resolve()).as_posix()
        except ValueError:
            return path.as_posix()


def create_project(folder: Path, name: str = "") -> Project:
    """Make `folder` (created when missing) a project. UserError when it is one already or cannot be used."""
    if (folder / PROJECT_FILE).exists():
        raise UserError(_("{folder} is a project already. Open it instead.").format(folder=folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    project = Project(folder, name.strip() or folder.resolve().name)
    save_project(project)
    return project


def open_project(folder: Path) -> Project:
    """The project in `folder`. UserError when there is none, BadFile when its file is damaged; nothing is changed."""
    path = folder / PROJECT_FILE
    if not path.is_file():
        raise UserError(
            _("{folder} is not a project: it has no {file}. Choose another folder or make a new project there.").format(
                folder=folder, file=PROJECT_FILE
            )
        )
    content = _parse(path)
    schema = content.get("schema")
    if not (isinstance(schema, str) and schema.startswith(_FAMILY)):
        raise BadFile(_("{path} is not the file of a Sprite Studio project.").format(path=path))
    newer = ""
    if schema != SCHEMA:
        newer = _("“{name}” was made by a newer Sprite Studio. It can be looked at, but not changed.").format(
            name=content.get("name") or folder.name
        )
    try:
        return _from_content(folder, content, read_only=newer)
    except (TypeError, ValueError, KeyError, AttributeError, InvalidOperation) as error:
        raise BadFile(
            _("{path} is damaged: {reason}. Restore it from a copy.").format(path=path, reason=error)
        ) from error


def project_around(path: Path) -> Project | None:
    """The project in whose folder the path lies, the innermost one; None when there is none."""
    for folder in (path.resolve(), *path.resolve().parents):
        if (folder / PROJECT_FILE).is_file():
            return open_project(folder)
    return None


def save_project(project: Project) -> None:
    """Write `studio.json` and make the private folder. UserError leaves the file as it was."""
    if project.read_only:
        raise ReadOnly(project.read_only)
    text = json.dumps(_to_content(project), ensure_ascii=False, indent=2, sort_keys=True)
    private = project.private_folder
    try:
        private.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(private, error) from error
    if not (private / ".gitignore").exists():
        write_atomic(private / ".gitignore", b"*\n")
    write_atomic(project.file, text.encode() + b"\n")


def _parse(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_bytes(path, limit=_LARGEST))
    except (ValueError, RecursionError) as error:
        raise BadFile(_("{path} is damaged: it is no JSON. Restore it from a copy.").format(path=path)) from error
    except OSError as error:
        raise cannot_read(path, error) from error
    if not isinstance(content, dict):
        raise BadFile(_("{path} is damaged: it holds no object. Restore it from a copy.").format(path=path))
    return content


def _from_content(folder: Path, content: Mapping[str, Any], *, read_only: str) -> Project:
    palette = content.get("palette")
    recipes = content.get("recipes", [])
    if not (isinstance(recipes, list) and all(isinstance(recipe, dict) for recipe in recipes)):
        raise TypeError("recipes is not a list of objects")
    return Project(
        folder=folder,
        name=str(content.get("name") or folder.resolve().name),
        palette=None if palette is None else _palette(palette),
        budget=Budget(
            MappingProxyType({str(unit): Decimal(str(amount)) for unit, amount in content.get("budget", {}).items()})
        ),
        recipes=tuple(recipes),
        unknown=MappingProxyType({key: value for key, value in content.items() if key not in _KNOWN}),
        read_only=read_only,
    )


def _palette(stored: Mapping[str, Any]) -> Palette:
    colours = tuple(Colour.parse(text) for text in stored["colours"])
    return Palette(colours, tuple(map(str, stored.get("names", ()))), str(stored.get("title", "")))


def _to_content(project: Project) -> dict[str, Any]:
    content: dict[str, Any] = {
        **project.unknown,
        "schema": SCHEMA,
        "name": project.name,
        "budget": {unit: str(amount) for unit, amount in project.budget.limits.items()},
        "recipes": [dict(recipe) for recipe in project.recipes],
    }
    if project.palette is not None:
        palette = project.palette
        content["palette"] = {
            "title": palette.title,
            "colours": [colour.hex for colour in palette.colours],
            "names": list(palette.names),
        }
    return content
