"""Small pictures: what is drawn on, never blended, made once; a lost file costs nothing but time."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from studio.app.gallery_entry import Entry
from studio.app.gallery_thumbs import LARGEST, Thumb, ThumbStore, drawn_part, thumb_of
from studio.app.takes import Take
from studio.core.geometry import Size
from studio.doc.pixels import frozen
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import drawn

ENTRY = Entry(id="take-a", title="Rotate", created=1.0)


def test_what_no_frame_draws_on_is_left_out() -> None:
    take = take_of(".... .r.. ....", ".... ..g. ....")
    thumb = thumb_of(take)
    assert thumb.pixels is not None
    assert drawn(thumb.pixels) == "r."
    assert (thumb.frames, thumb.size) == (2, Size(4, 3))
    assert tuple(drawn_part(take)) == (1, 1, 2, 1)


def test_a_large_picture_is_thinned_and_never_blended() -> None:
    pixels = np.zeros((LARGEST * 4, LARGEST * 4, 4), np.uint8)
    pixels[:, ::2] = (255, 0, 0, 255)
    pixels[:, 1::2] = (0, 255, 0, 255)
    thumb = thumb_of(Take(id="a", operation="", title="", frames=(frozen(pixels),)))
    assert thumb.pixels is not None
    assert thumb.pixels.shape == (LARGEST, LARGEST, 4)
    assert {tuple(colour) for colour in thumb.pixels.reshape(-1, 4).tolist()} == {(255, 0, 0, 255)}


def test_a_result_without_a_picture_has_none() -> None:
    assert thumb_of(take_of()) == Thumb()


def test_a_small_picture_is_found_again_as_long_as_the_result_is_the_same(tmp_path: Path) -> None:
    ThumbStore(tmp_path / "thumbs").put(ENTRY, thumb_of(take_of("rg")))
    again = ThumbStore(tmp_path / "thumbs")
    found = again.get(ENTRY)
    assert found is not None
    assert found.pixels is not None
    assert (drawn(found.pixels), found.frames, found.size) == ("rg", 1, Size(2, 1))
    assert again.get(Entry(id="take-a", title="Rotate", created=2.0)) is None
    assert again.get(Entry(id="take-b", title="Rotate", created=1.0)) is None


def test_a_file_that_cannot_be_used_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "thumbs").write_text("no database, but long enough to be taken for one " * 10)
    store = ThumbStore(tmp_path / "thumbs")
    store.put(ENTRY, thumb_of(take_of("rg")))
    assert store.get(ENTRY) is None
