"""Presets: kept by name for each form, over the end of the program, and never lost to another window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.app.presets import Presets
from studio.core.errors import UserError

FORM = "local/rotate"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "presets.json"


def names(presets: Presets) -> list[str]:
    return [preset.name for preset in presets.of(FORM)]


def test_a_preset_comes_back_at_the_next_start(file: Path) -> None:
    Presets(file).save(FORM, "  Half   turn ", {"angle": 180.0})
    (preset,) = Presets(file).of(FORM)
    assert (preset.name, preset.values) == ("Half turn", {"angle": 180.0})
    assert Presets(file).of("local/resize") == ()


def test_the_same_name_replaces_and_names_stand_as_people_sort(file: Path) -> None:
    presets = Presets(file)
    for name, angle in (("b", 1), ("A", 2), ("b", 3)):
        presets.save(FORM, name, {"angle": angle})
    assert [(one.name, one.values["angle"]) for one in presets.of(FORM)] == [("A", 2), ("b", 3)]


def test_renaming_and_removing(file: Path) -> None:
    presets = Presets(file)
    presets.save(FORM, "a", {"angle": 1})
    presets.save(FORM, "b", {"angle": 2})
    with pytest.raises(UserError, match="There is a preset “b” already"):
        presets.rename(FORM, "a", "b")
    presets.rename(FORM, "a", "c")
    presets.remove(FORM, "b")
    presets.remove(FORM, "never there")
    assert names(Presets(file)) == ["c"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_cannot_be_is_said_and_nothing_is_kept(file: Path, name: str) -> None:
    presets = Presets(file)
    with pytest.raises(UserError):
        presets.save(FORM, name, {})
    assert names(presets) == []
    assert not file.exists()


def test_two_windows_do_not_undo_each_other(file: Path) -> None:
    one, other = Presets(file), Presets(file)
    one.save(FORM, "one", {})
    other.save(FORM, "other", {})
    assert names(Presets(file)) == ["one", "other"]


@pytest.mark.parametrize("text", ["{", "[]", '{"presets": 3}', '{"presets": {"local/rotate": {"a": 5}}}', "\x00"])
def test_a_damaged_file_is_set_aside_and_said(file: Path, text: str) -> None:
    file.write_text(text)
    presets = Presets(file)
    assert names(presets) == []
    (aside,) = file.parent.glob("presets.damaged-*.json")
    assert aside.read_text() == text
    assert presets.notice == f"The presets were damaged. They were set aside as {aside.name}."
    presets.save(FORM, "new", {})
    assert json.loads(file.read_text())["presets"] == {FORM: {"new": {}}}


def test_a_folder_that_cannot_be_written_is_said_and_changes_nothing(tmp_path: Path) -> None:
    presets = Presets(tmp_path / "gone" / "presets.json")
    with pytest.raises(UserError):
        presets.save(FORM, "a", {})
    assert names(presets) == []
