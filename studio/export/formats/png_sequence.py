"""One PNG a frame, all of canvas size, numbered so that sorting by name is the order of time; times in a JSON file."""

from __future__ import annotations

import json

from studio.codec.images import write_png
from studio.core.errors import UserError
from studio.core.words import _
from studio.export.formats.aseprite_json import milliseconds
from studio.export.recipe import Recipe
from studio.export.sheet import Sheet, enlarged


def render(sheet: Sheet, recipe: Recipe, *, name: str) -> dict[str, bytes]:
    """Files by name, pictures first: `name_000.png` ... and `name.json` with the milliseconds of each."""
    largest = max(max(cell.source_size) for cell in sheet.cells)
    if largest > recipe.max_size:
        raise UserError(
            _(
                "The frames would be {side} pixels wide or high, and the limit is {limit}. Choose a smaller scale."
            ).format(side=largest, limit=recipe.max_size)
        )
    digits = max(3, len(str(len(sheet.cells) - 1)))
    files: dict[str, bytes] = {}
    entries = []
    for number, cell in enumerate(sheet.cells):
        file_name = f"{name}_{number:0{digits}d}.png"
        files[file_name] = write_png(enlarged(sheet.frames[cell.name], recipe.scale))
        entry = {"filename": file_name, "duration": milliseconds(cell)}
        if cell.tag:
            entry["tag"] = cell.tag
        if cell.layer:
            entry["layer"] = cell.layer
        entries.append(entry)
    files[f"{name}.json"] = json.dumps({"frames": entries}, ensure_ascii=False, indent=1).encode() + b"\n"
    return files
