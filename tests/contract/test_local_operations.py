"""Every local operation, with as little and with as much as can be given, through queue, ledger and kept answer."""

from __future__ import annotations

import signal
from typing import Any

import numpy as np
import pytest

from studio.cli.carry_out import carry_out
from studio.core import paths
from studio.core.errors import JobFailed
from studio.core.geometry import Size
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from studio.doc.skeleton import Keypoint, Pose
from studio.jobs.job import Job
from studio.jobs.ledger import Ledger
from studio.jobs.states import State
from studio.providers.local import declarations as ops
from studio.spec.field import Picture
from studio.spec.operation import Operation, Returns
from studio.spec.validate import problems

INK, SKIN, CLEAR = (30, 30, 60, 255), (230, 180, 140, 255), (0, 0, 0, 0)


def _figure() -> Any:
    art = (
        "................",
        ".....######.....",
        ".....#oooo#.....",
        ".....#o##o#.....",
        ".....#oooo#.....",
        ".....######.....",
        "...##########...",
        "..#o########o#..",
        "..#o########o#..",
        "..#o########o#..",
        "..#o########o#..",
        "...o########o...",
        "....########....",
        "....###..###....",
        "....###..###....",
        "....###..###....",
        "....###..###....",
        "....###..###....",
        "....###..###....",
        "................",
    )
    colours = {"#": INK, "o": SKIN, ".": CLEAR}
    return frozen(np.array([[colours[sign] for sign in line] for line in art], np.uint8))


FIGURE = _figure()
LARGE = frozen(FIGURE.repeat(6, axis=0).repeat(6, axis=1))
MASK = frozen(np.pad(np.full((2, 4), 255, np.uint8), ((8, 10), (6, 6))))
PALETTE = Palette((Colour(*INK), Colour(*SKIN), Colour(250, 250, 250)), title="Three")
REST = Pose.of(
    {
        "NECK": Keypoint(8, 6),
        "NOSE": Keypoint(8, 3),
        "RIGHT SHOULDER": Keypoint(5, 7),
        "LEFT SHOULDER": Keypoint(11, 7),
        "RIGHT HIP": Keypoint(6, 13),
        "LEFT HIP": Keypoint(10, 13),
        "RIGHT KNEE": Keypoint(5.5, 16),
        "LEFT KNEE": Keypoint(10.5, 16),
        "RIGHT LEG": Keypoint(5.5, 18.5),
        "LEFT LEG": Keypoint(10.5, 18.5),
    }
)
TWO = (Picture(FIGURE), Picture(FIGURE))

MINIMAL: dict[type[Operation], dict[str, Any]] = {
    ops.ProceduralSprite: {},
    ops.TerrainTile: {},
    ops.Inpaint: {"image": FIGURE, "mask": MASK},
    ops.EstimateSkeleton: {"image": FIGURE},
    ops.AnimateWithSkeleton: {"image": FIGURE, "preset": "walk"},
    ops.Pixelate: {"image": LARGE},
    ops.Quantise: {"images": (Picture(FIGURE),)},
    ops.RemoveBackground: {"images": (Picture(FIGURE),)},
    ops.Rotate: {"images": (Picture(FIGURE),)},
    ops.Resize: {"images": (Picture(FIGURE),), "size": Size(32, 40)},
    ops.Outline: {"images": (Picture(FIGURE),)},
    ops.Align: {"images": TWO},
}

MAXIMAL: dict[type[Operation], dict[str, Any]] = {
    ops.ProceduralSprite: {
        "kind": "ship",
        "size": Size(40, 24),
        "palette": PALETTE,
        "count": 4,
        "gives": "loop",
        "seed": 2**31 - 1,
    },
    ops.TerrainTile: {"terrain": "water", "side": 64, "count": 2, "palette": PALETTE, "seed": 7},
    ops.Inpaint: {"image": FIGURE, "mask": MASK, "palette": PALETTE, "seed": 7},
    ops.EstimateSkeleton: {"image": FIGURE},
    ops.AnimateWithSkeleton: {
        "image": FIGURE,
        "rest": (REST,),
        "keypoints": (REST, REST.shifted(0, -1)),
        "preset": None,
        "frame_time": 2000,
    },
    ops.Pixelate: {"image": LARGE, "size": Size(16, 20), "colours": 4, "palette": PALETTE, "dither": True},
    ops.Quantise: {"images": TWO, "colours": 2, "palette": PALETTE, "dither": True},
    ops.RemoveBackground: {"images": TWO, "tolerance": 100.0, "holes": True, "halo": 4},
    ops.Rotate: {"images": TWO, "angle": -360.0, "count": 2, "grow": True},
    ops.Resize: {"images": TWO, "size": Size(32, 40), "how": "smooth", "anchor": "top-left"},
    ops.Outline: {"images": TWO, "colour": "#ff00ff80", "width": 8, "side": "inside", "corners": True},
    ops.Align: {"images": TWO},
}


def test_both_tables_are_complete() -> None:
    assert set(MINIMAL) == set(MAXIMAL) == set(ops.OPERATIONS)
    for operation, values in MAXIMAL.items():
        assert values.keys() == {declared.name for declared in operation.spec.fields}


@pytest.mark.parametrize("table", [MINIMAL, MAXIMAL], ids=["minimal", "maximal"])
@pytest.mark.parametrize("operation", ops.OPERATIONS, ids=lambda operation: operation.spec.name)
def test_it_is_carried_out(operation: type[Operation], table: dict[type[Operation], dict[str, Any]]) -> None:
    request = operation.from_values(table[operation])
    assert problems(request) == ()
    moved: list[State] = []
    done = carry_out(request, lambda job: moved.append(job.state))
    assert moved[-1] is State.DONE
    if operation.spec.returns is Returns.KEYPOINTS:
        assert len(done.outcome.poses[0].points) == 18
    else:
        assert all(frame.dtype == np.uint8 and frame.shape[2] == 4 for frame in done.outcome.frames)
        assert done.outcome.frames
    if "seed" in done.operation.values:
        assert done.job.seed_sent == done.outcome.seed == done.operation.values["seed"]
        assert 1 <= (done.outcome.seed or 0) <= 2**31 - 1


def test_the_request_that_comes_back_is_the_one_that_was_sent() -> None:
    done = carry_out(ops.Inpaint(image=FIGURE, mask=MASK, seed=7), lambda job: None)
    assert done.operation.values["image"].tolist() == FIGURE.tolist()
    assert done.operation.values["seed"] == 7


def test_a_refusal_ends_the_job_with_its_sentence() -> None:
    with pytest.raises(JobFailed) as caught:
        carry_out(ops.EstimateSkeleton(image=frozen(np.zeros((4, 4, 4), np.uint8))), lambda job: None)
    assert str(caught.value) == "The picture is empty, so there is no figure to find; draw or import one first."


def test_an_interrupted_free_run_leaves_nothing_to_be_repeated() -> None:
    asked: list[str] = []

    def interrupt(job: Job) -> None:
        if job.state is State.SUBMITTING and not asked:
            asked.append(job.id)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        carry_out(ops.ProceduralSprite(seed=7), interrupt)
    ledger = Ledger(paths.data_dir() / "ledger.sqlite")
    assert {job.id: job.state for job in ledger.jobs()}[asked[0]] is State.CANCELLED
    ledger.close()
