"""Settings on disk: defaults, two windows, damage, newer versions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from studio.core.errors import UserError
from studio.spec.settings import SETTINGS
from studio.store.settings import Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_without_a_file_everything_has_its_default(path: Path) -> None:
    settings = Settings.load(path)
    assert {name: settings.get(name) for name in SETTINGS} == {name: one.default for name, one in SETTINGS.items()}
    assert (settings.theme, settings.ui_scale, settings.font_size) == ("system", 1.0, 0)
    assert (settings.recent_files, settings.last_project, settings.notice) == ((), "", "")
    assert not path.exists()


def test_a_change_is_told_and_there_at_the_next_start(path: Path) -> None:
    settings = Settings.load(path)
    heard: list[str] = []
    end = settings.on_change(heard.append)
    settings.set("appearance.theme", "dark")
    settings.set("window_state", "AAAA")
    end()
    settings.set("appearance.scale", "1.5")
    assert heard == ["appearance.theme"]
    again = Settings.load(path)
    assert (again.theme, again.ui_scale, again.window_state) == ("dark", 1.5, "AAAA")
    again.reset("appearance.theme")
    assert Settings.load(path).theme == "system"


def test_a_value_that_cannot_be_is_refused(path: Path) -> None:
    settings = Settings.load(path)
    with pytest.raises(UserError, match="“Theme” cannot be pink"):
        settings.set("appearance.theme", "pink")
    with pytest.raises(KeyError):
        settings.set("appearance.colour", "pink")
    assert settings.theme == "system"
    assert not path.exists()


def test_two_windows_do_not_undo_each_other(path: Path) -> None:
    first, second = Settings.load(path), Settings.load(path)
    first.set("appearance.theme", "dark")
    second.set("canvas.wheel", "scroll")
    again = Settings.load(path)
    assert (again.theme, again.get("canvas.wheel")) == ("dark", "scroll")


def test_recent_files_are_newest_first_once_each_and_limited(path: Path) -> None:
    settings = Settings.load(path)
    settings.set("files.recent", 3)
    for name in ("/a", "/b", "/c", "/a", "/d"):
        settings.remember_recent(Path(name))
    assert Settings.load(path).recent_files == ("/d", "/a", "/c")
    settings.forget_recent(["/a"])
    assert settings.recent_files == ("/d", "/c")
    settings.forget_recent()
    assert Settings.load(path).recent_files == ()


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe", b'{"settings": {"a": 1}} trailing'])
def test_a_damaged_file_is_set_aside_and_said(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    settings = Settings.load(path)
    aside = next(path.parent.glob("settings.damaged-*.json"))
    assert aside.read_bytes() == damage
    assert aside.name in settings.notice
    settings.set("appearance.theme", "light")
    assert Settings.load(path).theme == "light"


@pytest.mark.parametrize(
    "stored", [{"settings": []}, {"settings": {"appearance.theme": 7}, "memory": {"recent_files": 3}}]
)
def test_wrong_kinds_read_as_defaults(path: Path, stored: object) -> None:
    path.write_text(json.dumps(stored))
    settings = Settings.load(path)
    assert (settings.theme, settings.recent_files) == ("system", ())


def test_what_a_newer_version_stored_is_kept(path: Path) -> None:
    newer = {"schema": 9, "settings": {"appearance.theme": "sepia", "canvas.new": 1}, "memory": {"x": [1]}, "more": {}}
    path.write_text(json.dumps(newer))
    settings = Settings.load(path)
    assert settings.theme == "system", "a word this version does not know"
    settings.set("canvas.wheel", "scroll")
    stored = json.loads(path.read_text())
    assert stored["settings"] == {"appearance.theme": "sepia", "canvas.new": 1, "canvas.wheel": "scroll"}
    assert (stored["memory"], stored["more"]) == ({"x": [1]}, {})


@pytest.mark.expect_log("not remembered")
def test_a_folder_that_is_gone_is_said_for_settings_and_logged_for_memory(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "gone" / "settings.json")
    settings.set("window_state", "AAAA")
    with pytest.raises(UserError, match="could not be written"):
        settings.set("appearance.theme", "dark")


def test_it_loads_before_the_first_paint_without_what_is_slow() -> None:
    code = (
        "import sys; import studio.store.settings; "
        "print(sorted({'numpy', 'psygnal', 'PIL', 'httpx', 'keyring', 'platformdirs'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
