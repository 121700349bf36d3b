"""From what was typed after a flag to the value of a field, kind by kind, with real files."""

from __future__ import annotations

import datetime
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

from studio.cli import flags
from studio.cli.errors import WrongUse
from studio.codec.aseprite import write_aseprite
from studio.codec.images import write_png
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.edits import from_rasters
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.providers.local.declarations import AnimateWithSkeleton, ProceduralSprite, RemoveBackground
from studio.spec import fields as f
from studio.spec.field import Variant

RED = (255, 0, 0, 255)


def field(declared: Any) -> Any:
    """A declared field under a name of its own, as a class would hold it."""
    from dataclasses import replace

    return f.with_wire_names(replace(declared, name="it"))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "red.png"
    path.write_bytes(write_png(frozen(np.full((2, 3, 4), RED, np.uint8))))
    return path


def mask_file(tmp_path: Path, *levels: int) -> Path:
    path = tmp_path / "mask.png"
    grey = np.array([[(level, level, level, 255) for level in levels]], np.uint8)
    path.write_bytes(write_png(frozen(grey)))
    return path


@pytest.mark.parametrize(
    ("declared", "words", "value"),
    [
        (f.text("T"), ["a", "b"], "b"),
        (f.integer("T"), ["-7"], -7),
        (f.number("T"), ["1.5"], 1.5),
        (f.choice("T", ["a"]), ["zzz"], "zzz"),
        (f.choices("T", ["a", "b"]), ["a,b", "c"], ("a", "b", "c")),
        (f.words("T"), ["crab, sea"], ("crab", "sea")),
        (f.flag("T"), ["off"], False),
        (f.seed("T"), ["12"], 12),
        (f.size("T"), ["64x32"], Size(64, 32)),
        (f.size("T"), ["64 X 32"], Size(64, 32)),
        (f.size("T"), ["48"], Size(48, 48)),
        (f.date("T"), ["2026-01-31"], datetime.date(2026, 1, 31)),
        (f.resource("T", "character"), ["c-1"], "c-1"),
        (
            f.variant("T", [f.form("oval", "Oval", share=f.number("Share"), turned=f.flag("Turned"))]),
            ["oval,share=0.5,turned=yes"],
            Variant("oval", {"share": 0.5, "turned": True}),
        ),
    ],
)
def test_words_become_values(declared: Any, words: list[str], value: object) -> None:
    assert flags.convert(field(declared), words) == value


@pytest.mark.parametrize(
    ("declared", "word", "sentence"),
    [
        (f.integer("T"), "3.5", "--it takes a whole number, not 3.5."),
        (f.number("T"), "much", "--it takes a number, not much."),
        (f.flag("T"), "perhaps", "--it takes yes or no, not perhaps."),
        (f.size("T"), "big", "--it takes a size such as 32x32, or one number for a square, not big."),
        (f.size("T"), "", '--it takes a size such as 32x32, or one number for a square, not "".'),
        (f.date("T"), "31.1.", "--it takes a day such as 2026-01-31, not 31.1.."),
        (
            f.keyframes("T"),
            "a.png",
            "--it takes a frame, a picture and perhaps a strength, such as 0:start.png:0.8, not a.png.",
        ),
        (f.variant("T", [f.form("oval", "Oval")]), "star", "--it takes one of oval, not star."),
        (
            f.variant("T", [f.form("oval", "Oval", share=f.number("S"))]),
            "oval,size=3",
            "--it takes FIELD=VALUE with share, not size=3.",
        ),
    ],
)
def test_words_that_make_no_sense_are_told_at_the_flag(declared: Any, word: str, sentence: str) -> None:
    with pytest.raises(WrongUse) as caught:
        flags.convert(field(declared), [word])
    assert str(caught.value) == sentence


def test_pictures_are_file_paths(picture: Path) -> None:
    pixels = flags.convert(field(f.image("T")), [str(picture)])
    assert pixels.tolist() == [[list(RED)] * 3] * 2


def test_a_sprite_file_gives_its_frames_as_they_look(tmp_path: Path) -> None:
    first, second = (frozen(np.full((2, 3, 4), colour, np.uint8)) for colour in (RED, (0, 0, 255, 255)))
    path = tmp_path / "two.aseprite"
    path.write_bytes(write_aseprite(from_rasters([first, second], [Fraction(100)] * 2)))
    assert flags.convert(field(f.image("T")), [str(path)]).tolist() == first.tolist()
    found = flags.convert(field(f.images("T")), [str(path)])
    assert [one.pixels.tolist() for one in found] == [first.tolist(), second.tolist()]


