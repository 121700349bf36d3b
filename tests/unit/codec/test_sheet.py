"""Sheets are cut into the frames that were put on them, by a grid or by the JSON beside them."""

import json
from pathlib import Path

import numpy as np
import pytest

from studio.codec.images import read_image, write_png
from studio.codec.load import open_sprite
from studio.codec.sheet import Grid, guess_grid, slice_grid
from studio.core.errors import BadFile, UserError
from studio.core.geometry import Point, Size
from studio.doc.compose import flatten
from tests.unit.codec.golden import SLIME, SLIME_DURATIONS, slime_frames, visible
from tests.unit.codec.sprites import CLEAR, GREEN, HALF_BLUE, RED, pixels

SHEETS = SLIME / "sheets"
FOUR = pixels([RED, CLEAR, GREEN, CLEAR, HALF_BLUE], [CLEAR] * 5, [CLEAR, CLEAR, RED, CLEAR, CLEAR])


def strip(*boxes: tuple[int, int, int, int], size: tuple[int, int]) -> np.ndarray:
    """Red boxes on nothing."""
    sheet = np.zeros((size[1], size[0], 4), np.uint8)
    for x, y, width, height in boxes:
        sheet[y : y + height, x : x + width] = RED
    return sheet


def test_cells_come_row_by_row_without_the_empty_ones() -> None:
    grid = Grid(Size(1, 1), gap=Size(1, 1))
    frames = slice_grid(FOUR, grid)
    assert [frame.tolist() for frame in frames] == [[[list(colour)]] for colour in (RED, GREEN, HALF_BLUE, RED)]
    assert len(slice_grid(FOUR, grid, skip_empty=False)) == 6


def test_offset_and_partial_cells() -> None:
    frames = slice_grid(FOUR, Grid(Size(2, 2), Point(1, 0)))
    assert [frame.tolist() for frame in frames] == [
        [[list(CLEAR), list(GREEN)], [list(CLEAR), list(CLEAR)]],
        [[list(CLEAR), list(HALF_BLUE)], [list(CLEAR), list(CLEAR)]],
    ]


