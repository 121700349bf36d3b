"""Records of things: read from tables, brought up to date, kept on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.app.chaining import chained
from studio.app.directions import EIGHT, FOUR
from studio.app.thing_plans import nearest
from studio.app.thing_records import (
    Movement,
    Thing,
    ThingKind,
    as_json,
    character_of_row,
    from_json,
    merged,
    short_name,
)
from studio.app.thing_shelf import ThingShelf
from studio.app.thing_sprites import Growth, by_direction, grown, sides_of, thing_as_sprite
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.providers import registry
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import drawn

ROW = {
    "id": "c-1",
    "name": None,
    "prompt": "A brave crab with a very long story to tell about the sea",
    "size.width": 56,
    "size.height": 48,
    "directions": 8,
    "created_at": "2026-11-20T08:00:00Z",
    "tags": ["red", 3],
}
WALK = Movement("walk", asked=("south", "east"), done=("south",), job="job-1", template="walk", duration=80)


def test_a_character_is_read_from_a_row() -> None:
    thing = character_of_row(ROW)
    assert thing is not None
    assert (thing.id, thing.name, thing.size) == ("c-1", "A brave crab with a very long story to", Size(56, 48))
    assert (thing.wanted, thing.tags, thing.created) == (EIGHT, ("red",), 1795161600.0)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "c-1"},
        {"id": "c-1", "name": 7, "size.width": "wide", "directions": "all", "created_at": "soon", "tags": "red"},
        {"id": "c-1", "created_at": "9999-12-31T23:59:59-23:59"},
        {"id": "c-1", "created_at": "0001-01-01T00:00:00+23:59"},
        {"id": "c-1", "directions": 5, "movements": [3, {"name": "walk"}, {"directions": ["south"]}]},
    ],
)
def test_what_a_row_lacks_is_left_open(row: dict[str, object]) -> None:
    thing = character_of_row(row)
    assert thing is not None
    assert (thing.name, thing.size, thing.wanted, thing.movements, thing.created) == ("", Size(0, 0), (), (), 0.0)
    assert thing.title == "Character"


@pytest.mark.parametrize("row", [{}, {"id": ""}, {"id": 4}])
def test_a_row_without_an_id_is_no_thing(row: dict[str, object]) -> None:
    assert character_of_row(row) is None


def test_what_only_this_machine_knows_survives_what_the_provider_tells() -> None:
    known = Thing("c-1", ThingKind.CHARACTER, name="Crabby", movements=(WALK,), file="/tmp/crab.aseprite", job="job-9")
    told = character_of_row({**ROW, "movements": [{"name": "walk", "directions": ["south"]}]})
    assert told is not None
    new = merged(known, told)
    assert (new.name, new.file, new.job, new.movements) == ("Crabby", "/tmp/crab.aseprite", "job-9", (WALK,))
    assert (new.size, new.tags, new.is_listed) == (Size(56, 48), ("red",), True)


def test_a_record_is_the_same_after_writing_and_reading() -> None:
    thing = Thing(
        "c-1",
        ThingKind.CHARACTER,
        name="Crab",
        size=Size(56, 48),
        wanted=EIGHT,
        directions=FOUR,
        movements=(WALK,),
        tags=("red",),
        created=5.0,
        expires=9.5,
        made_with={"lower": "sea"},
        base_tiles={"upper": "t-0"},
        is_listed=True,
    )
    assert from_json(json.loads(json.dumps(as_json(thing)))) == thing


def test_missing_directions_are_told_once_any_is_known() -> None:
    thing = Thing("c", ThingKind.CHARACTER, wanted=FOUR)
    assert thing.missing == ()
    assert Thing("c", ThingKind.CHARACTER, wanted=FOUR, directions=("south", "north")).missing == ("west", "east")
    assert WALK.missing == ("east",)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"things": 3}', "\udcff".encode("utf-8", "surrogateescape").decode("latin-1")]
)
def test_a_damaged_list_is_set_aside_and_begun_anew(text: str, tmp_path: Path) -> None:
    (tmp_path / "things.json").write_text(text, encoding="latin-1")
    shelf = ThingShelf(tmp_path)
    assert shelf.things == ()
    shelf.put(Thing("c-2", ThingKind.TILE))
    assert [thing.id for thing in ThingShelf(tmp_path).things] == ["c-2"]
    assert (tmp_path / "things.damaged.json").read_text(encoding="latin-1") == text


def test_a_damaged_entry_costs_itself_alone(tmp_path: Path) -> None:
    good = as_json(Thing("c-1", ThingKind.TILE, name="Grass"))
    older = {key: value for key, value in as_json(Thing("c-2", ThingKind.TILE)).items() if key != "prompt"}
    bad = [{"id": "c-3"}, 7, {**good, "id": "c-4", "kind": "planet"}, {**good, "id": "c-5", "size": "wide"}]
    (tmp_path / "things.json").write_text(json.dumps({"schema": 1, "things": [good, *bad, older]}))
    assert sorted(thing.id for thing in ThingShelf(tmp_path).things) == ["c-1", "c-2"]


def test_pictures_lie_inside_the_folder_whatever_the_id(tmp_path: Path) -> None:
    shelf = ThingShelf(tmp_path)
    for identity in ("../../evil", "a/b", "..", "c" * 200, ".hidden"):
        file = shelf.picture_file(Thing(identity, ThingKind.CHARACTER))
        assert file.parent == tmp_path
        assert file.name.startswith("character-")


def test_a_short_name_ends_at_a_word() -> None:
    assert short_name("  a  small\nred crab. ") == "a small red crab"
    assert short_name("x" * 60) == "x" * 40


def test_the_nearest_direction_is_turned() -> None:
    assert nearest("north", ("south", "north-west", "east")) == "north-west"
    assert nearest("south", EIGHT) == "south"
    assert nearest("east", ("south", "north")) == "south"


def test_frames_are_found_by_the_direction_in_their_names() -> None:
    take = take_of("r", "g", "b", names=("south/south", "south/south", "walk/north-east"))
    assert {name: len(frames) for name, frames in by_direction(take, ()).items()} == {"south": 2, "north-east": 1}
    nameless = take_of("r", "g")
    assert {name: len(frames) for name, frames in by_direction(nameless, ("west",)).items()} == {"west": 2}
    assert by_direction(nameless, ("west", "east")) == {}


def test_a_further_side_stands_among_the_others_and_larger_frames_grow_the_canvas() -> None:
    take = take_of("r", "g", "b", names=("south", "north", "east"))
    sprite = thing_as_sprite(take, "c-1", take.duration(0))
    big = take_of("www www www").frames
    wider = grown(sprite, Growth("", {"west": big}, take.duration(0)))
    assert [tag.name for tag in wider.tags] == ["south", "west", "north", "east"]
    assert wider.size == Size(3, 3)
    assert [drawn(flatten(wider, frame.id)) for frame in wider.frames] == [
        "...\n.r.\n...",
        "www\nwww\nwww",
        "...\n.g.\n...",
        "...\n.b.\n...",
    ]
    assert list(sides_of(wider)) == ["south", "west", "north", "east"]
    walking = grown(wider, Growth("walk", {"south": take.frames[:2]}, take.duration(0)))
    assert [(tag.name, len(walking.tag_range(tag))) for tag in walking.tags][-1] == ("walk south", 2)


def test_only_a_tileset_whose_grounds_are_known_is_chained() -> None:
    kind = registry.operation("pixellab-v2/create-tileset")
    with pytest.raises(UserError, match="Only a tileset"):
        chained(kind, Thing("c", ThingKind.CHARACTER))
    with pytest.raises(UserError, match="not known which grounds"):
        chained(kind, Thing("t", ThingKind.TILESET))
    request = chained(
        kind,
        Thing(
            "t",
            ThingKind.TILESET,
            made_with={"lower": "sea", "upper": "sand", "tile_size": [32, 32], "view": "low top-down"},
        ),
    )
    assert (request.values["lower"], request.values["view"], request.values["tile_size"]) == (
        "sand",
        "low top-down",
        Size(32, 32),
    )
