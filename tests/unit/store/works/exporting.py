"""Exporting a changed sprite over the files of the last export."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from studio.codec.images import read_png
from studio.core.errors import UserError
from studio.export.recipe import Layout, Recipe
from studio.export.write import export
from tests.unit.export.sprites import letters, sprite

OLD, NEW = sprite(["r"], ["g"]), sprite(["b"], ["w"])
RECIPE = Recipe(layout=Layout.STRIP)


def setup(folder: Path) -> None:
    export(OLD, RECIPE, folder, title="hero")


def work(folder: Path, ack: Callable[[str], None]) -> None:
    with contextlib.suppress(UserError):
        export(NEW, RECIPE, folder, title="hero")
        ack("exported")


def check(folder: Path, acks: list[str]) -> None:
    png = (folder / "hero.png").read_bytes()
    data = json.loads((folder / "hero.json").read_bytes())
    assert letters(read_png(png)) in (["rg"], ["bw"])
    if acks:
        assert letters(read_png(png)) == ["bw"]
    if letters(read_png(png)) == ["rg"] or acks:
        assert data["meta"]["sha256"] == hashlib.sha256(png).hexdigest(), "data never comes before its sheet"
    export(NEW, RECIPE, folder, title="hero")
    again = json.loads((folder / "hero.json").read_bytes())
    assert again["meta"]["sha256"] == hashlib.sha256((folder / "hero.png").read_bytes()).hexdigest()
    assert [path.name for path in folder.iterdir() if path.suffix == ".tmp"] == []
