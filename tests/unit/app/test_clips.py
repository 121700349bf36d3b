"""Copying and pasting inside the studio."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from studio.app import clips
from studio.app.session import Session
from studio.app.toolbox import Mode
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.edits import new_sprite, put_raster, set_mask
from studio.doc.frames import set_durations
from studio.doc.layers import add_layer, set_layer
from studio.doc.model import Sprite
from studio.doc.selection import Selection
from studio.store.settings import Settings


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(Settings.load(tmp_path / "settings.json"))


def two_layers() -> Sprite:
    """Three frames; "ink" has a dot at 0, 0 in reds 10, 20, 30, "hat" one at 1, 0 in reds 110, 120, 130."""
    sprite = add_layer(new_sprite(Size(4, 4), frames=3, layer_name="ink"), "hat")
    for layer, (x, base) in zip(sprite.layers, ((0, 0), (1, 100)), strict=True):
        for index, frame in enumerate(sprite.frames):
            raster = np.zeros((4, 4, 4), np.uint8)
            raster[0, x] = (base + 10 * (index + 1), 0, 0, 255)
            sprite = put_raster(sprite, layer.id, frame.id, raster)
    return sprite


def top_row(document: Document) -> list[list[int]]:
    """The reds of the first two cells of each frame."""
    sprite = document.sprite
    return [[int(value) for value in flatten(sprite, frame.id)[0, :2, 0]] for frame in sprite.frames]


def choose(document: Document, *indices: int) -> None:
    ids = [document.sprite.frames[index].id for index in indices]
    document.move_to(frame=ids[0])
    document.select_frames(ids)


def test_frames_are_pasted_with_all_their_layers_and_times(session: Session) -> None:
    document = session.workspace.add(two_layers())
    first = document.sprite.frames[0].id
    document.apply("time", lambda sprite: set_durations(sprite, [first], Fraction(1000, 60)))
    choose(document, 0, 1)
    clips.copy(session)
    document.move_to(frame=document.sprite.frames[2].id)
    clips.paste(session)
    assert top_row(document) == [[10, 110], [20, 120], [30, 130], [10, 110], [20, 120]]
    assert [layer.name for layer in document.sprite.layers] == ["ink", "hat"]
    assert document.sprite.frames[3].duration == Fraction(1000, 60)
    assert document.selected_frames == tuple(frame.id for frame in document.sprite.frames[3:])
    document.undo()
    assert len(document.sprite.frames) == 3


def test_frames_are_pasted_into_another_sprite(session: Session) -> None:
    document = session.workspace.add(two_layers())
    choose(document, 1, 2)
    clips.copy(session)
    other = session.workspace.add(new_sprite(Size(4, 4), layer_name="ink"))
    clips.paste(session)
    assert top_row(other) == [[0, 0], [20, 120], [30, 130]]
    assert [layer.name for layer in other.sprite.layers] == ["ink", "hat"]


def test_a_copy_is_what_was_there_when_it_was_copied(session: Session) -> None:
    document = session.workspace.add(two_layers())
    choose(document, 0, 1)
    clips.copy(session)
    ink = document.sprite.layers[0].id
    for frame in document.sprite.frames:
        blank = np.zeros((4, 4, 4), np.uint8)
        document.apply("clear", lambda sprite, frame=frame, blank=blank: put_raster(sprite, ink, frame.id, blank))
    clips.paste(session)
    assert top_row(document)[1:3] == [[10, 110], [20, 120]]


def test_selected_pixels_are_pasted_where_they_were(session: Session) -> None:
    document = session.workspace.add(two_layers())
    cells = np.zeros((4, 4), np.bool_)
    cells[0, :2] = True
    document.select(Selection.of(cells))
    clips.copy(session)
    document.select(None)
    document.move_to(frame=document.sprite.frames[2].id)
    clips.paste(session)
    assert top_row(document)[2] == [30, 110]


def test_cutting_clears_what_it_copies_in_one_step(session: Session) -> None:
    document = session.workspace.add(two_layers())
    clips.cut(session)
    assert top_row(document)[0] == [10, 0]
    assert document.history.labels() == ["Cut"]
    clips.paste(session)
    assert top_row(document)[0] == [10, 110]


def test_a_locked_layer_is_neither_cleared_nor_pasted_on(session: Session) -> None:
    document = session.workspace.add(two_layers())
    clips.copy(session)
    layer = document.cursor.layer
    document.apply("lock", lambda sprite: set_layer(sprite, layer, locked=True))
    for deed in (clips.cut, clips.clear, clips.paste):
        with pytest.raises(UserError, match="hat is locked"):
            deed(session)
    assert top_row(document)[0] == [10, 110]


def test_a_mask_goes_to_a_sprite_of_the_same_size_only(session: Session) -> None:
    document = session.workspace.add(two_layers())
    frame = document.cursor.frame
    document.apply("mask", lambda sprite: set_mask(sprite, frame, np.full((4, 4), 255, np.uint8)))
    session.toolbox.mode = Mode.MASK
    clips.copy(session)
    document.move_to(frame=document.sprite.frames[1].id)
    clips.paste(session)
    assert document.sprite.frames[1].mask is not None
    session.workspace.add(new_sprite(Size(8, 8)))
    with pytest.raises(UserError, match="between sprites of one size"):
        clips.paste(session)


def test_nothing_to_copy_is_said(session: Session) -> None:
    session.workspace.add(new_sprite(Size(4, 4)))
    with pytest.raises(UserError, match="no pixels here"):
        clips.copy(session)
    assert not clips.can_paste(session)


def test_only_the_chosen_cells_of_a_box_are_copied_or_cleared(session: Session) -> None:
    red = (200, 30, 40, 255)
    sprite = new_sprite(Size(2, 2))
    sprite = put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, np.full((2, 2, 4), red, np.uint8))
    document = session.workspace.add(sprite)
    corner = np.array([[True, False], [True, True]])
    document.select(Selection.of(corner))
    clips.cut(session)
    clip = session.clipboard.clip
    assert clip is not None
    assert (clip.pixels[0][..., 3] > 0).tolist() == corner.tolist()
    left = flatten(document.sprite, document.cursor.frame)
    assert (left[..., 3] > 0).tolist() == (~corner).tolist()
    document.select(None)
    clips.paste(session)
    pasted = flatten(document.sprite, document.cursor.frame)
    assert (pasted == red).all(), "the hole in what was copied leaves the cell under it alone"


def test_what_was_pasted_is_selected_so_that_it_can_be_moved(session: Session) -> None:
    document = session.workspace.add(two_layers())
    clips.copy(session)
    other = session.workspace.add(new_sprite(Size(4, 4)))
    session.workspace.activate(other)
    clips.paste(session)
    assert other.selection is not None
    pasted = flatten(other.sprite, other.cursor.frame)[..., 3] > 0
    assert pasted.any()
    assert np.array_equal(other.selection.cells, pasted)
    assert document.selection is None


def test_clearing_what_was_just_pasted_shows_what_it_covered(session: Session) -> None:
    document = session.workspace.add(two_layers())
    choose(document, 0)
    document.move_to(layer=document.sprite.layers[0].id)
    clips.copy(session)
    document.move_to(frame=document.sprite.frames[1].id)
    clips.paste(session)
    assert top_row(document)[1] == [10, 120]
    clips.clear(session)
    assert top_row(document)[1] == [20, 120]


def test_enter_puts_down_what_was_pasted_and_plays_only_then(session: Session) -> None:
    document = session.workspace.add(two_layers())
    clips.copy(session)
    clips.paste(session)
    assert document.selection is not None
    session.commands.run("frame.play")
    assert (document.selection, session.playhead.playing) == (None, False)
    session.commands.run("frame.play")
    assert session.playhead.playing
