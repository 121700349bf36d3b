"""Where the studio keeps what belongs to the person."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from studio.core import paths

FOLDERS = {"data": paths.data_dir, "config": paths.config_dir, "cache": paths.cache_dir}


@pytest.mark.parametrize("kind", FOLDERS)
def test_one_variable_moves_everything(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    assert FOLDERS[kind]() == tmp_path / kind
    assert (tmp_path / kind).is_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked itself")
@pytest.mark.parametrize("base", [None, "", "elsewhere"])
@pytest.mark.parametrize("kind", FOLDERS)
def test_without_it_the_folders_are_those_of_the_desktop(
    kind: str, base: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    variable = f"XDG_{kind.upper()}_HOME"
    monkeypatch.delenv(variable, raising=False)
    if base is not None:
        monkeypatch.setenv(variable, base and str(tmp_path / base))
    found = FOLDERS[kind]()
    assert found == Path(getattr(platformdirs, f"user_{kind}_dir")("sprite-studio", appauthor=False))
    assert tmp_path in found.parents


@pytest.mark.skipif(sys.platform == "win32", reason="there folders take the rights of the home folder")
@pytest.mark.parametrize("kind", FOLDERS)
def test_nobody_else_may_look_into_what_is_made_here(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    assert FOLDERS[kind]().stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="there folders take the rights of the home folder")
def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    (tmp_path / "data").mkdir(mode=0o750)
    assert paths.data_dir().stat().st_mode & 0o777 == 0o750
