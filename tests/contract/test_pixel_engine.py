"""Pixel Engine from the request to the frames, against a server that is as strict as its document."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from studio.codec.images import read_image
from studio.core.errors import (
    Auth,
    BadAnswer,
    Blocked,
    Charged,
    Credit,
    DeadLink,
    Expired,
    JobFailed,
    NotFound,
    OutcomeUnknown,
    ProviderError,
    Refused,
)
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen
from studio.providers.pixel_engine import declarations as ops
from studio.providers.pixel_engine.provider import PixelEngine
from studio.providers.protocol import Accepted, Answer, Outcome, Running
from studio.spec.cost import Quote, Unit
from studio.spec.field import Keyframe, Picture
from studio.spec.operation import Operation
from studio.spec.validate import problems
from tests.servers.base import Fault, Reply
from tests.servers.driving import Trip, accepted, carried_out, polled, provider_at
from tests.servers.pixel_engine import PixelEngineServer, moved, problem

CLEAR, RED, MAGENTA, GREY = (0, 0, 0, 0), (200, 30, 30, 255), (255, 0, 255, 255), (128, 128, 128, 255)


def picture(*rows: list[tuple[int, int, int, int]]) -> Pixels:
    return frozen(np.array(rows, np.uint8))


SPRITE = picture([CLEAR, RED, CLEAR, CLEAR], [RED, GREY, RED, CLEAR], [CLEAR, RED, CLEAR, MAGENTA])
"""It has the colours that are most often filled in for transparency."""
SOLID = picture([RED, GREY], [GREY, RED])
LARGE = frozen(np.full((256, 300, 4), RED, np.uint8))
PALETTE = Palette((Colour(200, 30, 30), Colour(128, 128, 128), Colour(255, 0, 255)))

MINIMAL: tuple[Operation, ...] = (
    ops.Animate(image=SPRITE, prompt="breathes"),
    ops.Keyframes(keyframes=(Keyframe(0, SPRITE),), prompt="walks"),
    ops.GenerateImage(prompt="a knight", colours=16),
    ops.Pixelate(image=SPRITE),
    ops.RemoveBackground(images=(Picture(SOLID),)),
    ops.EnhancePrompt(prompt="walks"),
    ops.ShowBalance(),
    ops.ShowBilling(),
)
FULL: tuple[Operation, ...] = (
    ops.Animate(
        image=LARGE,
        prompt="breathes",
        model="frame-engine-v1.1",
        frames=24,
        negative_prompt="blur",
        seed=9_999_999_999,
        output_format="webp",
        matte="#00ff00",
    ),
    ops.Animate(image=SPRITE, prompt="breathes", frames=16, palette=PALETTE, seed=1, output_format="gif"),
    ops.Keyframes(
        keyframes=(Keyframe(0, SPRITE, 1.0), Keyframe(19, SPRITE, 0.0)),
        linked=("7:https://example.org/a.png:0.5", "8:https://example.org/b.png"),
        prompt="walks",
        total_frames=20,
        colours=2,
        negative_prompt="blur",
        seed=5,
        output_format="spritesheet",
        matte="#123456",
    ),
    ops.GenerateImage(prompt="a knight", image=SPRITE, model="oai_gpt2_high", palette=PALETTE, seed=7),
    ops.GenerateImage(prompt="a knight", image_url="https://example.org/a.png", colours=256),
    ops.Pixelate(image=LARGE, palette=PALETTE),
    ops.Pixelate(image=LARGE, colours=256),
    ops.RemoveBackground(images=(Picture(SOLID), Picture(SOLID)), threshold=0),
    ops.RemoveBackground(image_url="https://example.org/a.webp", threshold=255),
    ops.EnhancePrompt(prompt="", image=SPRITE),
    ops.EnhancePrompt(prompt="walks", image=LARGE, model="frame-engine-v1.1"),
    ops.ShowBilling(start_date=datetime.date(2026, 1, 1), end_date=datetime.date(2026, 12, 31)),
)


@pytest.fixture
def server() -> Iterator[PixelEngineServer]:
    with PixelEngineServer() as running:
        yield running


@pytest.mark.parametrize("operation", [*MINIMAL, *FULL], ids=lambda one: one.spec.name)
async def test_every_operation_is_accepted_as_it_is_sent(server: PixelEngineServer, operation: Operation) -> None:
    assert [problem for problem in problems(operation) if problem.blocking] == []
    trip = await ran(server, operation)
    assert server.complaints == []
    found = trip.outcome
    assert found.frames or found.text or found.table
    assert server.store.tokens_seen() == []


class TestFrames:
    """What comes back is what was drawn, with the transparency that was sent."""

    @pytest.mark.parametrize("file", ["spritesheet", "webp", "gif"])
    async def test_transparency_comes_back_exactly(self, server: PixelEngineServer, file: str) -> None:
        operation = ops.Animate(image=SPRITE, prompt="breathes", frames=4, output_format=file)
        trip = await ran(server, operation)
        found = trip.outcome
        assert [frame.tolist() for frame in found.frames] == [moved(SPRITE, step).tolist() for step in range(4)]
        assert found.durations == (Fraction(125),) * 4 if file != "gif" else (Fraction(120), Fraction(130))
        assert found.notes == ()

    async def test_the_fill_colour_is_one_that_the_sprite_does_not_have(self, server: PixelEngineServer) -> None:
        await ran(server, MINIMAL[0])
        (seen,) = server.seen("pixel-engine/animate")
        assert seen.json["matte_color"] not in ("#808080", "#ff00ff", "#c81e1e")
        assert seen.json["output_format"] == "spritesheet"

    async def test_an_exact_palette_has_room_for_the_fill_colour(self, server: PixelEngineServer) -> None:
        operation = ops.Animate(image=SPRITE, prompt="breathes", frames=2, palette=PALETTE)
        found = (await ran(server, operation)).outcome
        (seen,) = server.seen("pixel-engine/animate")
        assert seen.json["pixel_config"]["palette"] == ["#c81e1e", "#808080", "#ff00ff", seen.json["matte_color"]]
        assert [frame.tolist() for frame in found.frames] == [SPRITE.tolist(), moved(SPRITE, 1).tolist()]

    async def test_a_solid_picture_needs_no_fill_and_keeps_every_colour(self, server: PixelEngineServer) -> None:
        found = await ran(server, ops.Animate(image=SOLID, prompt="x", frames=2))
        assert "matte_color" not in server.seen("pixel-engine/animate")[0].json
        assert found.outcome.frames[0].tolist() == SOLID.tolist()

    async def test_a_fill_colour_that_the_sprite_has_is_not_taken_out(self, server: PixelEngineServer) -> None:
        operation = ops.Animate(image=SPRITE, prompt="x", frames=2, matte="#ff00ff")
        found = (await ran(server, operation)).outcome
        assert found.frames[0][..., 3].min() == 255

    async def test_key_frames_keep_their_transparency(self, server: PixelEngineServer) -> None:
        operation = ops.Keyframes(keyframes=(Keyframe(0, SPRITE), Keyframe(2, SOLID_SIZED)), prompt="x", total_frames=3)
        found = (await ran(server, operation)).outcome
        assert [frame.tolist() for frame in found.frames] == [moved(SPRITE, step).tolist() for step in range(3)]

    async def test_half_transparent_pixels_are_spoken_of(self, server: PixelEngineServer) -> None:
        operation = ops.Animate(image=picture([CLEAR, (9, 9, 9, 128)]), prompt="x", frames=2)
        (note,) = (await ran(server, operation)).outcome.notes
        assert note.startswith("Half-transparent pixels of the picture were mixed with #")

    async def test_a_background_in_another_colour_is_spoken_of(self, server: PixelEngineServer) -> None:
        operation = ops.Animate(image=SPRITE, prompt="x", frames=2)
        async with provider_at(server, PixelEngine) as provider:
            job = await accepted(provider, operation)
            server.jobs[job.remote_id].body = {**server.jobs[job.remote_id].body, "matte_color": "#0a0a0a"}
            told = await _finished(provider, operation, job) | {"inputs": {}}
            (note,) = (await _read(provider, operation, told)).notes
            assert note.startswith("In 2 frames nothing has the colour that stood for transparency")

    async def test_a_sheet_without_a_word_about_its_cells_is_cut_by_the_frames_asked_for(
        self, server: PixelEngineServer
    ) -> None:
        server.frame_metadata = False
        found = (await ran(server, MINIMAL[0])).outcome
        assert [frame.shape for frame in found.frames] == [(3, 4, 4)] * 8

    @pytest.mark.parametrize(
        "words", [{"frame_w": 30, "frame_count": 9}, {"frame_w": 1, "frame_h": 1, "frame_count": 10**9}], ids=str
    )
    async def test_a_sheet_that_does_not_fit_its_words_comes_as_one_picture(
        self, server: PixelEngineServer, words: dict[str, int]
    ) -> None:
        operation = MINIMAL[0]
        async with provider_at(server, PixelEngine) as provider:
            job = await accepted(provider, operation)
            told = await _finished(provider, operation, job)
            told["output"]["metadata"] |= words
            found = await _read(provider, operation, told)
        assert [frame.shape for frame in found.frames] == [(3, 32, 4)]
        assert "could not be cut" in found.notes[0]

    async def test_removing_the_background_keeps_every_frame(self, server: PixelEngineServer) -> None:
        frames = (SOLID, SOLID, moved(SOLID, 1))
        operation = ops.RemoveBackground(images=tuple(Picture(frame) for frame in frames))
        found = (await ran(server, operation)).outcome
        sent = read_image(base64.b64decode(server.seen("pixel-engine/remove-background")[0].json["image"]))
        assert [frame.tolist() for frame in sent.frames] == [frame.tolist() for frame in frames]
        assert [frame[0, 0].tolist() for frame in found.frames] == [list(CLEAR)] * 3
        assert found.durations == ()

    async def test_what_it_cost_and_its_seed_are_told(self, server: PixelEngineServer) -> None:
        operation = ops.Animate(image=SPRITE, prompt="x", frames=2, seed=77)
        found = (await ran(server, operation)).outcome
        assert (found.seed, found.charge and found.charge.amount, found.charge and found.charge.unit) == (
            77,
            Decimal(20),
            "credits",
        )


SOLID_SIZED = frozen(np.full((3, 4, 4), GREY, np.uint8))


class TestJobs:
    """How a job is watched, and how it may end."""

    async def test_polls_come_further_and_further_apart(self, server: PixelEngineServer) -> None:
        server.states = ["queued", *["pending"] * 8, "success"]
        trip = await ran(server, MINIMAL[0])
        assert trip.waits[:4] == pytest.approx([4.0, 4.0, 5.2, 6.76])
        assert trip.waits[-1] == 15.0
        assert trip.found[0] == Running(None, "Waiting at Pixel Engine", 4.0)
        assert (trip.found[1].progress, trip.found[1].note) == (0.4, "Pixel Engine is drawing")

    async def test_an_unknown_word_goes_on_being_asked_after(self, server: PixelEngineServer) -> None:
        server.states = ["queued", "polishing", "success"]
        trip = await ran(server, MINIMAL[0])
        assert trip.found[1].note == "Pixel Engine says: polishing"
        assert len(trip.outcome.frames) == 8

    @pytest.mark.parametrize(
        ("error", "kind", "words"),
        [
            ({"code": "generation_failed", "message": "The model gave up"}, JobFailed, "The model gave up"),
            ({"code": "content_policy_violation", "message": "Not allowed"}, Blocked, "Not allowed"),
            (None, JobFailed, "no reason given"),
        ],
    )
    async def test_a_job_that_fails_says_why_and_costs_nothing(
        self, server: PixelEngineServer, error: dict[str, str] | None, kind: type[ProviderError], words: str
    ) -> None:
        server.states, server.error = ["pending", "failure"], error
        with pytest.raises(kind, match=words) as caught:
            await ran(server, MINIMAL[0])
        assert caught.value.charged is Charged.NO

    async def test_a_submission_that_answers_with_an_error_has_failed(self, server: PixelEngineServer) -> None:
        error = {"code": "generation_failed", "message": "No capacity"}
        server.on("pixel-engine/animate", Reply(json={"api_job_id": None, "status": "failure", "error": error}))
        with pytest.raises(JobFailed, match="No capacity"):
            await ran(server, MINIMAL[0])

    async def test_cancelling_stops_the_job_and_gives_the_credits_back(self, server: PixelEngineServer) -> None:
        operation = MINIMAL[0]
        async with provider_at(server, PixelEngine) as provider:
            job = await accepted(provider, operation)
            assert await provider.cancel(job.remote_id) is True
            with pytest.raises(JobFailed, match="the credits held for it came back"):
                await polled(provider, operation, job)

    async def test_cancelling_what_has_ended_leaves_its_result(self, server: PixelEngineServer) -> None:
        server.states = ["success"]
        operation = MINIMAL[0]
        async with provider_at(server, PixelEngine) as provider:
            job = await accepted(provider, operation)
            assert await provider.cancel(job.remote_id) is False
            assert len((await polled(provider, operation, job)).outcome.frames) == 8

    async def test_after_a_day_the_result_is_gone(self, server: PixelEngineServer) -> None:
        server.states = ["expired"]
        with pytest.raises(Expired):
            await ran(server, MINIMAL[0])

    async def test_another_key_does_not_find_the_job(self, server: PixelEngineServer) -> None:
        async with provider_at(server, PixelEngine) as provider:
            with pytest.raises(NotFound):
                await provider.poll(MINIMAL[0], "not-a-job")

    async def test_an_address_that_died_is_replaced_by_asking_again(self, server: PixelEngineServer) -> None:
        server.states = ["success"]
        operation = MINIMAL[0]
        async with provider_at(server, PixelEngine) as provider:
            job = await accepted(provider, operation)
            answer = await provider.poll(operation, job.remote_id)
            assert isinstance(answer, Answer)
            server.store.let_addresses_die()
            with pytest.raises(DeadLink):
                await provider.collect(operation, answer, lambda _share, _note: None)
            assert len((await polled(provider, operation, job)).outcome.frames) == 8

    async def test_a_result_can_be_looked_up_by_its_id(self, server: PixelEngineServer) -> None:
        async with provider_at(server, PixelEngine) as provider:
            job = (await carried_out(provider, MINIMAL[0])).remote_id
            found = (await carried_out(provider, ops.ShowJob(job=job))).outcome
            assert found.frames[0].tolist() == SPRITE.tolist()
            assert (found.table[0]["status"], found.table[0]["billing.credits_charged"]) == ("success", 20)

    async def test_a_job_can_be_cancelled_by_its_id(self, server: PixelEngineServer) -> None:
        async with provider_at(server, PixelEngine) as provider:
            job = await accepted(provider, MINIMAL[0])
            found = (await carried_out(provider, ops.CancelJob(job=job.remote_id))).outcome
            assert found.table == ({"api_job_id": job.remote_id, "status": "cancelled"},)


class TestRefusals:
    """Every documented refusal is told as what it is, and nothing is sent twice."""

    @pytest.mark.parametrize(
        ("reply", "kind"),
        [
            (problem(400, "invalid_request", "prompt is required"), Refused),
            (problem(400, "image_too_large", "Image exceeds 5 MB"), Refused),
            (problem(400, "image_fetch_failed", "image_url could not be fetched"), Refused),
            (problem(401, "unauthorized", "Invalid API key"), Auth),
            (problem(402, "insufficient_credits", "Not enough credits"), Credit),
            (problem(405, "method_not_allowed", "Use POST"), Refused),
            (problem(500, "internal_error", "Something broke"), OutcomeUnknown),
            (problem(502, "upstream_error", "No answer"), OutcomeUnknown),
        ],
        ids=lambda one: one.status if isinstance(one, Reply) else one.__name__,
    )
    async def test_a_paid_request_is_sent_once(
        self, server: PixelEngineServer, reply: Reply, kind: type[ProviderError]
    ) -> None:
        server.fail(reply, path="/animate", times=9)
        with pytest.raises(kind) as caught:
            await ran(server, MINIMAL[0])
        assert len(server.requests) == 1
        assert server.token not in str(caught.value)
        assert caught.value.charged is (Charged.MAYBE if kind is OutcomeUnknown else Charged.NO)

    async def test_a_fault_of_the_rewriting_model_is_asked_again_since_it_is_free(
        self, server: PixelEngineServer
    ) -> None:
        server.fail(problem(502, "upstream_error", "The model said nothing"), path="/enhance-prompt")
        found = (await ran(server, MINIMAL[5])).outcome
        assert found.text == "walks, in loving detail"
        assert len(server.requests) == 2

    @pytest.mark.parametrize("fault", [Fault.RESET_AFTER_READ, Fault.CLOSE_AFTER_READ, Fault.HALF_HEADERS])
    async def test_a_paid_request_without_an_answer_is_unknown(self, server: PixelEngineServer, fault: Fault) -> None:
        server.fail(fault, path="/animate", times=9)
        with pytest.raises(OutcomeUnknown):
            await ran(server, MINIMAL[0])
        assert len(server.requests) == 1

    async def test_a_wrong_token_is_told(self, server: PixelEngineServer) -> None:
        with pytest.raises(Auth):
            await ran(server, ops.ShowBalance(), token="pe_sk_other")

    @pytest.mark.parametrize(
        ("linked", "words"),
        [
            (("ftp://example.org/a.png",), "is no key frame"),
            (("0:https://example.org/a.png",), "same place"),
            (("8:https://example.org/a.png",), "beyond the frames"),
        ],
    )
    async def test_a_link_that_makes_no_sense_is_not_sent(
        self, server: PixelEngineServer, linked: tuple[str, ...], words: str
    ) -> None:
        operation = ops.Keyframes(keyframes=(Keyframe(0, SPRITE),), linked=linked, prompt="x", total_frames=8)
        with pytest.raises(Refused, match=words) as caught:
            await ran(server, operation)
        assert [problem.field for problem in caught.value.problems] == ["linked"]
        assert server.requests == []

    async def test_a_picture_too_large_as_a_file_is_not_sent(self, server: PixelEngineServer) -> None:
        noise = np.random.default_rng(3).integers(0, 256, (1300, 1300, 4), np.uint8)
        operation = ops.Animate(image=frozen(noise), prompt="x", model="frame-engine-v1.1")
        with pytest.raises(Refused, match="5 MB are possible") as caught:
            await ran(server, operation)
        assert [problem.field for problem in caught.value.problems] == ["image"]
        assert server.requests == []

    @pytest.mark.parametrize(
        "damage", [b"", b"<html></html>", b"\x89PNG\r\n\x1a\n cut", b"RIFF\x10\0\0\0WEBPVP8X"], ids=repr
    )
    async def test_a_file_that_is_no_picture_is_kept_and_told(self, server: PixelEngineServer, damage: bytes) -> None:
        operation = MINIMAL[0]
        async with provider_at(server, PixelEngine) as provider:
            server.store.fail(Reply(body=damage, media="image/png"))
            with pytest.raises(BadAnswer, match="kept"):
                await carried_out(provider, operation)


class TestMoney:
    """What it costs is known before, and what is left can be asked."""

    @pytest.mark.parametrize(
        ("operation", "credits"),
        [
            (MINIMAL[0], 20),
            (MINIMAL[1], 24),
            (MINIMAL[2], 10),
            (MINIMAL[2].changed(model="nb_pro"), 30),
            (MINIMAL[2].changed(model="oai_gpt2_low"), 6),
            (MINIMAL[2].changed(model="oai_gpt2_medium"), 12),
            (MINIMAL[2].changed(model="oai_gpt2_high"), 36),
            (MINIMAL[4], 2),
        ],
    )
    def test_prices_are_those_of_the_document(self, operation: Operation, credits: int) -> None:  # noqa: A002
        assert PixelEngine().quote(operation) == Quote(Decimal(credits), Unit.CREDITS)

    def test_what_is_free_is_free_and_a_model_nobody_knows_has_no_price(self) -> None:
        assert PixelEngine().quote(MINIMAL[3]).unit is Unit.FREE
        assert PixelEngine().quote(MINIMAL[2].changed(model="oai_gpt3_low")).unit is Unit.UNKNOWN

    async def test_the_balance_leaves_out_what_running_jobs_hold(self, server: PixelEngineServer) -> None:
        async with provider_at(server, PixelEngine) as provider:
            await accepted(provider, MINIMAL[0])
            balance = await provider.balance()
            assert balance is not None
            assert [(charge.amount, charge.unit) for charge in balance.left] == [(Decimal(980), "credits")]
            assert balance.text == "20 more are held by running jobs"

    async def test_spending_is_a_table(self, server: PixelEngineServer) -> None:
        (row,) = (await ran(server, FULL[-1])).outcome.table
        assert (row["period.start_date"], row["totals.jobs_charged"]) == ("2026-01-01T00:00:00Z", 2)


async def ran(server: PixelEngineServer, operation: Operation, *, token: str | None = None) -> Trip:
    """The operation from its request to its result."""
    async with provider_at(server, PixelEngine, token=token) as provider:
        return await carried_out(provider, operation)


async def _finished(provider: PixelEngine, operation: Operation, job: Accepted) -> dict[str, Any]:
    """What the last poll of a job says."""
    while not isinstance(answer := await provider.poll(operation, job.remote_id), Answer):
        pass
    document: dict[str, Any] = json.loads(answer.body)
    return document


async def _read(provider: PixelEngine, operation: Operation, document: dict[str, Any]) -> Outcome:
    """The result of a job that says this."""
    answer = Answer(json.dumps(document).encode())
    return provider.decode(operation, await provider.collect(operation, answer, lambda _share, _note: None))
