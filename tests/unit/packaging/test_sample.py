"""The sample project that is shipped is the one its script makes, and fills every panel."""

import subprocess
import sys
from pathlib import Path

import pytest

from studio.app import sample
from studio.app.takes_store import PROJECT_TAKES, read_takes
from studio.codec.load import open_sprite
from studio.doc.compose import flatten
from studio.export.recipe import Layout, Recipe
from studio.store.project import open_project
from tests.arch.tree import ROOT


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path))
    return sample.sample_project()


def test_the_shipped_files_are_what_the_script_makes() -> None:
    answer = subprocess.run(
        [sys.executable, "packaging/make_sample.py", "--check"], check=False, cwd=ROOT, capture_output=True, timeout=120
    )
    assert (answer.returncode, answer.stderr.decode()) == (0, "")


def test_the_hero_stands_and_walks_with_a_skeleton_on_every_frame_and_a_mask(copy: Path) -> None:
    hero = open_sprite(copy / "hero.aseprite").sprite
    assert [layer.name for layer in hero.layers] == ["Shadow", "Scarf", "Hero"]
    assert [(tag.name, list(hero.tag_range(tag))) for tag in hero.tags] == [
        ("idle", [0, 1, 2, 3]),
        ("walk", [4, 5, 6, 7, 8, 9, 10, 11]),
    ]
    assert all(frame.pose is not None and len(frame.pose.points) == 18 for frame in hero.frames)
    assert [frame.mask is not None for frame in hero.frames] == [False] * 3 + [True] + [False] * 8


def test_the_hero_has_no_colour_beyond_his_palette(copy: Path) -> None:
    hero = open_sprite(copy / "hero.aseprite").sprite
    own = {tuple(colour) for colour in hero.palette.colours}
    for frame in hero.frames:
        picture = flatten(hero, frame.id)
        assert {tuple(int(part) for part in colour) for colour in picture[picture[..., 3] > 0]} <= own


def test_the_project_carries_recipes_a_palette_and_a_take_that_waits(copy: Path) -> None:
    project = open_project(copy)
    assert [path.name for path in project.sprites()] == ["hero.aseprite", "slime.aseprite", "tileset.aseprite"]
    assert [Recipe.from_mapping(stored).layout for stored in project.recipes] == [Layout.TAG_ROWS, Layout.PACKED]
    assert project.palette is not None
    assert project.palette.title == "Wayfarer 32"
    stored = read_takes(copy / PROJECT_TAKES)
    assert (stored.notices, [len(take.frames) for take in stored.takes]) == ((), [6])


def test_changing_the_copy_leaves_the_shipped_one_alone_and_is_kept(copy: Path) -> None:
    (copy / "slime.aseprite").unlink()
    assert not (sample.sample_project() / "slime.aseprite").exists()
    assert (ROOT / "resources" / "sample" / "slime.aseprite").is_file()


def test_a_fresh_copy_stands_beside_the_one_that_was_worked_in(copy: Path) -> None:
    (copy / "slime.aseprite").unlink()
    fresh = sample.fresh_sample_project()
    assert fresh.parent == copy.parent
    assert (fresh / "slime.aseprite").read_bytes() == (ROOT / "resources/sample/slime.aseprite").read_bytes()
    assert not (copy / "slime.aseprite").exists()
    assert sample.fresh_sample_project() not in {copy, fresh}
