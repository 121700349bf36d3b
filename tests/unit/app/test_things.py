"""Characters and tilesets as sprites."""

from __future__ import annotations

import numpy as np

from studio.app.place import Placement, edit_for, placements
from studio.app.things import Run, runs_of, table_lines, thing_sprite, tiles_of
from studio.codec.aseprite import read_aseprite, write_aseprite
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.edits import new_sprite
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
