"""PixelLab v2 from the request to the result, against a server that is as strict as its document and its schemas."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from studio.core.errors import (
    BadAnswer,
    Blocked,
    Charged,
    JobFailed,
    NotFound,
    ProviderError,
)
from studio.core.geometry import Size
from studio.doc.skeleton import LABELS
from studio.providers.pixellab_v2.provider import PixelLabV2
from studio.providers.protocol import Charge
from studio.spec.field import Picture
from studio.spec.operation import Operation, Returns
from studio.spec.validate import problems
from tests.contract.pixellab_requests import (
    HERO,
    MASK,
    MAXIMAL,
    MINIMAL,
    PALETTE,
    POSES,
    PRO,
    SPRITE,
    WORDS,
    done,
    operation,
)
from tests.servers.base import Reply
from tests.servers.driving import accepted, polled, provider_at
from tests.servers.pixellab_drawing import Wrap, drawn
from tests.servers.pixellab_v2 import COST, EIGHT, FOUR, PixelLabServer, keypoints

ALL_FRAMES = [drawn(64, 64, number).tolist() for number in range(16)]


@pytest.fixture
def server() -> Iterator[PixelLabServer]:
    with PixelLabServer() as running:
        yield running


class TestRequests:
    """Everything that can be sent is accepted by a server that takes nothing else."""

    @pytest.mark.parametrize("asked", [*MINIMAL, *MAXIMAL], ids=lambda one: one.spec.name)
    async def test_every_operation_is_accepted_as_it_is_sent(self, server: PixelLabServer, asked: Operation) -> None:
        assert [problem for problem in problems(asked) if problem.blocking] == []
        found = (await done(server, asked)).outcome
        assert server.complaints == []
        if asked.spec.returns is Returns.FRAMES:
            assert found.frames[0].shape[2] == 4
        assert found.frames or found.poses or found.text or found.table or asked.spec.name == "list-characters"
        assert server.store.tokens_seen() == []

    def test_all_that_can_be_said_is_said_in_some_request(self) -> None:
        said = {(type(one), name) for one in MAXIMAL for name, value in one.values.items() if value is not None}
        silent = [
            (declared.spec.name, field.name)
            for declared in {type(one) for one in MAXIMAL}
            for field in declared.spec.fields
            if not field.measures and (declared, field.name) not in said
        ]
        assert silent == []

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            (WORDS.changed(size=Size(256, 256)), []),
            (WORDS.changed(size=Size(256, 256), no_background=True), [("size", False)]),
            (WORDS.changed(size=Size(401, 16)), [("size", True)]),
            (PRO.changed(size=Size(96, 96)), [("size", False)]),
            (PRO.changed(size=Size(200, 200)), [("size", False)] * 3),
            (PRO.changed(size=Size(300, 300)), [("size", True), ("size", True)]),
            (HERO.changed(size=Size(20, 20)), [("size", False), ("size", False)]),
            (operation("edit-images-v2", images=(Picture(SPRITE),) * 12, description="x", size=Size(64, 64)), []),
            (
                operation("edit-images-v2", images=(Picture(SPRITE),) * 12, description="x", size=Size(80, 80)),
                [("images", False)],
            ),
            (operation("edit-images-v2", images=(Picture(SPRITE),), size=Size(64, 64)), [("description", True)]),
            (operation("create-tileset", lower="a", upper="b", tile_size=Size(24, 24)), [("tile_size", True)]),
            (operation("create-tileset", lower="a", upper="b", transition_size="1"), [("transition", False)]),
            (operation("animate-character", character="c", template="moonwalk"), [("template", False)]),
            (operation("rotate", image=SPRITE, mask=MASK), [("init_image", True)]),
        ],
    )
    def test_what_is_wrong_is_said_and_what_is_doubtful_warns(
        self, asked: Operation, said: list[tuple[str, bool]]
    ) -> None:
        assert [(one.field, one.blocking) for one in problems(asked)] == said

    async def test_sizes_nobody_was_asked_for_are_those_of_the_picture(self, server: PixelLabServer) -> None:
        await done(server, operation("edit-image", image=SPRITE, description="a hat", size=Size(48, 32)))
        (seen,) = server.seen("pixellab-v2/edit-image")
        assert seen.json["image_size"] == {"width": 64, "height": 64}
        assert (seen.json["width"], seen.json["height"]) == (48, 32)

    async def test_skeletons_travel_as_fractions_with_whole_layers(self, server: PixelLabServer) -> None:
        await done(server, operation("animate-with-skeleton", reference=SPRITE, skeleton=POSES))
        frames = server.seen("pixellab-v2/animate-with-skeleton")[0].json["skeleton_keypoints"]
        assert [len(frame) for frame in frames] == [18, 18, 18]
        assert frames[1][0] == {"x": 9.5 / 64, "y": 20.25 / 64, "label": "NOSE", "z_index": 1}

    async def test_a_tileset_gets_its_palette_as_a_full_square(self, server: PixelLabServer) -> None:
        await done(server, operation("create-tileset", lower="sea", upper="sand", palette=PALETTE))
        body = server.seen("pixellab-v2/create-tileset")[0].json
        picture = decoded(body["color_image"])
        assert picture.shape == (64, 64, 4)
        assert {tuple(pixel) for pixel in picture.reshape(-1, 4)} == {tuple(colour) for colour in PALETTE.colours}
        assert (body["transition_size"], body["tile_size"]) == (0, {"width": 16, "height": 16})

    async def test_the_background_is_always_spoken_of(self, server: PixelLabServer) -> None:
        for asked in (WORDS, PRO):
            await done(server, asked)
        assert [seen.json["no_background"] for seen in server.seen(method="POST")] == [False, True]

    async def test_what_the_service_ignores_is_not_sent_unless_asked_for(self, server: PixelLabServer) -> None:
        await done(server, HERO)
        assert server.seen(HERO.spec.id)[0].json.keys() == {"description", "image_size"}


class TestPictures:
    """Pictures come in ten forms; each gives the same pixels."""

    @pytest.mark.parametrize("wrap", Wrap)
    async def test_each_form_of_a_job_picture_is_read(self, server: PixelLabServer, wrap: Wrap) -> None:
        server.wrap = wrap
        found = (await done(server, PRO)).outcome
        assert [frame.tolist() for frame in found.frames] == ALL_FRAMES
        assert server.store.tokens_seen() == []

    @pytest.mark.parametrize("wrap", set(Wrap) - {Wrap.RAW_NO_SIZE, Wrap.ADDRESS})
    async def test_a_picture_that_is_no_square_is_read(self, server: PixelLabServer, wrap: Wrap) -> None:
        server.wrap = wrap
        (frame,) = (await done(server, WORDS)).outcome.frames
        assert frame.tolist() == drawn(64, 48).tolist()

    @pytest.mark.parametrize("wrap", Wrap)
    async def test_a_character_is_larger_than_asked_for(self, server: PixelLabServer, wrap: Wrap) -> None:
        server.wrap = wrap
        found = (await done(server, HERO)).outcome
        assert found.names == FOUR
        assert [frame.tolist() for frame in found.frames] == [drawn(56, 56, at).tolist() for at in range(4)]

    async def test_eight_rotations_are_named(self, server: PixelLabServer) -> None:
        found = (await done(server, operation("generate-8-rotations-v2", reference=SPRITE, size=Size(64, 64)))).outcome
        assert found.names == EIGHT

    @pytest.mark.parametrize("key", ["images", "quantized_images", "rotation_images", "frames"])
    @pytest.mark.parametrize("shape", ["list", "by name", "by name, several", "with nulls"])
    async def test_pictures_are_found_where_they_stand(self, server: PixelLabServer, key: str, shape: str) -> None:
        one, two = (server.picture(64, 64, number) for number in (0, 1))
        several: dict[str, Any] = {
            "list": [one, two],
            "by name": {"south": one, "north": two},
            "by name, several": {"south": [one, two]},
            "with nulls": {"south": one, "west": None, "north": two, "east": ""},
        }
        server.on(PRO.spec.id, Reply(202, json={"background_job_id": "j-1"}))
        done_job = {"status": "completed", "last_response": {key: several[shape], "image": None}}
        server.on("pixellab-v2/show-job", Reply(json=done_job))
        found = (await done(server, PRO)).outcome
        assert [frame.tolist() for frame in found.frames] == ALL_FRAMES[:2]
        names = {"list": (), "by name, several": ("south", "south")}
        assert found.names == names.get(shape, ("south", "north"))

    @pytest.mark.parametrize(
        ("picture", "words"),
        [
            ({"type": "base64", "base64": "AAAA", "format": "png"}, "its 3 bytes are neither"),
            ({"type": "rgba_bytes", "width": 4, "height": 4, "base64": "AAAA"}, "kept"),
            ({"type": "base64", "base64": "iVBORw0KGgo=", "format": "png"}, "kept"),
            ("no base64 at all", "kept"),
            ([1, 2], "no picture"),
            ({"type": "rgba_bytes", "width": 99999, "height": 99999, "base64": "AAAA"}, "99999"),
        ],
    )
    async def test_a_picture_that_is_none_is_kept_and_told(
        self, server: PixelLabServer, picture: Any, words: str
    ) -> None:
        server.on(WORDS.spec.id, Reply(json={"image": picture, "usage": None}))
        with pytest.raises(BadAnswer, match=words):
            await done(server, WORDS)


def decoded(picture: dict[str, str]) -> Any:
    """The pixels of a picture object, by an independent reader."""
    import base64
    from io import BytesIO

    import numpy as np
    from PIL import Image

    return np.asarray(Image.open(BytesIO(base64.b64decode(picture["base64"]))).convert("RGBA"))


class TestSkeletons:
    """Fractions on the wire, pixels in the studio."""

    async def test_found_points_are_pixels_of_the_picture(self, server: PixelLabServer) -> None:
        (pose,) = (await done(server, operation("estimate-skeleton", image=drawn(128, 64)))).outcome.poses
        assert tuple(pose.points) == LABELS
        assert pose.points["NECK"][:3] == ((0.25 + 1 / 32) * 128, 32.0, 1.0)

    async def test_points_in_pixels_stay_as_they_are(self, server: PixelLabServer) -> None:
        points = [{**point, "x": point["x"] * 64, "y": 32} for point in keypoints()]
        server.on("pixellab-v2/estimate-skeleton", Reply(json={"keypoints": [points]}))
        (pose,) = (await done(server, operation("estimate-skeleton", image=SPRITE))).outcome.poses
        assert pose.points["NOSE"][:2] == (16.0, 32.0)

    @pytest.mark.parametrize(
        "found", [None, [], {"image": 1}, [{"x": "a", "y": 1}], [{"x": 1e999, "y": 0, "label": "NOSE"}], [[7]]]
    )
    async def test_points_that_are_none_are_told(self, server: PixelLabServer, found: Any) -> None:
        server.on("pixellab-v2/estimate-skeleton", Reply(json={"keypoints": found}))
        with pytest.raises(BadAnswer, match="keypoints"):
            await done(server, operation("estimate-skeleton", image=SPRITE))

    async def test_three_frames_come_back_for_three_poses(self, server: PixelLabServer) -> None:
        asked = operation("animate-with-skeleton", reference=SPRITE, skeleton=POSES)
        assert [frame.tolist() for frame in (await done(server, asked)).outcome.frames] == ALL_FRAMES[:3]


class TestAtOnceOrLater:
    """The body decides, never the status."""

    async def test_the_pro_tools_may_answer_at_once(self, server: PixelLabServer) -> None:
        server.at_once = True
        trip = await done(server, PRO)
        assert trip.remote_id == ""
        assert [frame.tolist() for frame in trip.outcome.frames] == ALL_FRAMES

    @pytest.mark.parametrize("status", [200, 202])
    @pytest.mark.parametrize("key", ["background_job_id", "job_id", "id"])
    async def test_a_job_is_told_by_its_id(self, server: PixelLabServer, status: int, key: str) -> None:
        server.on(PRO.spec.id, Reply(status, json={key: "j-1", "status": "queued"}))
        async with provider_at(server, PixelLabV2) as provider:
            assert (await accepted(provider, PRO)).remote_id == "j-1"

    async def test_pictures_with_a_status_of_202_are_a_result(self, server: PixelLabServer) -> None:
        server.on(PRO.spec.id, Reply(202, json={"images": [server.picture(64, 64)]}))
        assert len((await done(server, PRO)).outcome.frames) == 1

    @pytest.mark.parametrize("at_once", [True, False])
    async def test_the_documented_envelope_is_read_as_well(self, server: PixelLabServer, *, at_once: bool) -> None:
        server.envelope, server.at_once = True, at_once
        found = (await done(server, PRO)).outcome
        assert len(found.frames) == 16
        assert found.charge == Charge(Decimal(2), "generations")

    async def test_nothing_at_all_is_no_result(self, server: PixelLabServer) -> None:
        server.on(PRO.spec.id, Reply(json={"usage": {"type": "usd", "usd": 0.1}}))
        with pytest.raises(BadAnswer, match="no picture"):
            await done(server, PRO)


class TestJobs:
    """How a job is watched, and how it may end."""

    async def test_it_costs_and_uses_what_the_finished_job_says(self, server: PixelLabServer) -> None:
        found = (await done(server, PRO)).outcome
        assert (found.charge, found.seed) == (Charge(Decimal(str(COST)), "usd"), 77)

    async def test_progress_and_place_are_told(self, server: PixelLabServer) -> None:
        server.states = ("queued", "processing", "completed")
        trip = await done(server, PRO)
        assert [(one.progress, one.note) for one in trip.found] == [(0.4, "Place 2 in the queue"), (0.4, "")]
        assert trip.waits == pytest.approx([5.0, 5.0, 6.0])

    @pytest.mark.parametrize("word", ["completed", "complete", "done", "success", "finished", "Completed"])
    async def test_every_known_final_word_ends_it(self, server: PixelLabServer, word: str) -> None:
        body = {"id": "j", "status": word, "last_response": {"images": [server.picture(64, 64)]}}
        server.on("pixellab-v2/show-job", Reply(json=body))
        assert len((await done(server, PRO)).outcome.frames) == 1

    async def test_an_unknown_word_goes_on_and_is_shown(self, server: PixelLabServer) -> None:
        server.states = ("daydreaming", "completed")
        trip = await done(server, PRO)
        assert [one.note for one in trip.found] == ["daydreaming"]

    @pytest.mark.parametrize("last", [{"type": "message_done"}, {"status": "done"}])
    async def test_the_last_response_may_be_ahead_of_the_job(
        self, server: PixelLabServer, last: dict[str, Any]
    ) -> None:
        body = {"status": "processing", "last_response": {**last, "images": [server.picture(64, 64)]}}
        server.on("pixellab-v2/show-job", Reply(json=body))
        assert len((await done(server, PRO)).outcome.frames) == 1

    async def test_a_preview_does_not_end_it(self, server: PixelLabServer) -> None:
        preview = {"status": "processing", "last_response": {"images": [server.picture(32, 32)], "progress": 60}}
        whole = {"status": "completed", "last_response": {"images": [server.picture(64, 64)]}}
        server.script("pixellab-v2/show-job", Reply(json=preview), Reply(json=whole))
        trip = await done(server, PRO)
        assert [one.progress for one in trip.found] == [0.6]
        assert trip.outcome.frames[0].shape == (64, 64, 4)

    @pytest.mark.parametrize(
        "poll",
        [
            {"status": None, "last_response": None},
            {"status": 7, "last_response": [1]},
            {},
            {"status": "processing", "last_response": {"progress": "half", "queue_position": None}},
        ],
    )
    async def test_a_poll_that_says_nothing_goes_on(self, server: PixelLabServer, poll: dict[str, Any]) -> None:
        whole = {"status": "completed", "last_response": {"images": [server.picture(64, 64)]}}
        server.script("pixellab-v2/show-job", Reply(json=poll), Reply(json=whole))
        trip = await done(server, PRO)
        assert [one.progress for one in trip.found] == [None]

    @pytest.mark.parametrize(
        ("failure", "kind", "words"),
        [
            ({"error": "Out of ideas"}, JobFailed, "PixelLab gave this job up: Out of ideas"),
            ({"detail": "Out of ideas"}, JobFailed, "Out of ideas"),
            ({"error": {"message": "Out of ideas"}}, JobFailed, "Out of ideas"),
            ({"detail": [{"msg": "too small"}]}, JobFailed, "too small"),
            ({}, JobFailed, "without saying why"),
            ({"error": "Blocked by content policy"}, Blocked, "content policy"),
            ({"detail": "429: job limits reached"}, JobFailed, "too many of your jobs"),
        ],
    )
    async def test_a_failed_job_says_why(
        self, server: PixelLabServer, failure: dict[str, Any], kind: type[ProviderError], words: str
    ) -> None:
        server.states, server.failure = ("processing", "failed"), failure
        with pytest.raises(kind, match=words) as caught:
            await done(server, PRO)
        assert caught.value.charged is Charged.MAYBE

    async def test_a_fresh_job_may_be_unknown_for_a_moment(self, server: PixelLabServer) -> None:
        server.misses = 2
        async with provider_at(server, PixelLabV2) as provider:
            job = await accepted(provider, PRO)
            for _miss in range(2):
                with pytest.raises(NotFound):
                    await provider.poll(PRO, job.remote_id)
            assert len((await polled(provider, PRO, job)).outcome.frames) == 16
        assert len(server.seen(PRO.spec.id)) == 1

    async def test_it_cannot_be_cancelled(self, server: PixelLabServer) -> None:
        async with provider_at(server, PixelLabV2) as provider:
            assert await provider.cancel("j-1") is False
        assert server.requests == []

    async def test_any_job_can_be_looked_up(self, server: PixelLabServer) -> None:
        job = (await done(server, PRO)).remote_id
        found = (await done(server, operation("show-job", job=job))).outcome
        assert (found.table[0]["status"], found.table[0]["seed"], len(found.frames)) == ("completed", 77, 16)

    async def test_an_id_stays_one_step_of_the_address(self, server: PixelLabServer) -> None:
        with pytest.raises(NotFound):
            await done(server, operation("show-job", job="../characters?x=1#y"))
        assert server.requests[0].path == "/background-jobs/..%2Fcharacters%3Fx%3D1%23y"
