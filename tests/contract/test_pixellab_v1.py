"""PixelLab v1: all eight operations with as little and with as much as can be given, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from studio.codec.base64image import decode_image
from studio.core.errors import Auth, BadAnswer, Charged, Credit, OutcomeUnknown, ProviderError, RateLimit, Refused
from studio.core.geometry import Size
from studio.doc.pixels import frozen
from studio.doc.skeleton import LABELS, Keypoint, Pose
from studio.providers.pixellab_v1 import declarations as ops
from studio.providers.pixellab_v1.provider import PixelLabV1
from studio.providers.protocol import Charge
from studio.spec.cost import Quote, Unit
from studio.spec.field import Picture
from studio.spec.operation import Operation
from studio.spec.validate import problems
from tests.contract.pixellab_requests import MASK, NOTHING, PALETTE, POSES, SPRITE
from tests.servers.base import Fault, Reply
from tests.servers.driving import Trip, carried_out, provider_at
from tests.servers.pixellab_drawing import Wrap, drawn
from tests.servers.pixellab_v1 import COST, PixelLabV1Server

S64 = Size(64, 64)
WORDS = ops.GenerateImagePixflux(description="a crab", size=Size(64, 48))
_LOOK: dict[str, Any] = {
    "outline": "lineless",
    "shading": "flat shading",
    "detail": "low detail",
    "view": "side",
    "direction": "north-west",
    "palette": PALETTE,
    "init_image": SPRITE,
    "init_strength": 999,
    "isometric": True,
    "no_background": True,
    "without": "water",
    "guidance": 2.0,
    "seed": 0,
}
_FRAMES: dict[str, Any] = {
    "frames": (Picture(SPRITE), None, None),
    "masks": (NOTHING, None, MASK),
    "init_images": (Picture(SPRITE),) * 3,
    "init_strength": 1,
    "palette": PALETTE,
    "isometric": True,
    "oblique": True,
    "seed": 7,
}
MINIMAL: tuple[Operation, ...] = (
    WORDS,
    ops.GenerateImageBitforge(description="a crab", size=S64),
    ops.AnimateWithSkeleton(size=S64, skeleton=POSES),
    ops.AnimateWithText(reference=SPRITE, description="a crab", action="walk"),
    ops.Rotate(image=SPRITE),
    ops.Inpaint(image=SPRITE, mask=MASK, description="a hat"),
    ops.EstimateSkeleton(image=SPRITE),
    ops.ShowBalance(),
)
MAXIMAL: tuple[Operation, ...] = (
    ops.GenerateImagePixflux(**_LOOK, description="a crab", size=S64, coverage=50.0),
    ops.GenerateImageBitforge(
        **_LOOK,
        description="a crab",
        size=S64,
        style_image=drawn(16, 16),
        style_strength=100.0,
        extra_guidance=20.0,
        coverage=0.0,
        oblique=True,
        inpainting_image=SPRITE,
        mask=MASK,
        skeleton=(POSES[0],),
        skeleton_guidance=5.0,
    ),
    ops.AnimateWithSkeleton(
        **_FRAMES,
        reference=SPRITE,
        size=S64,
        skeleton=POSES,
        view="high top-down",
        direction="west",
        guidance=20.0,
        reference_guidance=2.0,
        pose_guidance=20.0,
    ),
    ops.AnimateWithText(
        **_FRAMES,
        reference=SPRITE,
        description="a crab",
        action="walk",
        view="low top-down",
        direction="south",
        frame_count=20,
        start_frame=16,
        without="water",
        guidance=20.0,
        image_guidance=20.0,
    ),
    ops.Rotate(
        image=SPRITE,
        from_direction="south",
        to_direction="east",
        from_view="side",
        to_view="low top-down",
        direction_change=90,
        view_change=-20,
        palette=PALETTE,
        guidance=20.0,
        isometric=True,
        oblique=True,
        init_image=SPRITE,
        init_strength=1,
        mask=MASK,
        seed=7,
    ),
    ops.Inpaint(**_LOOK, image=SPRITE, mask=MASK, description="a hat", extra_guidance=0.0, oblique=True),
)


@pytest.fixture
def server() -> Iterator[PixelLabV1Server]:
    with PixelLabV1Server() as running:
        yield running


async def done(server: PixelLabV1Server, asked: Operation) -> Trip:
    """Carried out to the end."""
    async with provider_at(server, PixelLabV1) as provider:
        return await carried_out(provider, asked)


@pytest.mark.parametrize("asked", [*MINIMAL, *MAXIMAL], ids=lambda one: one.spec.name)
async def test_every_operation_is_accepted_as_it_is_sent(server: PixelLabV1Server, asked: Operation) -> None:
    assert [problem for problem in problems(asked) if problem.blocking] == []
    found = (await done(server, asked)).outcome
    assert server.complaints == []
    assert found.frames or found.poses or found.table
    assert found.charge == (None if asked.spec.name == "show-balance" else Charge(Decimal(str(COST)), "usd"))


def test_all_that_can_be_said_is_said_in_some_request() -> None:
    assert [
        (one.spec.name, field.name)
        for one in MAXIMAL
        for field in one.spec.fields
        if one.values[field.name] is None and not field.measures
    ] == []


class TestRequests:
    """What differs from the second API."""

    async def test_weights_that_the_service_no_longer_knows_are_left_out(self, server: PixelLabV1Server) -> None:
        await done(server, MINIMAL[2])
        body = server.seen("pixellab-v1/animate-with-skeleton")[0].json
        assert body.keys().isdisjoint({"reference_guidance_scale", "pose_guidance_scale"})
        assert (body["guidance_scale"], body["view"], body["direction"]) == (4.0, "side", "east")
        assert body["skeleton_keypoints"][0][0] == {"x": 8.5 / 64, "y": 20.25 / 64, "label": "NOSE", "z_index": 1}

    @pytest.mark.parametrize("poses", [1, 2])
    def test_three_poses_are_the_least(self, poses: int) -> None:
        asked = ops.AnimateWithSkeleton(size=S64, skeleton=(POSES[0],) * poses)
        assert [(one.field, one.blocking) for one in problems(asked)] == [("skeleton", True)]

    @pytest.mark.parametrize(("poses", "windows"), [(3, 1), (4, 2), (5, 2), (9, 4)])
    async def test_more_go_in_windows_of_three(self, server: PixelLabV1Server, poses: int, windows: int) -> None:
        asked = ops.AnimateWithSkeleton(size=S64, skeleton=(POSES[0],) * poses)
        assert problems(asked) == ()
        calls = PixelLabV1().calls(asked)
        assert len(calls) == windows
        first = (await done(server, calls[0].operation)).outcome
        for call in calls[1:]:
            await done(server, PixelLabV1().follow(call, first))
        assert server.complaints == []
        for seen in server.seen(asked.spec.id)[1:]:
            assert any(decoded(seen.json["inpainting_images"][0]) == frame.tolist() for frame in first.frames)
            assert decoded(seen.json["mask_images"][0])[0][0] == [0, 0, 0, 255]

    @pytest.mark.parametrize("asked", [ops.Rotate(image=drawn(48, 48)), ops.Rotate(image=drawn(64, 32))])
    def test_only_four_squares_can_be_turned(self, asked: Operation) -> None:
        assert [(one.field, one.blocking) for one in problems(asked)] == [("image", True)]

    def test_a_word_for_a_random_seed_is_only_zero_with_text(self) -> None:
        random = {one.spec.name: one.spec.field("seed").random for one in ops.OPERATIONS if one.spec.name in _SEEDED}
        assert random == {name: (0,) if name == "animate-with-text" else (None,) for name in _SEEDED}


def decoded(picture: dict[str, str]) -> list[Any]:
    """The pixels of a picture object."""
    found: list[Any] = decode_image(picture).tolist()
    return found


_SEEDED = ("generate-image-pixflux", "animate-with-text", "animate-with-skeleton", "rotate", "inpaint")


class TestAnswers:
    """Flat, with usage in dollars or generations."""

    @pytest.mark.parametrize("wrap", set(Wrap) - {Wrap.ADDRESS, Wrap.RAW_NO_SIZE})
    async def test_each_form_of_a_picture_is_read(self, server: PixelLabV1Server, wrap: Wrap) -> None:
        server.wrap = wrap
        (frame,) = (await done(server, WORDS)).outcome.frames
        assert frame.tolist() == drawn(64, 48).tolist()

    @pytest.mark.parametrize(
        ("usage", "charge"),
        [
            ({"type": "usd", "usd": 0.0136}, Charge(Decimal("0.0136"), "usd")),
            ({"type": "generations", "generations": 1, "usd": None}, Charge(Decimal(1), "generations")),
            ({"type": "credits", "credits": 1}, Charge(Decimal(1), "credits")),
            ({"type": "usd", "usd": None}, None),
            ("much", None),
            (None, None),
        ],
    )
    async def test_what_it_cost_is_whatever_number_is_there(
        self, server: PixelLabV1Server, usage: Any, charge: Charge | None
    ) -> None:
        server.usage = usage
        assert (await done(server, WORDS)).outcome.charge == charge

    async def test_found_points_are_pixels(self, server: PixelLabV1Server) -> None:
        (pose,) = (await done(server, ops.EstimateSkeleton(image=drawn(32, 64)))).outcome.poses
        assert pose == Pose.of(
            {label: Keypoint((0.25 + at / 32) * 32, 32.0, float(at)) for at, label in enumerate(LABELS)}
        )

    async def test_the_balance(self, server: PixelLabV1Server) -> None:
        async with provider_at(server, PixelLabV1) as provider:
            balance = await provider.balance()
        assert balance is not None
        assert balance.left == (Charge(Decimal("4.25"), "usd"),)
        assert (await done(server, ops.ShowBalance())).outcome.table == ({"left": "4.25", "unit": "usd"},)

    @pytest.mark.parametrize("found", [[], [{"x": 1}], "none"])
    async def test_no_keypoints_are_no_result(self, server: PixelLabV1Server, found: Any) -> None:
        server.on("pixellab-v1/estimate-skeleton", Reply(json={"keypoints": found}))
        with pytest.raises(BadAnswer, match="keypoints"):
            await done(server, ops.EstimateSkeleton(image=SPRITE))

    async def test_no_picture_is_no_result(self, server: PixelLabV1Server) -> None:
        server.on(WORDS.spec.id, Reply(json={"image": None, "usage": {"type": "usd", "usd": 1}}))
        with pytest.raises(BadAnswer, match="no picture"):
            await done(server, WORDS)


class TestRefusals:
    """Each documented status, and a paid request that is never sent twice."""

    @pytest.mark.parametrize("asked", [one for one in MINIMAL if one.spec.method == "POST"], ids=lambda o: o.spec.name)
    @pytest.mark.parametrize(
        ("status", "kind"), [(401, Auth), (402, Credit), (422, Refused), (429, RateLimit), (529, RateLimit)]
    )
    async def test_each_documented_status(
        self, server: PixelLabV1Server, asked: Operation, status: int, kind: type[ProviderError]
    ) -> None:
        server.fail(Reply(status, json={"detail": "So it is"}), path=asked.spec.path, times=99)
        with pytest.raises(kind, match="So it is") as caught:
            await done(server, asked)
        assert caught.value.charged is Charged.NO
        assert server.token not in str(caught.value)

    @pytest.mark.parametrize("status", [401, 429, 529])
    async def test_the_balance_may_be_refused(self, server: PixelLabV1Server, status: int) -> None:
        server.fail(Reply(status, json={"detail": "So it is"}), times=99)
        with pytest.raises(Auth if status == 401 else RateLimit):
            await done(server, ops.ShowBalance())

    @pytest.mark.parametrize("fault", [Fault.RESET_AFTER_READ, Fault.CLOSE_AFTER_READ, Fault.HALF_HEADERS])
    async def test_a_paid_request_without_an_answer_is_unknown(self, server: PixelLabV1Server, fault: Fault) -> None:
        server.fail(fault, times=9)
        with pytest.raises(OutcomeUnknown):
            await done(server, WORDS)
        assert len(server.requests) == 1


def test_prices_are_those_of_the_documents_examples() -> None:
    provider = PixelLabV1()
    assert provider.quote(MINIMAL[2]) == Quote(Decimal("0.0136"), Unit.USD, exact=False)
    assert provider.quote(MINIMAL[6]) == Quote(Decimal("0.00511"), Unit.USD, exact=False)
    assert provider.quote(MINIMAL[4]).unit is Unit.UNKNOWN
    assert provider.quote(MINIMAL[7]).unit is Unit.FREE


def test_a_mask_of_the_wrong_size_is_told_before_sending() -> None:
    asked = ops.Inpaint(image=SPRITE, mask=frozen(MASK[:32]), description="a hat")
    assert [(one.field, one.blocking) for one in problems(asked)] == [("mask", True)]
