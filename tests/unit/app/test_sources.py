"""Where form values come from."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from studio.app.session import Session
from studio.app.sources import (
    CLIPBOARD,
    FRAME,
    FRAMES,
    LAYER,
    LAYERS,
    SELECTION,
    Reader,
    Source,
    SourceKind,
    address_source,
    file_source,
    given_source,
    key_source,
)
from studio.codec.base64image import encode_data_url
from studio.codec.images import write_png
from studio.core.errors import UserError
from studio.doc import edits, layers, tags
from studio.doc.pixels import frozen
from studio.doc.selection import Selection
from studio.doc.skeleton import Keypoint, Pose
from studio.store.settings import Settings
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import drawn, picture


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    session = Session(Settings.load(tmp_path / "settings.json"))
    frames = [frozen(picture(rows)) for rows in ("rg", "gb", "bk")]
    session.workspace.add(edits.from_rasters(frames, [Fraction(100)] * 3), title="hero")
    return session


def seen(session: Session, source: Source) -> list[str]:
    return [drawn(pixels) for pixels in Reader(session).pictures(source)]


def test_the_current_frame_follows_the_cursor(session: Session) -> None:
    document = session.workspace.require_active()
    assert seen(session, FRAME) == ["rg"]
    document.move_to(frame=document.sprite.frames[2].id)
    assert seen(session, FRAME) == ["bk"]


def test_selected_frames_come_in_order(session: Session) -> None:
    document = session.workspace.require_active()
    document.select_frames([document.sprite.frames[2].id, document.sprite.frames[0].id])
    assert seen(session, FRAMES) == ["rg", "bk"]


def test_a_tag_gives_its_frames(session: Session) -> None:
    document = session.workspace.require_active()
    first, last = document.sprite.frames[1].id, document.sprite.frames[2].id
    document.apply("tag", lambda sprite: tags.add_tag(sprite, "walk", first, last))
    source = Source(SourceKind.TAG, document.sprite.tags[0].id)
    assert seen(session, source) == ["gb", "bk"]
    assert Reader(session).title(source) == "Tag walk"


def test_the_selection_cuts_a_picture_out(session: Session) -> None:
    session.workspace.require_active().select(Selection.of(np.array([[False, True]])))
    assert seen(session, SELECTION) == ["g"]


def test_layer_take_file_and_given_pixels(session: Session, tmp_path: Path) -> None:
    session.takes.add(take_of("k", "w", name="take-a"))
    file = tmp_path / "hat.png"
    file.write_bytes(write_png(frozen(picture("w"))))
    assert seen(session, LAYER) == ["rg"]
    assert seen(session, Source(SourceKind.TAKE, "take-a")) == ["k", "w"]
    assert seen(session, file_source(file)) == ["w"]
    assert seen(session, given_source(picture("b"))) == ["b"]
    assert Reader(session).title(file_source(file)) == "hat.png"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (SELECTION, "Nothing is selected"),
        (CLIPBOARD, "No pixels were copied"),
        (Source(SourceKind.TAG, "gone"), "no such tag"),
        (Source(SourceKind.TAKE, "gone"), "not on the shelf"),
        (Source(SourceKind.FILE, "/no/such/file.png"), "is not there"),
    ],
)
def test_a_source_with_nothing_says_so(session: Session, source: Source, words: str) -> None:
    with pytest.raises(UserError, match=words):
        Reader(session).pictures(source)


def test_masks_and_poses_come_from_the_frames(session: Session) -> None:
    document = session.workspace.require_active()
    reader, frame = Reader(session), document.cursor.frame
    with pytest.raises(UserError, match="no mask"):
        reader.mask(FRAME)
    with pytest.raises(UserError, match="no pose"):
        reader.poses(FRAME)
    mask, pose = frozen(np.array([[255, 0]], np.uint8)), Pose.of({"NOSE": Keypoint(1, 1)})
    document.apply("both", lambda sprite: edits.set_pose(edits.set_mask(sprite, frame, mask), frame, pose))
    assert reader.mask(FRAME).tolist() == [[255, 0]]
    assert reader.poses(FRAME) == (pose,)
    document.select_frames([frame.id for frame in document.sprite.frames])
    assert [one is None for one in reader.masks(FRAMES)] == [False, True, True]
    with pytest.raises(UserError, match="2 of the selected frames have no pose"):
        reader.poses(FRAMES)


def test_a_picture_becomes_a_mask_by_its_bright_pixels(session: Session) -> None:
    assert Reader(session).mask(given_source(picture("wk."))).tolist() == [[255, 0, 0]]


def test_what_a_draft_keeps_of_a_source_comes_back() -> None:
    for source in (FRAME, FRAMES, LAYER, Source(SourceKind.TAG, "tag-1"), Source(SourceKind.FILE, "/a b/c.png")):
        again = Source.parse(source.text)
        assert again is not None
        assert (again.kind, again.ref) == (source.kind, source.ref)


def test_pixels_are_never_kept_in_a_draft() -> None:
    assert given_source(picture("r")).text == ""
    assert Source.parse("") is None
    assert Source.parse("given") is None
    assert Source.parse(["frame"]) is None


def test_any_layer_can_be_sent_and_all_that_show_as_a_list(session: Session) -> None:
    document = session.workspace.require_active()
    low, frame = document.sprite.layers[0].id, document.cursor.frame
    document.apply("Add", lambda sprite: layers.add_layer(sprite, above=low, name="ink"))
    top = document.sprite.layers[1].id
    document.apply("Paint", lambda sprite: edits.put_raster(sprite, top, frame, frozen(picture(".k"))))
    assert seen(session, Source(SourceKind.LAYER, top)) == [".k"]
    assert seen(session, Source(SourceKind.LAYER, low)) == ["rg"]
    assert Reader(session).title(Source(SourceKind.LAYER, top)) == "Layer ink"
    assert seen(session, LAYERS) == ["rg", ".k"]
    document.apply("Hide", lambda sprite: layers.set_layer(sprite, low, visible=False))
    assert seen(session, LAYERS) == [".k"]
    with pytest.raises(UserError, match="no such layer"):
        Reader(session).pictures(Source(SourceKind.LAYER, "layer-gone"))


def test_a_key_frame_is_that_frame_and_not_kept(session: Session) -> None:
    frame = session.workspace.require_active().sprite.frames[2].id
    assert seen(session, key_source(frame)) == ["bk"]
    assert Reader(session).title(key_source(frame)) == "Frame 3"
    assert key_source(frame).text == ""
    with pytest.raises(UserError, match="not in the sprite in front"):
        Reader(session).pictures(key_source("frame-gone"))


def test_a_data_address_is_a_picture_and_anything_else_is_said() -> None:
    found = address_source(f"  {encode_data_url(frozen(picture('rk')))}\n")
    assert [drawn(pixels) for pixels in found.given] == ["rk"]
    for text in ("data:text/plain,hello", "data:image/png;base64,AAAA", "data:image/png;base64,!!"):
        with pytest.raises(UserError, match="The pasted address"):
            address_source(text)


def test_sources_tell_whose_frames_they_are(session: Session, tmp_path: Path) -> None:
    document = session.workspace.require_active()
    first, second, third = (frame.id for frame in document.sprite.frames)
    document.apply("Tag", lambda sprite: tags.add_tag(sprite, "walk", second, third))
    document.select_frames([first, third])
    reader = Reader(session)
    assert reader.frames(FRAME) == reader.frames(LAYER) == (document.cursor.frame,)
    assert reader.frames(FRAMES) == (first, third)
    assert reader.frames(Source(SourceKind.TAG, document.sprite.tags[0].id)) == (second, third)
    assert reader.frames(file_source(tmp_path / "hat.png")) == ()
    assert reader.frames(given_source(frozen(picture("k")))) == ()
