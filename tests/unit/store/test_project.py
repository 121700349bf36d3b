"""Projects: what is on disk, what is kept, what is refused."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from studio.core.errors import BadFile, ReadOnly, UserError
from studio.doc.palette import Colour, Palette
from studio.store.project import Budget, create_project, open_project, save_project

FULL = {
    "schema": "sprite-studio-project/1",
    "name": "Slime Quest",
    "palette": {"title": "Moss", "colours": ["#102030", "#40506080"], "names": ["dark", "glow"]},
    "budget": {"usd": "4.50", "credits": "100"},
    "recipes": [{"name": "game", "layout": "packed", "something new": {"deep": [1, 2]}}],
    "future": {"x": 1},
}


def test_a_new_project_is_a_readable_file_and_a_private_folder(tmp_path: Path) -> None:
    project = create_project(tmp_path / "quest", "Slime Quest")
    text = (tmp_path / "quest" / "studio.json").read_text(encoding="utf-8")
    assert text == (
        '{\n  "budget": {},\n  "name": "Slime Quest",\n  "recipes": [],\n  "schema": "sprite-studio-project/1"\n}\n'
    )
    assert (tmp_path / "quest" / ".studio" / ".gitignore").read_text() == "*\n"
    assert open_project(tmp_path / "quest") == project


def test_a_name_comes_from_the_folder_when_none_is_given(tmp_path: Path) -> None:
    assert create_project(tmp_path / "Läufer", "  ").name == "Läufer"


def test_everything_is_read_and_written_back(tmp_path: Path) -> None:
    (tmp_path / "studio.json").write_text(json.dumps(FULL))
    project = open_project(tmp_path)
    assert project.palette == Palette((Colour(16, 32, 48), Colour(64, 80, 96, 128)), ("dark", "glow"), "Moss")
    assert dict(project.budget.limits) == {"usd": Decimal("4.50"), "credits": Decimal(100)}
    assert project.recipes[0]["something new"] == {"deep": [1, 2]}
    save_project(replace(project, budget=Budget(project.budget.limits)))
    assert json.loads((tmp_path / "studio.json").read_text()) == FULL


def test_sprites_are_found_below_the_folder_and_not_in_hidden_ones(tmp_path: Path) -> None:
    project = create_project(tmp_path)
    for name in ("Hero.aseprite", "enemies/slime.ase", "enemies/bat.ASEPRITE", ".studio/take.aseprite", "hero.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = [project.relative(path) for path in project.sprites()]
    assert found == ["Hero.aseprite", "enemies/bat.ASEPRITE", "enemies/slime.ase"]
    assert project.relative(Path("/elsewhere/x.aseprite")) == "/elsewhere/x.aseprite"


def test_a_newer_project_can_be_looked_at_only(tmp_path: Path) -> None:
    (tmp_path / "studio.json").write_text(json.dumps({**FULL, "schema": "sprite-studio-project/7"}))
    before = (tmp_path / "studio.json").read_bytes()
    project = open_project(tmp_path)
    assert project.name == "Slime Quest"
    with pytest.raises(ReadOnly, match="newer Sprite Studio"):
        save_project(project)
    assert (tmp_path / "studio.json").read_bytes() == before


def test_a_project_is_not_made_over_another(tmp_path: Path) -> None:
    create_project(tmp_path, "one")
    with pytest.raises(UserError, match="a project already"):
        create_project(tmp_path, "two")
    assert open_project(tmp_path).name == "one"


def test_a_folder_without_a_project_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"has no studio\.json"):
        open_project(tmp_path)


DAMAGE = [
    b"",
    b"{",
    b"[]",
    b"{}",
    b'{"schema": "other/1"}',
    b"[" * 100_000,
    json.dumps({**FULL, "palette": {"colours": ["#zzzzzz"]}}).encode(),
    json.dumps({**FULL, "palette": {"colours": 5}}).encode(),
    json.dumps({**FULL, "budget": {"usd": "much"}}).encode(),
    json.dumps({**FULL, "budget": 4}).encode(),
    json.dumps({**FULL, "recipes": {"a": 1}}).encode(),
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_project_is_refused_and_left_as_it_is(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "studio.json").write_bytes(damage)
    with pytest.raises(BadFile):
        open_project(tmp_path)
    assert (tmp_path / "studio.json").read_bytes() == damage


def test_random_damage_never_crashes_and_never_changes_the_file(tmp_path: Path) -> None:
    draw = random.Random(5)
    whole = json.dumps(FULL).encode()
    opened = 0
    for _ in range(2000):
        damaged = bytearray(whole[: draw.randrange(1, len(whole) + 1)] if draw.random() < 0.3 else whole)
        for _ in range(draw.randrange(1, 4)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        (tmp_path / "studio.json").write_bytes(damaged)
        try:
            open_project(tmp_path)
            opened += 1
        except UserError:
            pass
        assert (tmp_path / "studio.json").read_bytes() == damaged
    assert 0 < opened < 2000
