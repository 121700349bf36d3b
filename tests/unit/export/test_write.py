"""Files in a folder: names, order, what is left alone, what is said."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from studio.codec.images import read_png
from studio.core.errors import UserError
from studio.doc.edits import from_rasters, put_raster
from studio.export.names import clean_name
from studio.export.recipe import Format, Layout, Recipe
from studio.export.write import MANIFEST, ForeignFiles, export
from tests.unit.export.sprites import FOUR, letters, picture, sprite

STRIP = Recipe(layout=Layout.STRIP)
SEQUENCE = Recipe(format=Format.PNG_SEQUENCE)


def shown(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_sheet_and_its_data(tmp_path: Path) -> None:
    folder = tmp_path / "game" / "art"
    written = export(FOUR, STRIP, folder, title="hero")
    assert [path.name for path in written.files] == ["hero.png", "hero.json"]
    assert letters(read_png((folder / "hero.png").read_bytes())) == ["rgbw"]
    data = json.loads((folder / "hero.json").read_text(encoding="utf-8"))
    assert [entry["duration"] for entry in data["frames"].values()] == [10, 20, 30, 40]
    assert data["meta"]["image"] == "hero.png"


def test_a_sheet_alone(tmp_path: Path) -> None:
    export(FOUR, replace(STRIP, format=Format.PNG_SHEET), tmp_path, title="hero")
    assert shown(tmp_path) == ["hero.png"]


def test_a_sequence_sorts_in_time_and_says_its_times(tmp_path: Path) -> None:
    export(FOUR, replace(SEQUENCE, scale=2, trim=True), tmp_path, title="hero")
    assert shown(tmp_path) == ["hero.json", "hero_000.png", "hero_001.png", "hero_002.png", "hero_003.png"]
    assert letters(read_png((tmp_path / "hero_001.png").read_bytes())) == ["gg", "gg"]
    frames = json.loads((tmp_path / "hero.json").read_text())["frames"]
    assert frames[3] == {"filename": "hero_003.png", "duration": 40}


def test_a_sequence_has_no_sheet_that_could_be_too_large(tmp_path: Path) -> None:
    long = sprite(*[["rg"]] * 50)
    export(long, replace(SEQUENCE, layout=Layout.STRIP, max_size=2), tmp_path, title="long")
    assert len(shown(tmp_path)) == 51
    with pytest.raises(UserError, match="would be 4 pixels wide or high, and the limit is 2"):
        export(long, replace(SEQUENCE, scale=2, max_size=2), tmp_path, title="long")


def test_only_changed_files_are_rewritten(tmp_path: Path) -> None:
    export(FOUR, SEQUENCE, tmp_path, title="hero")
    assert export(FOUR, SEQUENCE, tmp_path, title="hero").changed == ()
    painted = put_raster(FOUR, FOUR.layers[0].id, FOUR.frames[2].id, picture("w"))
    again = export(painted, SEQUENCE, tmp_path, title="hero")
    assert [path.name for path in again.changed] == ["hero_002.png"]


def test_frames_that_are_gone_leave_no_files_behind(tmp_path: Path) -> None:
    export(FOUR, SEQUENCE, tmp_path, title="hero")
    (tmp_path / "hero_003.png").write_bytes(b"mine now")
    fewer = export(sprite(["r"], ["g"]), SEQUENCE, tmp_path, title="hero")
    assert [path.name for path in fewer.removed] == ["hero_002.png"]
    assert shown(tmp_path) == ["hero.json", "hero_000.png", "hero_001.png", "hero_003.png"]
    assert (tmp_path / "hero_003.png").read_bytes() == b"mine now"


@pytest.mark.parametrize("name", ["hero.png", "hero.json"])
def test_a_foreign_file_is_not_replaced_unasked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"somebody's work")
    with pytest.raises(ForeignFiles, match=f"{name} in .* was not written by the studio"):
        export(FOUR, STRIP, tmp_path, title="hero")
    assert shown(tmp_path) == [name]
    assert (tmp_path / name).read_bytes() == b"somebody's work"
    export(FOUR, STRIP, tmp_path, title="hero", overwrite=True)
    assert shown(tmp_path) == ["hero.json", "hero.png"]
    assert (tmp_path / name).read_bytes() != b"somebody's work"


def test_our_own_file_that_was_edited_since_counts_as_foreign(tmp_path: Path) -> None:
    export(FOUR, STRIP, tmp_path, title="hero")
    (tmp_path / "hero.png").write_bytes(b"touched up by hand")
    with pytest.raises(ForeignFiles):
        export(FOUR, STRIP, tmp_path, title="hero")
    assert (tmp_path / "hero.png").read_bytes() == b"touched up by hand"


def test_two_exports_share_a_folder(tmp_path: Path) -> None:
    export(FOUR, STRIP, tmp_path, title="hero")
    export(FOUR, STRIP, tmp_path, title="slime")
    changed = put_raster(FOUR, FOUR.layers[0].id, FOUR.frames[0].id, picture("w"))
    assert len(export(changed, STRIP, tmp_path, title="hero").changed) == 2
    assert export(FOUR, STRIP, tmp_path, title="slime").changed == ()


def test_a_damaged_manifest_makes_it_ask(tmp_path: Path) -> None:
    export(FOUR, STRIP, tmp_path, title="hero")
    (tmp_path / MANIFEST).write_text('{"schema": 1, "exports": []}')
    changed = put_raster(FOUR, FOUR.layers[0].id, FOUR.frames[0].id, picture("w"))
    with pytest.raises(ForeignFiles):
        export(changed, STRIP, tmp_path, title="hero")


def test_a_manifest_from_elsewhere_cannot_reach_outside_the_folder(tmp_path: Path) -> None:
    victim = tmp_path / "victim.png"
    folder = tmp_path / "game"
    export(FOUR, STRIP, folder, title="hero")
    victim.write_bytes((folder / "hero.png").read_bytes())
    manifest = json.loads((folder / MANIFEST).read_text())
    key = next(iter(manifest["exports"]))
    manifest["exports"][key]["../victim.png"] = manifest["exports"][key]["hero.png"]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert export(FOUR, STRIP, folder, title="hero").removed == ()
    assert victim.exists()


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(b"outside")
    folder = tmp_path / "game"
    folder.mkdir()
    (folder / "hero.png").symlink_to(outside)
    with pytest.raises(ForeignFiles):
        export(FOUR, STRIP, folder, title="hero")
    export(FOUR, STRIP, folder, title="hero", overwrite=True)
    assert outside.read_bytes() == b"outside"
    assert not (folder / "hero.png").is_symlink()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="could not be written"):
        export(FOUR, STRIP, tmp_path / "file" / "art", title="hero")


def test_a_target_that_is_a_folder_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "hero.json").mkdir()
    with pytest.raises(UserError):
        export(FOUR, STRIP, tmp_path, title="hero", overwrite=True)
    assert {path.name for path in tmp_path.iterdir()} <= {"hero.json", MANIFEST}


def test_what_a_killed_export_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    ours = [".hero.png.0123abcd.tmp", f".{MANIFEST}.0123abcd.tmp"]
    others = [".other.png.0123abcd.tmp", ".hero.png.tmp", "hero.png.0123abcd.tmp"]
    for name in ours + others:
        (tmp_path / name).write_bytes(b"half")
    export(FOUR, STRIP, tmp_path, title="hero")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*others, MANIFEST, "hero.png", "hero.json"}


def test_rounded_durations_are_said(tmp_path: Path) -> None:
    frames = tuple(replace(frame, duration=Fraction(100, 3)) for frame in FOUR.frames)
    written = export(replace(FOUR, frames=frames), STRIP, tmp_path, title="hero")
    assert written.warnings == ("The durations of 4 frames were rounded to whole milliseconds.",)
    assert export(FOUR, STRIP, tmp_path, title="hero").warnings == ()


HOSTILE = [
    ("../../etc/passwd", "_.._etc_passwd"),
    ("/absolute", "_absolute"),
    ("C:\\Windows", "C__Windows"),
    ("CON", "CON_"),
    ("com1.hero", "com1.hero_"),
    ("aux ", "aux_"),
    ("hero.", "hero"),
    ("...", "sprite"),
    ("", "sprite"),
    ("a\x00b\nc", "abc"),
    ("\u202egnp.oreh", "gnp.oreh"),
    ('<>:"|?*', "_______"),
    ("läufer 走る", "läufer 走る"),
    ("x" * 300, "x" * 120),
    ("走" * 300, "走" * 40),
]


@pytest.mark.parametrize(("title", "name"), HOSTILE)
def test_names_from_anywhere_stay_in_the_folder(tmp_path: Path, title: str, name: str) -> None:
    assert clean_name(title) == name
    folder = tmp_path / "in"
    export(FOUR, STRIP, folder, title=title)
    assert shown(folder) == sorted([f"{name}.json", f"{name}.png"])
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_pixels_are_exact(tmp_path: Path) -> None:
    ramp = np.zeros((16, 16, 4), np.uint8)
    ramp[..., 0], ramp[..., 3] = np.mgrid[0:256:16, 0:256:16]
    ramp[ramp[..., 3] == 0] = 0
    export(from_rasters([ramp], [Fraction(100)]), STRIP, tmp_path, title="ramp")
    assert np.array_equal(read_png((tmp_path / "ramp.png").read_bytes()), ramp)
