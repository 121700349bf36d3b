"""Characters and tilesets as sprites."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from studio.app.place import Placement, edit_for, placements
from studio.app.thing_sprites import Growth, grown, thing_as_sprite
from studio.app.things import Run, facts_of, runs_of, table_lines, thing_sprite, tiles_of
from studio.codec.aseprite import read_aseprite, write_aseprite
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.edits import new_sprite
from studio.doc.pixels import frozen
from studio.doc.tags import TAG_COLOURS
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import drawn

CHARACTER = ("south", "west", "walk/south", "walk/south", "walk/south-west")
TILES = (
    {
        "id": "t0",
        "name": "none",
        "corners.NW": "upper",
        "corners.NE": "upper",
        "corners.SW": "upper",
        "corners.SE": "upper",
    },
    {
        "id": "t1",
        "name": "NW",
        "corners.NW": "lower",
        "corners.NE": "upper",
        "corners.SW": "upper",
        "corners.SE": "upper",
    },
)


def _tags(sprite: object) -> list[tuple[str, list[int]]]:
    return [(tag.name, list(sprite.tag_range(tag))) for tag in sprite.tags]  # type: ignore[attr-defined]


def test_neighbours_with_one_name_are_one_run() -> None:
    assert runs_of(CHARACTER) == (
        Run("south", 0, 1),
        Run("west", 1, 2),
        Run("walk/south", 2, 4),
        Run("walk/south-west", 4, 5),
    )
    assert runs_of(("", "a", "", "a")) == (Run("a", 1, 2), Run("a", 3, 4))


def test_a_character_is_a_sprite_with_a_tag_for_each_direction_of_each_movement() -> None:
    take = take_of("r", "g", "b", "r", "g", names=CHARACTER, facts={"id": "c-1", "name": "Slime"})
    sprite = read_aseprite(write_aseprite(thing_sprite(take)))
    assert _tags(sprite) == [
        ("south", [0]),
        ("west", [1]),
        ("walk south", [2, 3]),
        ("walk south-west", [4]),
    ]
    assert [drawn(flatten(sprite, frame.id)) for frame in sprite.frames] == ["r", "g", "b", "r", "g"]


def test_the_tags_of_a_movement_have_one_colour_and_each_movement_its_own() -> None:
    names = ("south", "west", "walk/south", "walk/west", "jump/south")
    sprite = thing_sprite(take_of("r", "g", "b", "r", "g", names=names))
    orange, teal, pink = TAG_COLOURS[:3]
    assert [tag.colour for tag in sprite.tags] == [orange, orange, teal, teal, pink]


def test_frames_of_several_sizes_stand_in_the_middle_of_the_largest() -> None:
    take = take_of("r", "ggg ggg ggg", names=("south", "walk/south"))
    sprite = thing_sprite(take)
    assert sprite.size == Size(3, 3)
    assert drawn(flatten(sprite, sprite.frames[0].id)) == "...\n.r.\n..."


WIDE, HIGH = (frozen(np.full((*shape, 4), 255, np.uint8)) for shape in ((1, 8192), (8192, 1)))


def test_wide_and_high_frames_that_need_a_huge_canvas_together_are_refused() -> None:
    take = replace(take_of("r"), frames=(WIDE, HIGH), durations=(), names=("south", "north"))
    with pytest.raises(UserError, match="2 frames of 8192 x 8192 pixels, more than the 67 million"):
        thing_as_sprite(take, "c-1", Fraction(100))


def test_a_movement_that_would_make_the_sprite_huge_is_refused() -> None:
    sprite = thing_sprite(replace(take_of("r"), frames=(WIDE,), names=("south",)))
    with pytest.raises(UserError, match="2 frames of 8192 x 8192"):
        grown(sprite, Growth("walk", {"south": (HIGH,)}, Fraction(100)))


def _nested(levels: int) -> Any:
    facts: dict[str, Any] = {"name": "crab"}
    for _level in range(levels):
        facts = {"inner": facts}
    return facts


def test_facts_that_no_sprite_can_hold_are_left_out_and_the_others_stay() -> None:
    facts = {
        "id": "c-1",
        "seed": 2**63,
        "low": -(2**63) - 1,
        "most": 2**63 - 1,
        "seeds": [1, 2**64],
        "deep": _nested(900),
    }
    sprite = read_aseprite(write_aseprite(thing_sprite(take_of("r", facts=facts))))
    found = dict(facts_of(sprite))
    assert set(found) == {"id", "most", "seeds", "deep"}
    assert (found["id"], found["most"], found["seeds"]) == ("c-1", 2**63 - 1, [1])


def test_a_tileset_has_a_tile_a_frame_and_keeps_what_is_known_of_each() -> None:
    facts = {"terrains": ["water", "sand"], "base_tiles": {"upper": "t0"}, "transition_size": 0.25}
    take = take_of("r", "g", names=("none", "NW"), table=TILES, facts=facts)
    sprite = read_aseprite(write_aseprite(thing_sprite(take)))
    assert sprite.tags == ()
    assert tiles_of(sprite) == (
        {"id": "t0", "name": "none", "NW": "upper", "NE": "upper", "SW": "upper", "SE": "upper"},
        {"id": "t1", "name": "NW", "NW": "lower", "NE": "upper", "SW": "upper", "SE": "upper"},
    )


def test_a_thing_becomes_a_sprite_of_its_own_unless_wished_otherwise() -> None:
    document = Document(new_sprite(Size(1, 1)))
    take = take_of("r", "g", names=("south", "west"))
    assert placements(take, document.sprite)[0] is Placement.SPRITE
    document.apply("Accept", edit_for(take, Placement.FRAMES, document.cursor))
    assert _tags(document.sprite) == [("south", [1]), ("west", [2])]


def test_a_table_has_a_column_for_each_fact_of_any_row() -> None:
    rows = ({"name": "Slime", "size": np.int64(3), "tags": ["a", "b"]}, {"name": "Bat", "ready": True})
    assert table_lines(rows) == (
        ("name", "size", "tags", "ready"),
        (("Slime", "3", "a, b", ""), ("Bat", "", "", "yes")),
    )
