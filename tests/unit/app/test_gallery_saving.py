"""Results as files: every frame is there, nothing is written over, a full disk is said."""

from __future__ import annotations

import base64
from fractions import Fraction
from pathlib import Path

import pytest

from studio.app.gallery_saving import Format, data_url, file_name, save, save_all
from studio.codec.images import read_image
from studio.codec.load import open_sprite
from studio.core.errors import UserError
from studio.doc.compose import flatten
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import drawn

STILL = take_of("rg")
MOVING = take_of("r.", "r.", ".g", durations=(Fraction(100), Fraction(50), Fraction(200)))


def frames(path: Path) -> list[str]:
    return [drawn(frame) for frame in read_image(path).frames]


def test_a_still_is_one_png(tmp_path: Path) -> None:
    saved = save(STILL, tmp_path / "a.png", Format.PNG)
    assert saved.files == (tmp_path / "a.png",)
    assert frames(tmp_path / "a.png") == ["rg"]


def test_an_animation_as_png_is_one_file_a_frame(tmp_path: Path) -> None:
    saved = save(MOVING, tmp_path / "a.png", Format.PNG)
    assert [path.name for path in saved.files] == ["a-01.png", "a-02.png", "a-03.png"]
    assert [frames(path) for path in saved.files] == [["r."], ["r."], [".g"]]


@pytest.mark.parametrize("form", [Format.WEBP, Format.GIF, Format.APNG])
def test_an_animation_keeps_every_frame_and_its_time(tmp_path: Path, form: Format) -> None:
    save(MOVING, tmp_path / "a", form)
    read = read_image(tmp_path / "a")
    assert [drawn(frame) for frame in read.frames] == ["r.", "r.", ".g"]
    assert read.durations == (100, 50, 200)


def test_frames_of_several_sizes_stand_in_the_middle_of_the_largest(tmp_path: Path) -> None:
    save(take_of("r", "ggg ggg ggg"), tmp_path / "a.webp", Format.WEBP)
    assert frames(tmp_path / "a.webp") == ["...\n.r.\n...", "ggg\nggg\nggg"]


def test_a_sprite_opens_again(tmp_path: Path) -> None:
    save(MOVING, tmp_path / "a.aseprite", Format.ASEPRITE)
    sprite = open_sprite(tmp_path / "a.aseprite").sprite
    assert [drawn(flatten(sprite, frame.id)) for frame in sprite.frames] == ["r.", "r.", ".g"]


def test_several_results_write_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "rotate.png").write_bytes(b"mine")
    (tmp_path / "rotate-3-01.png").write_bytes(b"mine")
    saved = save_all([STILL, MOVING], tmp_path, Format.PNG)
    assert (tmp_path / "rotate.png").read_bytes() == b"mine"
    assert (tmp_path / "rotate-3-01.png").read_bytes() == b"mine"
    assert len({path.name for path in saved.files}) == 4
    assert all(len(frames(path)) == 1 for path in saved.files)


def test_what_a_gif_cannot_hold_is_said(tmp_path: Path) -> None:
    saved = save(take_of("r", durations=(Fraction(33),)), tmp_path / "a.gif", Format.GIF)
    assert any("durations were rounded" in warning for warning in saved.warnings)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be written"):
        save(STILL, tmp_path / "none" / "a.png", Format.PNG)


@pytest.mark.parametrize("form", list(Format))
def test_a_result_without_a_picture_is_refused(tmp_path: Path, form: Format) -> None:
    with pytest.raises(UserError, match="has no picture"):
        save(take_of(), tmp_path / "a", form)
    assert list(tmp_path.iterdir()) == []


def test_names_are_made_of_the_title() -> None:
    assert file_name(STILL, Format.WEBP) == "rotate.webp"


def test_text_that_holds_the_picture() -> None:
    head, _comma, body = data_url(STILL).partition(",")
    assert head == "data:image/png;base64"
    assert [drawn(frame) for frame in read_image(base64.b64decode(body)).frames] == ["rg"]
    head, _comma, body = data_url(MOVING).partition(",")
    assert head == "data:image/webp;base64"
    assert [drawn(frame) for frame in read_image(base64.b64decode(body)).frames] == ["r.", "r.", ".g"]
    with pytest.raises(UserError, match="has no picture"):
        data_url(take_of())
