"""A sprite goes into the file the person chose, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.codec.load import open_sprite
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.edits import new_sprite
from studio.store.sprite_file import save_sprite


def test_a_link_stays_a_link_and_the_file_behind_it_is_saved(tmp_path: Path) -> None:
    file, link = tmp_path / "art" / "hero.aseprite", tmp_path / "hero.aseprite"
    file.parent.mkdir()
    save_sprite(file, new_sprite(Size(4, 4)))
    link.symlink_to(file)
    save_sprite(link, new_sprite(Size(9, 2)))
    assert link.is_symlink()
    assert open_sprite(file).sprite.size == Size(9, 2)


def test_a_folder_is_no_file_to_save_to(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        save_sprite(tmp_path, new_sprite(Size(4, 4)))