@pytest.mark.parametrize(
    ("grid", "sentence"),
    [
        (Grid(Size(0, 1)), "at least 1 x 1"),
        (Grid(Size(1, 1), gap=Size(-1, 0)), "0 or more"),
        (Grid(Size(9, 9)), "No cell of 9 x 9 pixels fits into the sheet of 5 x 3"),
        (Grid(Size(1, 1), Point(1, 1), Size(9, 9)), "Every cell of the sheet is empty"),
    ],
)
def test_a_grid_that_gives_nothing_is_refused(grid: Grid, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        slice_grid(FOUR, grid)


@pytest.mark.parametrize(
    ("sheet", "grid"),
    [
        (strip((1, 1, 6, 6), (9, 0, 6, 8), (17, 2, 5, 5), size=(24, 8)), Grid(Size(8, 8))),
        (strip((1, 1, 6, 6), (9, 9, 6, 6), (1, 17, 2, 2), size=(16, 24)), Grid(Size(8, 8))),
        (strip((0, 0, 8, 8), (9, 0, 8, 8), (18, 0, 8, 8), size=(26, 8)), Grid(Size(8, 8), gap=Size(1, 1))),
        (
            strip((1, 1, 8, 8), (10, 1, 8, 8), (1, 10, 8, 8), (10, 10, 8, 8), size=(19, 19)),
            Grid(Size(8, 8), Point(1, 1), Size(1, 1)),
        ),
        (strip((3, 2, 5, 28), (19, 1, 9, 30), size=(32, 32)), Grid(Size(16, 32))),
        (strip((3, 2, 20, 28), size=(32, 32)), None),
        (strip(size=(32, 32)), None),
        (strip((0, 0, 32, 32), size=(32, 32)), None),
    ],
    ids=["strip", "holes", "gap", "border and gap", "tall", "one", "empty", "full"],
)
def test_the_grid_is_guessed_from_what_is_drawn(sheet: np.ndarray, grid: Grid | None) -> None:
    assert guess_grid(sheet) == grid


def test_a_colour_in_all_corners_counts_as_empty() -> None:
    sheet = strip((1, 1, 6, 6), (9, 0, 6, 7), size=(16, 8))
    sheet[sheet[..., 3] == 0] = [255, 0, 255, 255]
    assert guess_grid(sheet) == Grid(Size(8, 8))


def test_a_sheet_made_of_the_slime_is_guessed_and_cut() -> None:
    sheet = read_image(SHEETS / "aseprite-json-array" / "horizontal" / "slime.png").frames[0]
    grid = guess_grid(sheet)
    assert grid == Grid(Size(24, 20))
    for frame, expected in zip(slice_grid(sheet, grid), slime_frames(), strict=True):
        assert np.array_equal(visible(frame), visible(expected))


@pytest.mark.parametrize("path", sorted(SHEETS.rglob("*.json")), ids=lambda path: f"{path.parts[-3]} {path.parts[-2]}")
def test_json_of_other_programs(path: Path) -> None:
    sprite, notices = open_sprite(path)
    assert notices == ()
    for frame, expected in zip(sprite.frames, slime_frames(), strict=True):
        assert np.array_equal(visible(flatten(sprite, frame.id)), visible(expected))
    if "aseprite" in str(path.relative_to(SHEETS)):
        assert [frame.duration for frame in sprite.frames] == SLIME_DURATIONS
        tags = [(tag.name, sprite.tag_range(tag), tag.playback.value, tag.repeat) for tag in sprite.tags]
        assert tags == [
            ("rest", range(2), "forward", 0),
            ("hop", range(1, 6), "pingpong", 0),
            ("melt", range(5, 8), "forward", 1),
        ]


def entry(x: int, y: int, width: int, height: int, **more: object) -> dict[str, object]:
    return {"frame": {"x": x, "y": y, "w": width, "h": height}, **more}


def opened(folder: Path, document: object, sheet: np.ndarray = FOUR) -> list[list[list[list[int]]]]:
    (folder / "hero.png").write_bytes(write_png(sheet))
    (folder / "hero.json").write_text(json.dumps(document), encoding="utf-8")
    sprite = open_sprite(folder / "hero.json").sprite
    return [flatten(sprite, frame.id).tolist() for frame in sprite.frames]


def test_turned_and_trimmed_pieces_are_put_upright(tmp_path: Path) -> None:
    """The piece is 1 wide and 2 high; the sheet holds it turned clockwise, 2 x 1: its top is on the right."""
    sheet = pixels([GREEN, RED])
    place = {"x": 1, "y": 0, "w": 1, "h": 2}
    piece = entry(0, 0, 1, 2, rotated=True, spriteSourceSize=place, sourceSize={"w": 2, "h": 2})
    document = {"frames": {"a": piece}, "meta": {"image": "hero.png"}}
    assert opened(tmp_path, document, sheet) == [[[list(CLEAR), list(RED)], [list(CLEAR), list(GREEN)]]]


def test_frames_without_times_come_in_natural_order(tmp_path: Path) -> None:
    document = {
        "frames": {"walk 10": entry(4, 0, 1, 1), "walk 9": entry(2, 0, 1, 1), "idle": entry(0, 0, 1, 1)},
        "meta": {"image": "hero.png"},
    }
    assert opened(tmp_path, document) == [[[list(RED)]], [[list(GREEN)]], [[list(HALF_BLUE)]]]


def test_tags_of_a_sheet_split_by_tags_come_from_the_names(tmp_path: Path) -> None:
    walk = {"name": "walk", "from": 7, "to": 8, "direction": "reverse", "repeat": "3", "color": "#010203ff"}
    document = {
        "frames": {
            "hero #walk 0.aseprite": entry(0, 0, 1, 1, duration=10),
            "hero #walk 1.aseprite": entry(2, 0, 1, 1, duration=20),
            "hero #one.aseprite": entry(4, 0, 1, 1, duration=30),
        },
        "meta": {"image": "hero.png", "frameTags": [walk]},
    }
    opened(tmp_path, document)
    sprite = open_sprite(tmp_path / "hero.json").sprite
    assert [(tag.name, sprite.tag_range(tag), tag.playback.value, tag.repeat) for tag in sprite.tags] == [
        ("walk", range(2), "reverse", 3),
        ("one", range(2, 3), "forward", 0),
    ]


def test_a_pack_of_several_sheets_is_opened_whole(tmp_path: Path) -> None:
    """One JSON that names its sisters, or one that holds a list of textures."""
    (tmp_path / "two.png").write_bytes(write_png(pixels([GREEN])))
    second = {
        "frames": {"a1": entry(0, 0, 1, 1)},
        "meta": {"image": "two.png", "related_multi_packs": ["hero.json", "../far.json"]},
    }
    (tmp_path / "two.json").write_text(json.dumps(second), encoding="utf-8")
    first = {"frames": {"a0": entry(0, 0, 1, 1)}, "meta": {"image": "hero.png", "related_multi_packs": ["two.json"]}}
    assert opened(tmp_path, first) == [[[list(RED)]], [[list(GREEN)]]]
    listed = {
        "textures": [
            {"image": "two.png", "frames": [entry(0, 0, 1, 1, filename="b")]},
            {"image": "hero.png", "frames": [entry(0, 0, 1, 1, filename="a")]},
        ]
    }
    assert opened(tmp_path, listed) == [[[list(RED)]], [[list(GREEN)]]]


def test_other_json_is_no_sheet(tmp_path: Path) -> None:
    (tmp_path / "walk.json").write_text(json.dumps({"frames": [{"keypoints": []}]}), encoding="utf-8")
    with pytest.raises(BadFile, match=r"walk\.json is not a picture the studio reads"):
        open_sprite(tmp_path / "walk.json")


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"frames": {}, "meta": {"image": "hero.png"}}, "hero.json describes no frames"),
        ({"frames": {"a": entry(0, 0, 9, 1)}, "meta": {"image": "hero.png"}}, "hero.json is damaged"),
        ({"frames": {"a": entry(-1, 0, 1, 1)}, "meta": {"image": "hero.png"}}, "hero.json is damaged"),
        ({"frames": {"a": entry(0, 0, 1, 1)}, "meta": {"image": "../hero.png"}}, "hero.json is damaged"),
        ({"frames": {"a": entry(0, 0, 1, 1)}, "meta": {"image": "/etc/passwd"}}, "hero.json is damaged"),
        ({"frames": {"a": {}}, "meta": {"image": "hero.png"}}, "hero.json is damaged"),
        (
            {"frames": {"a": entry(0, 0, 1, 1, duration="1e999999999")}, "meta": {"image": "hero.png"}},
            "hero.json is damaged",
        ),
        ({"frames": [entry(0, 0, 1, 1)], "meta": {"image": "hero.png"}}, "hero.json is damaged"),
        (
            {"frames": {"a": entry(0, 0, 1, 1, sourceSize={"w": 90000, "h": 9})}, "meta": {"image": "hero.png"}},
            "hero.json is 90000 x 9 pixels",
        ),
    ],
)
def test_json_that_does_not_fit_gets_one_sentence(document: object, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        opened(tmp_path, document)
    assert str(caught.value).startswith(sentence)


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "hero.json").write_text(json.dumps({"frames": {"a": entry(0, 0, 1, 1)}, "meta": {"image": "gone.png"}}))
    with pytest.raises(UserError, match=r"gone\.png is not there"):
        open_sprite(tmp_path / "hero.json")