def test_several_pictures_may_carry_notes(picture: Path) -> None:
    found = flags.convert(field(f.images("T", note_key="note")), [str(picture), f"{picture}::the hat"])
    assert [(one.pixels.shape, one.note) for one in found] == [((2, 3, 4), ""), ((2, 3, 4), "the hat")]


def test_key_frames_name_their_place(picture: Path) -> None:
    found = flags.convert(field(f.keyframes("T")), [f"0:{picture}", f"7:{picture}:0.5"])
    assert [(one.index, one.strength, one.pixels.shape) for one in found] == [(0, None, (2, 3, 4)), (7, 0.5, (2, 3, 4))]


def test_masks_are_black_and_white(tmp_path: Path) -> None:
    path = mask_file(tmp_path, 0, 255)
    assert flags.convert(field(f.mask("T")), [str(path)]).tolist() == [[0, 255]]
    found = flags.convert(field(f.masks("T")), ["-", str(path)])
    assert (found[0], found[1].tolist()) == (None, [[0, 255]])


def test_grey_is_no_mask_unless_soft_masks_are_meant(tmp_path: Path) -> None:
    path = mask_file(tmp_path, 0, 128)
    with pytest.raises(WrongUse, match=r"mask.png is no mask. Use a picture of only black \(kept\) and white"):
        flags.convert(field(f.mask("T")), [str(path)])
    assert flags.convert(field(f.mask("T", soft=True)), [str(path)]).tolist() == [[0, 128]]


def test_palettes_are_palette_files_or_pictures(tmp_path: Path, picture: Path) -> None:
    gpl = tmp_path / "ink.gpl"
    gpl.write_text("GIMP Palette\nName: Ink\n#\n255 0 0 red\n0 0 255 blue\n", encoding="utf-8")
    assert flags.convert(field(f.palette("T")), [str(gpl)]).colours == (Colour(255, 0, 0), Colour(0, 0, 255))
    found: Palette = flags.convert(field(f.palette("T")), [str(picture)])
    assert found.colours == (Colour(255, 0, 0),)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"unit": "fraction", "frames": [{"keypoints": [{"label": "NECK", "x": 0.5, "y": 0.25}]}]}, (1.5, 0.5)),
        (
            {
                "unit": "pixel",
                "size": {"width": 3, "height": 2},
                "frames": [{"keypoints": [{"label": "NECK", "x": 2, "y": 1}]}],
            },
            (2.0, 1.0),
        ),
    ],
)
def test_keypoints_are_in_pixels_of_the_picture_they_go_with(
    tmp_path: Path, picture: Path, document: dict[str, Any], expected: tuple[float, float]
) -> None:
    path = tmp_path / "pose.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    found = flags.values(AnimateWithSkeleton.spec, {"rest": str(path), "image": str(picture), "preset": "walk"})
    assert found["rest"] == (Pose.of({"NECK": Keypoint(*expected)}),)
    assert found["preset"] == "walk"


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none.png is not there"):
        flags.convert(field(f.image("T")), [str(tmp_path / "none.png")])


def help_of(operation: Any) -> str:
    command = click.Command("it", params=flags.options(operation.spec))
    with click.Context(command, max_content_width=200, terminal_width=200) as context:
        return " ".join(command.get_help(context).split())


def test_flags_say_what_they_take_and_what_happens_without() -> None:
    text = help_of(ProceduralSprite)
    assert "--kind [creature|ship|item] What is built. [default creature]" in text
    assert (
        "--size WIDTHxHEIGHT Width and height of the sprite in pixels. [between 12 and 256 px; default 32x32]" in text
    )
    assert (
        "--seed NUMBER The same seed gives the same result. Left open, one is drawn. [between 1 and 2147483647]" in text
    )
    text = help_of(RemoveBackground)
    assert (
        "--image FILE The pictures to work on; all of them are treated alike. [between 1 and 256 entries; may be"
        in text
    )
    assert "--holes / --no-holes" in text
    assert "[default off]" in text
