"""The built wheel is the whole program: a checkout beside it would hide a file that was left out."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.arch.tree import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the freshly built wheel was unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    answer = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    (wheel,) = folder.glob("sprite_studio-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_every_module_and_resource_is_in_the_wheel(installed: Path) -> None:
    wanted = {path.relative_to(ROOT) for path in (ROOT / "studio").rglob("*") if path.suffix in {".py", ".typed"}}
    wanted |= {
        "studio" / path.relative_to(ROOT)
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert sorted(path.as_posix() for path in wanted if not (installed / path).exists()) == []


def test_the_command_and_the_desktop_entry_are_in_the_wheel(installed: Path) -> None:
    (entry_points,) = installed.glob("sprite_studio-*.dist-info/entry_points.txt")
    assert "sprite-studio = studio.__main__:main" in entry_points.read_text(encoding="utf-8")
    shared = {path.name for path in installed.glob("sprite_studio-*.data/data/share/*/*")}
    assert {"sprite-studio.desktop", "io.sprite_studio.SpriteStudio.metainfo.xml"} <= shared


def test_the_wheel_reads_its_resources_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    code = (
        "from studio.core.assets import asset_path, list_assets; print(asset_path()); print(len(list_assets('icons')))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    where, count = answer.stdout.split()
    assert Path(where) == installed / "studio" / "resources"
    assert int(count) > 0
