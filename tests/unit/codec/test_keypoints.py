"""Keypoint files: ours comes back exactly, services' lists are understood, units are never guessed wrong."""

import json

import pytest

from studio.codec.keypoints import read_keypoints, write_keypoints
from studio.core import assets
from studio.core.errors import BadFile, UserError
from studio.core.geometry import Size
from studio.doc.skeleton import LABELS, Keypoint, Pose
from tests.unit.codec.sprites import pose

HALF = [{"label": "NOSE", "x": 0.5, "y": 0.25, "z_index": 3}, {"label": "NECK", "x": 0, "y": 1}]
HALF_POSE = Pose.of({"NOSE": Keypoint(16.0, 4.0, 3.0), "NECK": Keypoint(0.0, 16.0)})
PIXELS = [{"label": "NOSE", "x": 16.0, "y": 4.0, "z": 3}, {"label": "NECK", "x": 0, "y": 16}]
SIZE = Size(32, 16)


def read(document: object, size: Size | None = None) -> list[Pose]:
    return read_keypoints(json.dumps(document).encode(), size)


def test_poses_come_back() -> None:
    poses = [pose(), Pose.of(pose(2.125).points, key=False), Pose()]
    assert read_keypoints(write_keypoints(poses, SIZE)) == poses


def test_what_is_written() -> None:
    document = json.loads(write_keypoints([Pose.of({"NOSE": Keypoint(1.5, 2.0, -1.0)})], Size(64, 32)))
    assert document == {
        "schema": 1,
        "unit": "pixel",
        "size": {"width": 64, "height": 32},
        "frames": [{"keypoints": [{"label": "NOSE", "x": 1.5, "y": 2.0, "z": -1.0}]}],
    }


@pytest.mark.parametrize(
    "document",
    [
        HALF,
        [HALF],
        {"keypoints": HALF},
        {"keypoints": [HALF]},
        [{"keypoints": HALF}],
        {"skeleton_keypoints": [{"keypoints": HALF}]},
        {"frames": [{"keypoints": HALF, "duration_ms": 100}], "unit": "fraction", "schema": 1},
        {"unit": "fraction", "keypoints": HALF, "size": {"width": 64, "height": 64}},
        {"unit": "pixel", "keypoints": PIXELS},
        {"keypoints": PIXELS},
        PIXELS,
        {"unit": "pixel", "keypoints": [{**p, "x": p["x"] * 2, "y": p["y"] * 4} for p in PIXELS], "size": [64, 64]},
    ],
)
def test_every_form_gives_the_same_pose(document: object) -> None:
    assert read(document, SIZE) == [HALF_POSE]


def test_several_frames() -> None:
    assert read([HALF, PIXELS], SIZE)[1] == HALF_POSE, "one value above 1.5 makes all of them pixels"
    assert len(read({"frames": [{"keypoints": HALF}, {"keypoints": []}, {"keypoints": HALF}]}, SIZE)) == 3


@pytest.mark.parametrize(("largest", "expected"), [(1.5, 48.0), (1.51, 1.51)])
def test_a_value_above_one_and_a_half_means_pixels(largest: float, expected: float) -> None:
    (found,) = read([{"label": "NOSE", "x": largest, "y": 0}], SIZE)
    assert found.points["NOSE"].x == pytest.approx(expected)


def test_the_size_in_the_file_counts_where_no_other_is_known() -> None:
    (found,) = read({"unit": "fraction", "size": {"width": 10, "height": 20}, "keypoints": HALF})
    assert found.points["NOSE"] == Keypoint(5.0, 5.0, 3.0)


def test_fractions_of_nothing_are_refused() -> None:
    with pytest.raises(UserError, match=r"but not its size\. Add \"size\": \{\"width\""):
        read(HALF)


@pytest.mark.parametrize("name", assets.list_assets("poses", suffix=".json"))
def test_the_poses_that_ship_are_read(name: str) -> None:
    for found in read_keypoints(assets.read_bytes("poses", name), Size(64, 64)):
        assert set(found.points) == set(LABELS)
        assert all(-8 <= point.x <= 72 and -8 <= point.y <= 72 for point in found.points.values())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "p.json is not a keypoint file: it is no JSON."),
        (b"\xff\xfe", "p.json is not a keypoint file: it is no JSON."),
        (b"[]", "p.json holds no keypoints."),
        (b"3", "p.json holds no keypoints."),
        (b'{"frames": []}', "p.json holds no keypoints."),
        (b'{"frames": [{"keypoints": []}]}', "p.json holds no keypoints."),
        (b'[{"label": "NOSE", "x": 1, "y": 2}, {"label": "NECK", "x": 1}]', "p.json is damaged"),
        (b'[{"label": "NOSE", "x": "left", "y": 2}]', "p.json is damaged"),
        (b'[{"label": "NOSE", "x": NaN, "y": 2}]', "p.json is damaged"),
        (b'[{"label": "NOSE", "x": 1e999, "y": 2}]', "p.json is damaged"),
        (b"[" * 100_000, "p.json is damaged"),
    ],
    ids=["empty", "binary", "no list", "number", "no frames", "no points", "no y", "word", "nan", "infinite", "deep"],
)
def test_bad_files_get_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_keypoints(data, SIZE, name="p.json")
    assert str(caught.value).startswith(sentence)
