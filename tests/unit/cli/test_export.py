"""`export`: the files it writes, what it keeps, and recipes of a project."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.codec.aseprite import write_aseprite
from studio.codec.images import read_png
from studio.codec.load import open_sprite
from studio.doc.edits import from_rasters
from studio.doc.pixels import frozen
from studio.doc.tags import add_tag, remove_tag, set_tag
from studio.export.recipe import Layout, Recipe
from studio.store.project import create_project, open_project, save_project


def test_export_writes_a_sheet_and_its_description(run: Any, tmp_path: Path, picture: Path) -> None:
    ended = run(
        "export", picture, "--format", "aseprite-json-hash", "--out", tmp_path / "out", "--scale", 2, "--padding", 1
    )
    assert (ended.status, ended.err) == (0, "")
    document = json.loads((tmp_path / "out" / "box.json").read_text(encoding="utf-8"))
    assert document["frames"]["box.aseprite"]["frame"] == {"x": 0, "y": 0, "w": 16, "h": 12}
    assert read_png((tmp_path / "out" / "box.png").read_bytes()).shape == (12, 16, 4)


def test_export_keeps_files_it_did_not_write(run: Any, tmp_path: Path, picture: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "box.png").write_bytes(b"mine")
    ended = run("export", picture, "--out", out)
    assert ended.status == 1
    assert "box.png" in ended.err
    assert ended.err.endswith("The flag --overwrite allows it.\n")
    assert (out / "box.png").read_bytes() == b"mine"
    assert run("export", picture, "--out", out, "--overwrite").status == 0


@pytest.fixture
def project(tmp_path: Path, picture: Path) -> Path:
    """A project with one recipe, and the picture in a folder of it."""
    folder = tmp_path / "game"
    recipe = Recipe(name="Engine", folder="assets/sheets", scale=3, layout=Layout.STRIP)
    save_project(create_project(folder, "Game").with_recipes([recipe.to_mapping()]))
    sprites = folder / "sprites"
    sprites.mkdir()
    return picture.rename(sprites / "box.png")


def test_a_recipe_that_writes_over_another_one_is_named(run: Any, project: Path, tmp_path: Path) -> None:
    recipes = [Recipe(name="Engine", folder="out"), Recipe(name="Web", folder="./out", trim=True)]
    apart = Recipe(name="Apart", folder="out", file_name="other")
    save_project(open_project(tmp_path / "game").with_recipes([one.to_mapping() for one in (*recipes, apart)]))
    ended = run("export", project, "--recipe", "Web")
    assert (ended.status, ended.err) == (
        0,
        "The recipe “Engine” writes the same files. Give one of the two another file name or folder.\n",
    )
    assert run("export", project, "--recipe", "Web", "--file-name", "web").err == ""
    assert run("export", project, "--recipe", "Apart").err == ""


def test_export_by_a_recipe_of_the_project(run: Any, project: Path) -> None:
    ended = run("export", project, "--recipe", "Engine")
    assert (ended.status, ended.err) == (0, "")
    sheets = project.parent.parent / "assets" / "sheets"
    assert read_png((sheets / "box.png").read_bytes()).shape == (18, 24, 4)
    assert run("export", project, "--recipe", "Engine", "--scale", 2).status == 0
    assert read_png((sheets / "box.png").read_bytes()).shape == (12, 16, 4)


def test_an_unknown_recipe_names_those_there_are(run: Any, project: Path, tmp_path: Path) -> None:
    ended = run("export", project, "--recipe", "Engin", "--out", tmp_path / "out")
    assert ended.status == 2
    assert ended.err == "sprite-studio: The project Game has no recipe “Engin”; there is “Engine”.\n"


def test_an_export_needs_a_place(run: Any, picture: Path) -> None:
    assert run("export", picture).err == "sprite-studio: Say where the files go: --out FOLDER.\n"
    ended = run("export", picture, "--recipe", "Engine")
    assert ended.status == 2
    assert "lies in no project, so there is no recipe Engine." in ended.err


@pytest.mark.parametrize(
    ("flags", "status", "sentence"),
    [
        (["--scale", "0"], 2, "Scale is 0; it has to be between 1 and 64."),
        (["--names", "{tag}-{nr}"], 2, "Frame names know no {nr}; they can hold {title}, {tag}, {layer}, {frame}."),
        (["--only-tags", "run"], 1, "The sprite has no tag “run”. It has: none."),
        (["--ignore-layers", "Nope"], 1, "The sprite has no layer “Nope”. It has: “Layer 1”."),
    ],
)
def test_an_impossible_export_is_said(
    run: Any, tmp_path: Path, picture: Path, flags: list[str], status: int, sentence: str
) -> None:
    ended = run("export", picture, "--out", tmp_path / "out", *flags)
    assert ended.status == status
    assert sentence in ended.err
    assert not (tmp_path / "out").exists()


@pytest.fixture
def walking(tmp_path: Path) -> Path:
    """Eleven frames; the last two are the tag `jump`, the others `walk`."""
    rasters = [frozen(np.full((2, 2, 4), 10 * number, np.uint8)) for number in range(1, 12)]
    sprite = from_rasters(rasters, [Fraction(100)] * 11)
    ids = [frame.id for frame in sprite.frames]
    sprite = add_tag(add_tag(sprite, "walk", ids[0], ids[8]), "jump", ids[9], ids[10])
    path = tmp_path / "h.aseprite"
    path.write_bytes(write_aseprite(sprite))
    return path


def test_the_pattern_of_names_holds_for_single_pictures(run: Any, tmp_path: Path, walking: Path) -> None:
    out = tmp_path / "out"
    flags = ("--format", "png-sequence", "--split", "tags", "--names", "{tag}_{frame}")
    assert run("export", walking, "--out", out, *flags).status == 0
    expected = [*(f"walk_{number}.png" for number in range(9)), "jump_0.png", "jump_1.png"]
    told = json.loads((out / "h.json").read_text(encoding="utf-8"))["frames"]
    assert [frame["filename"] for frame in told] == expected
    assert {path.name for path in out.glob("*.png")} == set(expected)
    # Another pattern takes the files of the last one away, and no name leads out of the folder.
    assert run("export", walking, "--out", out, *flags[:-1], "{tag}/{frame}.png").status == 0
    assert sorted(path.name for path in out.glob("*.png")) == sorted(expected)
    assert run("export", walking, "--out", out, *flags[:-1], "{frame} of {tag}").status == 0
    assert len(list(out.glob("* of *.png"))) == len(list(out.glob("*.png"))) == 11


def test_tags_are_named_also_where_frames_are_not_split_by_them(run: Any, tmp_path: Path, walking: Path) -> None:
    sprite = open_sprite(walking).sprite
    untagged = remove_tag(sprite, sprite.tags[1].id)
    walking.write_bytes(write_aseprite(untagged))
    flags = ("--format", "png-sequence", "--names", "{tag}_{frame}")
    assert run("export", walking, "--out", tmp_path / "out", *flags).status == 0
    told = json.loads((tmp_path / "out" / "h.json").read_text(encoding="utf-8"))["frames"]
    names = [*(f"walk_{number}.png" for number in range(9)), "9.png", "10.png"]
    assert [frame["filename"] for frame in told] == names


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ("same", "Two frames would be called “same”. Put {frame} into the frame names."),
        ("{frame}", "Two frames would be called “0”. Put {tag} into the frame names."),
    ],
)
def test_names_that_are_alike_say_what_tells_them_apart(
    run: Any, tmp_path: Path, walking: Path, names: str, sentence: str
) -> None:
    ended = run("export", walking, "--out", tmp_path / "out", "--split", "tags", "--names", names)
    assert (ended.status, ended.err) == (1, f"sprite-studio: {sentence}\n")
    assert not (tmp_path / "out").exists()


def test_a_recipe_may_leave_out_a_layer_that_only_other_sprites_have(run: Any, project: Path, tmp_path: Path) -> None:
    recipe = Recipe(name="Engine", folder="out", ignore_layers=("guides",))
    save_project(open_project(tmp_path / "game").with_recipes([recipe.to_mapping()]))
    ended = run("export", project, "--recipe", "Engine")
    assert (ended.status, ended.err) == (0, "The sprite has no layer “guides”. It has: “Layer 1”.\n")


def test_recipes_are_quoted_since_their_names_may_hold_commas(run: Any, project: Path, tmp_path: Path) -> None:
    recipes = [Recipe(name="Sheet"), Recipe(name="Packed, for the game")]
    save_project(open_project(tmp_path / "game").with_recipes([one.to_mapping() for one in recipes]))
    ended = run("export", project, "--recipe", "Pack")
    assert ended.err.endswith("has no recipe “Pack”; there is “Sheet”, “Packed, for the game”.\n")


def test_files_that_some_systems_take_for_one_are_refused(run: Any, tmp_path: Path, walking: Path) -> None:
    sprite = open_sprite(walking).sprite
    walking.write_bytes(write_aseprite(set_tag(sprite, sprite.tags[1].id, name="Walk")))
    flags = ("--format", "png-sequence", "--split", "tags", "--names", "{tag}_{frame}")
    ended = run("export", walking, "--out", tmp_path / "out", *flags)
    sentence = "Two frames would be called “Walk_0.png”. Give tags and layers different names."
    assert (ended.status, ended.err) == (1, f"sprite-studio: {sentence}\n")
    assert not (tmp_path / "out").exists()
