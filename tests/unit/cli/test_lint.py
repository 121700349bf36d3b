"""`sprite-studio lint`: what it finds, what it says, and the status a check relies on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from studio.cli.main import main
from studio.codec.images import write_png
from studio.doc.pixels import frozen


def picture(folder: Path, *, lonely: bool) -> Path:
    """A 9 x 9 block of one colour, with one pixel of another in its middle if `lonely`."""
    pixels = np.zeros((9, 9, 4), np.uint8)
    pixels[1:-1, 1:-1] = (40, 120, 200, 255)
    if lonely:
        pixels[4, 4] = (250, 20, 20, 255)
    path = folder / "block.png"
    path.write_bytes(write_png(frozen(pixels)))
    return path


def test_a_clean_sprite_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(picture(tmp_path, lonely=False))]) == 0
    assert capsys.readouterr().out == "0 findings\n"


def test_a_lonely_pixel_is_named_with_its_place_and_fails_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = picture(tmp_path, lonely=True)
    assert main(["lint", str(path)]) == 1
    assert capsys.readouterr().out == f"{path}: frame 0: orphan pixel at 4,4\n1 finding\n"


def test_json_names_every_pixel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = picture(tmp_path, lonely=True)
    assert main(["lint", "--json", str(path)]) == 1
    assert json.loads(capsys.readouterr().out) == {
        str(path): [{"frame": 0, "fault": "orphan pixel", "pixels": [[4, 4]]}]
    }


def test_a_file_that_cannot_be_read_hides_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = picture(tmp_path, lonely=True)
    broken = tmp_path / "text.png"
    broken.write_bytes(b"no picture")
    assert main(["lint", str(broken), str(path), str(tmp_path / "gone.png")]) == 2
    told = capsys.readouterr()
    assert told.out == f"{path}: frame 0: orphan pixel at 4,4\n1 finding\n"
    first, second, last = told.err.splitlines()
    assert ("text.png" in first, "gone.png" in second) == (True, True)
    assert last == "2 files could not be looked at"
    assert main(["lint", "--json", str(broken), str(path)]) == 2
    assert list(json.loads(capsys.readouterr().out)) == [str(path)]


def test_a_folder_is_looked_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "art" / "props").mkdir(parents=True)
    path = picture(tmp_path / "art" / "props", lonely=True)
    (tmp_path / "art" / "notes.txt").write_text("no sprite")
    assert main(["lint", str(tmp_path / "art")]) == 1
    assert capsys.readouterr().out == f"{path}: frame 0: orphan pixel at 4,4\n1 finding\n"
    (tmp_path / "empty").mkdir()
    assert main(["lint", str(tmp_path / "empty")]) == 2
    assert capsys.readouterr().err == f"sprite-studio: There is no sprite or picture in {tmp_path / 'empty'}.\n"
