"""Our sheets against those Aseprite exported from the same files, field by field."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.codec.images import read_png
from studio.codec.load import open_sprite
from studio.doc.model import Sprite
from studio.export.recipe import Format, Layout, Recipe, Split
from studio.export.sheet import build_sheet
from studio.export.write import render

GOLDEN = Path(__file__).parents[2] / "golden" / "export"
OUR_OWN = ("app", "version", "image", "slices")
"""What names the program and the file; slices are not modelled yet."""
ARRAY, HASH = Format.ASEPRITE_JSON_ARRAY, Format.ASEPRITE_JSON_HASH

SAME_PLACES = [
    ("slime", "slime-aseprite-json-hash-rows", Recipe(format=HASH, layout=Layout.ROWS, columns=8)),
    ("slime", "slime-aseprite-json-array-horizontal", Recipe(format=ARRAY, layout=Layout.STRIP)),
    ("tags", "tags", Recipe(format=ARRAY, layout=Layout.ROWS, columns=4)),
    ("groups", "groups", Recipe(format=ARRAY)),
    ("layers", "layers", Recipe(format=ARRAY, columns=2)),
    ("layers", "layers-split", Recipe(format=HASH, split=Split.LAYERS, columns=4)),
]
"""Sprite, Aseprite's export, and the recipe that puts every frame where Aseprite put it."""

OWN_PLACES = [
    (
        "slime",
        "slime-aseprite-json-hash-trimpack",
        Recipe(format=HASH, layout=Layout.PACKED, trim=True, merge_duplicates=True, border=1, padding=1),
    ),
    (
        "slime",
        "slime-aseprite-json-array-trimpack",
        Recipe(format=ARRAY, layout=Layout.PACKED, trim=True, merge_duplicates=True, padding=2),
    ),
    (
        "slime",
        "slime-phaser-aseprite-numbered",
        Recipe(format=HASH, layout=Layout.PACKED, trim=True, merge_duplicates=True, names="{frame}"),
    ),
    (
        "tags",
        "tags-split-extruded",
        Recipe(format=HASH, split=Split.TAGS, layout=Layout.PACKED, merge_duplicates=True, extrude=1),
    ),
]
"""The same frames with the same facts, packed by our own rules."""


@pytest.mark.parametrize(("name", "export", "recipe"), SAME_PLACES, ids=[case[1] for case in SAME_PLACES])
def test_the_same_layout_gives_the_same_data_and_pixels(name: str, export: str, recipe: Recipe) -> None:
    ours, png, theirs = _both(name, export, recipe)
    assert ours["frames"] == theirs["frames"]
    assert {key: ours["meta"].get(key) for key in theirs["meta"] if key not in OUR_OWN} == {
        key: value for key, value in theirs["meta"].items() if key not in OUR_OWN
    }
    assert list(_entries(ours)) == list(_entries(theirs)), "timeline order"
    assert np.array_equal(_visible(png), _visible((GOLDEN / f"{export}.png").read_bytes()))


@pytest.mark.parametrize(("name", "export", "recipe"), OWN_PLACES, ids=[case[1] for case in OWN_PLACES])
def test_packed_frames_say_the_same_of_themselves(name: str, export: str, recipe: Recipe) -> None:
    ours, png, theirs = _both(name, export, recipe)
    mine, reference = _entries(ours), _entries(theirs)
    assert list(mine) == list(reference)
    sheet, their_sheet = _visible(png), _visible((GOLDEN / f"{export}.png").read_bytes())
    for key, entry in mine.items():
        expected = reference[key]
        assert {k: v for k, v in entry.items() if k != "frame"} == {k: v for k, v in expected.items() if k != "frame"}
        assert np.array_equal(_cut(sheet, entry["frame"]), _cut(their_sheet, expected["frame"])), key
    assert ours["meta"]["frameTags"] == theirs["meta"]["frameTags"]
    size = ours["meta"]["size"]
    assert (size["h"], size["w"]) == sheet.shape[:2]
    assert size["w"] * size["h"] <= theirs["meta"]["size"]["w"] * theirs["meta"]["size"]["h"]


def test_data_names_the_very_sheet_it_belongs_to() -> None:
    ours, png, _theirs = _both("slime", "slime-aseprite-json-hash-rows", Recipe())
    assert ours["meta"]["image"] == "slime.png"
    assert ours["meta"]["sha256"] == hashlib.sha256(png).hexdigest()


def test_the_same_sprite_gives_the_same_bytes() -> None:
    recipe = Recipe(layout=Layout.PACKED, trim=True)
    first, second = _sprite("slime"), _sprite("slime")
    made = [render(build_sheet(one, recipe, title="a"), one, recipe, name="a") for one in (first, second)]
    assert made[0] == made[1]


def _both(name: str, export: str, recipe: Recipe) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
    sprite = _sprite(name)
    files = render(build_sheet(sprite, recipe, title=name), sprite, recipe, name=name)
    theirs = json.loads((GOLDEN / f"{export}.json").read_bytes())
    return json.loads(files[f"{name}.json"]), files[f"{name}.png"], theirs


def _sprite(name: str) -> Sprite:
    return open_sprite(GOLDEN / f"{name}.aseprite").sprite


def _entries(data: dict[str, Any]) -> dict[str, Any]:
    frames = data["frames"]
    return frames if isinstance(frames, dict) else {entry["filename"]: entry for entry in frames}


def _visible(png: bytes) -> Any:
    pixels = read_png(png).copy()
    pixels[pixels[..., 3] == 0] = 0
    return pixels


def _cut(sheet: Any, box: dict[str, int]) -> Any:
    return sheet[box["y"] : box["y"] + box["h"], box["x"] : box["x"] + box["w"]]
