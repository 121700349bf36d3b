"""Takes as files: everything comes back, damage is said, decisions are remembered."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from studio.app.takes import Mark
from studio.app.takes_store import Marks, read_take, read_takes, write_take
from studio.core.errors import UserError
from studio.core.geometry import Box
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.jobs.job import Origin
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import drawn


def test_a_take_comes_back_with_everything_it_had(tmp_path: Path) -> None:
    pose = Pose.of({"NOSE": Keypoint(3.5, 2.25, 1.0, visible=False, confidence=0.5)}, key=False)
    mask = frozen(np.array([[0, 255]], np.uint8))
    take = take_of(
        "rg",
        "b.",
        durations=(Fraction(100), Fraction(1000, 3)),
        poses=(pose,),
        names=("south", "east"),
        seed_sent=7,
        seed_returned=8,
        cost="2 credits",
        text="a word",
        mask=mask,
        changed_outside=3,
        notes=("A note.",),
        request=MappingProxyType({"Angle": "45"}),
        job_id="job-1",
        origin=Origin(box=Box(1, 2, 3, 4), document_id="sprite-1"),
    )
    write_take(tmp_path, take)
    (back,) = read_takes(tmp_path).takes
    assert [drawn(frame) for frame in back.frames] == ["rg", "b."]
    assert back.durations == (Fraction(100), Fraction(1000, 3))
    assert back.poses == (pose,)
    assert back.mask is not None
    assert back.mask.tolist() == [[0, 255]]
    for name in (
        "id", "operation", "title", "text", "names", "seed_sent", "seed_returned", "cost", "created", "changed_outside",
        "notes", "request", "job_id",
    ):  # fmt: skip
        assert getattr(back, name) == getattr(take, name), name
    assert back.origin == Origin(box=Box(1, 2, 3, 4))


def test_colours_under_full_transparency_survive(tmp_path: Path) -> None:
    pixels = frozen(np.array([[[200, 10, 20, 0]]], np.uint8))
    write_take(tmp_path, take_of("r").__class__(id="take-x", operation="", title="", frames=(pixels,)))
    (back,) = read_takes(tmp_path).takes
    assert back.frames[0].tolist() == [[[200, 10, 20, 0]]]


def test_the_newest_take_comes_first(tmp_path: Path) -> None:
    write_take(tmp_path, take_of("r", name="take-a", created=1))
    write_take(tmp_path, take_of("r", name="take-b", created=2))
    assert [take.id for take in read_takes(tmp_path).takes] == ["take-b", "take-a"]


def test_a_folder_that_is_not_there_holds_no_takes(tmp_path: Path) -> None:
    assert read_takes(tmp_path / "none").takes == ()


@pytest.mark.parametrize("damage", ["{", "[]", '{"id": "x"}'])
def test_a_damaged_take_is_left_out_and_said(tmp_path: Path, damage: str) -> None:
    write_take(tmp_path, take_of("r", name="take-good"))
    record = write_take(tmp_path, take_of("r", name="take-bad")) / "take.json"
    record.write_text(damage)
    found = read_takes(tmp_path)
    assert [take.id for take in found.takes] == ["take-good"]
    assert len(found.notices) == 1
    assert str(record) in found.notices[0]


def test_a_frame_that_is_missing_leaves_the_take_out(tmp_path: Path) -> None:
    (write_take(tmp_path, take_of("r")) / "0000.png").unlink()
    found = read_takes(tmp_path)
    assert found.takes == ()
    assert "0000.png" in found.notices[0]


def test_a_frame_cannot_be_read_from_outside_its_folder(tmp_path: Path) -> None:
    record = write_take(tmp_path / "takes", take_of("r")) / "take.json"
    document = json.loads(record.read_text())
    document["frames"] = ["../../secret.png"]
    record.write_text(json.dumps(document))
    assert read_takes(tmp_path / "takes").takes == ()


def test_a_place_that_cannot_be_written_gives_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(UserError, match="could not be written"):
        write_take(blocked, take_of("r"))


def test_decisions_are_remembered(tmp_path: Path) -> None:
    file = tmp_path / ".studio" / "takes.json"
    marks = Marks(file)
    marks.put("take-a", Mark.ACCEPTED, on=True)
    marks.put("take-b", Mark.STARRED, on=True)
    marks.put("take-c", Mark.DISCARDED, on=True)
    marks.put("take-c", Mark.DISCARDED, on=False)
    again = Marks(file)
    assert again.is_settled("take-a")
    assert again.of("take-b") == {Mark.STARRED}
    assert not again.is_settled("take-b")
    assert not again.is_settled("take-c")


def test_damaged_marks_are_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "takes.json"
    for text in ("{", "[]", '{"marks": 3}', '{"marks": {"take-a": 5}}'):
        file.write_text(text)
        assert not Marks(file).is_settled("take-a")


def test_two_windows_do_not_take_each_others_marks_away(tmp_path: Path) -> None:
    first, second = Marks(tmp_path / "takes.json"), Marks(tmp_path / "takes.json")
    first.put("take-a", Mark.STARRED, on=True)
    second.put("take-b", Mark.STARRED, on=True)
    first.put("take-c", Mark.DISCARDED, on=True)
    assert Marks(tmp_path / "takes.json").all() == {
        "take-a": {Mark.STARRED}, "take-b": {Mark.STARRED}, "take-c": {Mark.DISCARDED},
    }  # fmt: skip


def test_damaged_marks_are_set_aside_before_others_are_written(tmp_path: Path) -> None:
    file = tmp_path / "takes.json"
    file.write_text('{"marks": {"take-a": ["starred"')
    Marks(file).put("take-b", Mark.STARRED, on=True)
    assert Marks(file).all() == {"take-b": {Mark.STARRED}}
    (aside,) = tmp_path.glob("takes.damaged-*.json")
    assert aside.read_text() == '{"marks": {"take-a": ["starred"'


def test_a_mark_of_a_later_version_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "takes.json"
    file.write_text('{"schema": 1, "marks": {"take-a": ["framed", "starred"]}}')
    assert Marks(file).of("take-a") == {Mark.STARRED}


HOSTILE = {
    "a time that would fill the memory": {"durations": ["1e99999999"]},
    "a time below zero": {"durations": ["-5"]},
    "a time that is none": {"durations": [{"ms": 5}]},
    "a division by nothing": {"durations": ["1/0"]},
    "the end of all days": {"created": 1e300},
    "a moment that is none": {"created": float("nan")},
    "endless": {"created": float("inf")},
    "before there was time": {"created": -1e18},
    "a whole number no float holds": {"created": 10**400},
    "more pixels outside than can be": {"changed_outside": float("inf")},
    "one picture a thousand times": {"frames": ["0000.png"] * 1000},
    "a picture of another folder": {"frames": ["../../secret.png"]},
    "a joint nowhere": {"poses": [{"key": True, "points": {"NOSE": [float("nan"), 0, 0, True, 1]}}]},
    "a joint in words": {"poses": [{"key": True, "points": {"NOSE": "here"}}]},
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_record_that_says_what_none_can_say_is_left_out(change: dict[str, object], tmp_path: Path) -> None:
    file = write_take(tmp_path, take_of("r", name="take-a")) / "take.json"
    write_take(tmp_path, take_of("g", name="take-b"))
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    found = read_takes(tmp_path)
    assert [take.id for take in found.takes] == ["take-b"]
    assert [str(file) in notice for notice in found.notices] == [True]


def test_a_record_that_is_nested_without_an_end_is_left_out(tmp_path: Path) -> None:
    file = write_take(tmp_path, take_of("r", name="take-a")) / "take.json"
    file.write_text("[" * 100_000)
    (tmp_path / "takes.json").write_text('{"marks":' + "[" * 100_000)
    assert len(read_takes(tmp_path).notices) == 1
    assert Marks(tmp_path / "takes.json").all() == {}


def test_a_seed_that_no_list_can_hold_is_not_known(tmp_path: Path) -> None:
    file = write_take(tmp_path, take_of("r", seed_sent=2**63 - 1)) / "take.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"seed_returned": 2**63}))
    (back,) = read_takes(tmp_path).takes
    assert (back.seed_sent, back.seed_returned) == (2**63 - 1, None)


def test_words_with_half_a_character_are_kept(tmp_path: Path) -> None:
    write_take(tmp_path, take_of("r", text="a crab \ud83d", facts={"name": "\ud83d"}))
    (back,) = read_takes(tmp_path).takes
    assert (back.text, back.facts["name"]) == ("a crab \ud83d", "\ud83d")


def test_a_folder_brings_no_more_pixels_than_can_be_open_at_once(tmp_path: Path) -> None:
    for name, rows in (("take-a", "rrr"), ("take-b", "g"), ("take-c", "bbb"), ("take-d", "k")):
        write_take(tmp_path, take_of(rows, rows, name=name))
    found = read_takes(tmp_path, room=10)
    assert sorted(take.id for take in found.takes) == ["take-a", "take-b", "take-d"]
    assert [notice.endswith("so take-c is left out.") for notice in found.notices] == [True]
    assert [drawn(frame) for frame in read_take(tmp_path / "take-c").frames] == ["bbb", "bbb"]
