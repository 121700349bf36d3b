"""Copies of unsaved work: kept, found once, restored, never lost by recovering."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from studio.codec.aseprite import write_aseprite
from studio.codec.load import open_sprite
from studio.core.errors import BadFile, ReadOnly, UserError
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.edits import new_sprite, put_raster
from studio.doc.model import Sprite
from studio.store.recovery import RecoveryStore
from studio.store.sprite_file import save_sprite
from tests.unit.export.sprites import picture

LEAVE = """
import os, sys
from pathlib import Path
from studio.store.recovery import RecoveryStore
from studio.core.geometry import Size
from studio.doc.edits import new_sprite
store = RecoveryStore(Path(sys.argv[1]))
store.snapshot("doc-1", new_sprite(Size(3, 2)), title="Hero", path=Path("/art/hero.aseprite"))
print("kept", flush=True)
if sys.argv[2] == "wait":
    sys.stdin.read()
os._exit(9)
"""


def crash(folder: Path) -> None:
    """A process that keeps a copy and ends without a word."""
    subprocess.run([sys.executable, "-c", LEAVE, str(folder), "die"], check=False, capture_output=True, cwd=ROOT)


ROOT = Path(__file__).parents[3]


def painted() -> Sprite:
    sprite = new_sprite(Size(2, 1))
    return put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, picture("rg"))


def test_a_crash_leaves_a_copy_that_is_found_and_stays_until_discarded(tmp_path: Path) -> None:
    crash(tmp_path)
    for _start in range(2):
        store = RecoveryStore(tmp_path)
        found = store.left_behind()
        assert [(one.id, one.title, one.path) for one in found.documents] == [
            ("doc-1", "Hero", Path("/art/hero.aseprite"))
        ]
        assert store.restore(found.documents[0]).size == Size(3, 2)
        store.close()
    store = RecoveryStore(tmp_path)
    store.discard(store.left_behind().documents[0])
    assert store.left_behind().documents == ()
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_a_living_process_keeps_its_copies_to_itself(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", LEAVE, str(tmp_path), "wait"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "kept\n"
        store = RecoveryStore(tmp_path)
        assert store.left_behind().documents == ()
        other.kill()
        other.wait()
        assert len(store.left_behind().documents) == 1
        second = RecoveryStore(tmp_path)
        assert second.left_behind().documents == (), "claimed by the first"
        store.close()
        assert len(second.left_behind().documents) == 1, "given back"
        second.close()


def test_only_a_changed_document_is_written_again_and_a_saved_one_is_dropped(tmp_path: Path) -> None:
    store = RecoveryStore(tmp_path)
    sprite = painted()
    assert store.snapshot("doc-1", sprite, title="a", path=None)
    assert not store.snapshot("doc-1", sprite, title="a", path=None)
    assert store.snapshot("doc-1", painted(), title="a", path=None)
    store.drop("doc-1")
    store.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("percent", range(0, 100, 5))
def test_a_cut_copy_is_set_aside_and_named_and_the_others_are_found(tmp_path: Path, percent: int) -> None:
    crash(tmp_path)
    session = next(tmp_path.iterdir())
    whole = (session / "doc-1.aseprite").read_bytes()
    (session / "doc-0.aseprite").write_bytes(whole[: len(whole) * percent // 100])
    store = RecoveryStore(tmp_path)
    found = store.left_behind()
    assert [one.id for one in found.documents] == ["doc-1"]
    assert "doc-0.aseprite.damaged" in found.notices[0]
    assert (session / "doc-0.aseprite.damaged").exists()
    store.discard(found.documents[0])
    store.close()
    assert (session / "doc-0.aseprite.damaged").exists(), "what was set aside is the person's"


def test_a_sprite_is_saved_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "hero.aseprite"
    sprite = painted()
    save_sprite(path, sprite)
    again = open_sprite(path).sprite
    assert np.array_equal(flatten(again, again.frames[0].id), picture("rg"))
    assert path.read_bytes() == write_aseprite(sprite)
    assert [one.name for one in tmp_path.iterdir()] == ["hero.aseprite"]


def test_what_cannot_be_saved_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "hero.aseprite"
    path.write_bytes(b"before")
    with pytest.raises(ReadOnly, match="only looked at"):
        save_sprite(path, _read_only())
    assert path.read_bytes() == b"before"
    with pytest.raises(UserError, match="is a folder"):
        save_sprite(tmp_path, painted())
    with pytest.raises(UserError, match="could not be written"):
        save_sprite(tmp_path / "gone" / "hero.aseprite", painted())
    path.write_bytes(b"no sprite")
    with pytest.raises(BadFile):
        open_sprite(path)


def _read_only() -> Sprite:
    from dataclasses import replace

    return replace(painted(), read_only="This file can be only looked at.")


def test_the_folder_of_a_process_that_is_just_starting_is_left_alone(tmp_path: Path) -> None:
    fresh, old = tmp_path / "session-fresh", tmp_path / "session-old"
    for session in (fresh, old):
        session.mkdir()
    (old / "doc-1.json").write_text("{}")
    os.utime(old, (1, 1))
    store = RecoveryStore(tmp_path)
    assert store.left_behind().documents == ()
    assert fresh.exists()
    assert not old.exists(), "left over from a process that had nothing to keep"
    store.close()
