"""One PNG a frame, all of canvas size, with times in a JSON file.

Numbered so that sorting by name is the order of time, unless the recipe has a pattern of names.
"""

from __future__ import annotations

import json

from studio.codec.images import write_png
from studio.core.errors import UserError
from studio.core.words import _
from studio.export.formats.aseprite_json import milliseconds
from studio.export.names import clean_name
from studio.export.recipe import Recipe
from studio.export.sheet import Sheet, enlarged, same_name


def render(sheet: Sheet, recipe: Recipe, *, name: str) -> dict[str, bytes]:
    """Files by name, pictures first: `name_000.png` ... (or as the pattern says), and `name.json` with the
    milliseconds of each. UserError when two would have one name."""
    largest = max(max(cell.source_size) for cell in sheet.cells)
    if largest > recipe.max_size:
        raise UserError(
            _(
                "The frames would be {side} pixels wide or high, and the limit is {limit}. Choose a smaller scale."
            ).format(side=largest, limit=recipe.max_size)
        )
    files: dict[str, bytes] = {}
    entries = []
    for file_name, cell in zip(_file_names(sheet, recipe, name), sheet.cells, strict=True):
        files[file_name] = write_png(enlarged(sheet.frames[cell.name], recipe.scale))
        entry = {"filename": file_name, "duration": milliseconds(cell)}
        if cell.tag:
            entry["tag"] = cell.tag
        if cell.layer:
            entry["layer"] = cell.layer
        entries.append(entry)
    files[f"{name}.json"] = json.dumps({"frames": entries}, ensure_ascii=False, indent=1).encode() + b"\n"
    return files


def _file_names(sheet: Sheet, recipe: Recipe, name: str) -> list[str]:
    if not recipe.names:
        digits = max(3, len(str(len(sheet.cells) - 1)))
        return [f"{name}_{number:0{digits}d}.png" for number in range(len(sheet.cells))]
    names = [f"{clean_name(cell.name.removesuffix('.png'))}.png" for cell in sheet.cells]
    seen: set[str] = set()
    for one in names:
        # Some file systems take two names for one that differ in capitals only.
        if one.casefold() in seen:
            raise same_name(one, recipe)
        seen.add(one.casefold())
    return names
