"""The list of things in its file: whatever a provider says can be written, and two windows keep each other's things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.app.thing_records import Movement, Thing, ThingKind, character_of_row
from studio.app.thing_shelf import ThingShelf

HALF = "\ud83d"
"""Half a character: what is left of an emoji that was cut in two."""


def ids(folder: Path) -> list[str]:
    return sorted(thing.id for thing in ThingShelf(folder).things)


def thing(identity: str, **facts: Any) -> Thing:
    return Thing(identity, ThingKind.CHARACTER, **facts)


def test_a_name_that_was_cut_inside_a_character_is_kept_without_the_half() -> None:
    row = {"id": "c-1", "name": f"Crab {HALF}", "tags": [f"red{HALF}"], "movements": [
        {"name": f"walk{HALF}", "directions": ["south"]}
    ]}  # fmt: skip
    found = character_of_row(row)
    assert found is not None
    assert (found.name, found.tags, found.movements[0].name) == ("Crab ?", ("red?",), "walk?")


def test_a_character_that_could_never_be_asked_for_is_passed_over() -> None:
    assert character_of_row({"id": f"c-{HALF}", "name": "Crab"}) is None


def test_the_list_takes_every_name(tmp_path: Path) -> None:
    shelf = ThingShelf(tmp_path)
    shelf.put(thing("c-1", name=f"Crab {HALF}", file="/sprites/caf\udce9.aseprite"))
    (kept,) = ThingShelf(tmp_path).things
    assert (kept.name, kept.file) == (f"Crab {HALF}", "/sprites/caf\udce9.aseprite")
    assert shelf.picture_file(thing(f"c{HALF}")).parent == tmp_path


def test_a_thing_that_cannot_be_written_stays_in_sight_and_is_no_error(tmp_path: Path) -> None:
    shelf = ThingShelf(tmp_path)
    shelf.put(thing("c-1", made_with={"seed": object()}))
    shelf.put(thing("c-2"))
    assert sorted(one.id for one in shelf.things) == ["c-1", "c-2"]


def test_two_windows_keep_each_others_things(tmp_path: Path) -> None:
    first, second = ThingShelf(tmp_path), ThingShelf(tmp_path)
    assert (first.things, second.things) == ((), ())
    first.put(thing("made-in-first"))
    second.put(thing("made-in-second"))
    assert ids(tmp_path) == ["made-in-first", "made-in-second"]
    second.remove("made-in-first")
    first.put(thing("later"))
    assert ids(tmp_path) == ["later", "made-in-second"]
    assert sorted(one.id for one in first.things) == ["later", "made-in-second"]


def test_the_sprite_that_is_open_here_stays_known_when_another_window_writes(tmp_path: Path) -> None:
    first, second = ThingShelf(tmp_path), ThingShelf(tmp_path)
    first.put(thing("c-1", document="sprite-1"))
    second.put(thing("c-2"))
    first.put(thing("c-3"))
    found = first.get("c-1")
    assert found is not None
    assert found.document == "sprite-1"


def test_what_could_not_be_written_is_written_with_the_next(tmp_path: Path) -> None:
    (tmp_path / "things").write_text("no folder")
    shelf = ThingShelf(tmp_path / "things")
    shelf.put(thing("c-1"))
    assert [one.id for one in shelf.things] == ["c-1"]
    (tmp_path / "things").unlink()
    ThingShelf(tmp_path / "things").put(thing("of-another-window"))
    shelf.put(thing("c-2"))
    assert ids(tmp_path / "things") == ["c-1", "c-2", "of-another-window"]


def test_a_list_that_somebody_deletes_is_written_whole_again(tmp_path: Path) -> None:
    shelf = ThingShelf(tmp_path)
    shelf.put(thing("c-1"))
    (tmp_path / "things.json").unlink()
    shelf.put(thing("c-2"))
    assert ids(tmp_path) == ["c-1", "c-2"]


def test_a_movement_is_found_by_the_job_that_draws_it(tmp_path: Path) -> None:
    shelf = ThingShelf(tmp_path)
    walk = Movement("walk", asked=("south",), job="job-1")
    shelf.put(thing("c-1", movements=(walk,)))
    found = shelf.drawn_by("job-1")
    assert found is not None
    assert (found[0].id, found[1]) == ("c-1", walk)
    assert shelf.drawn_by("") is None
    shelf.remove("c-1")
    assert shelf.drawn_by("job-1") is None
