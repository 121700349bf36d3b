"""How the program ends: by its window, with unsaved work, and by a kill in the middle of it."""

from __future__ import annotations

from pathlib import Path

from studio.codec.load import open_sprite
from studio.doc.compose import flatten
from tests.e2e.conftest import Start
from tests.e2e.screen import Studio
from tests.servers.pixel_engine import PixelEngineServer

STROKE = ((2, 2), (8, 2))
COPIES = "data/recovery/*/*.aseprite"


def test_work_is_offered_again_after_the_program_was_killed(start: Start, tmp_path: Path) -> None:
    first = start()
    _draw(first)
    first.wait("kept", title="hero.aseprite")
    first.kill()
    second = start()
    offer = second.wait("notice", action="file.recover")
    assert offer["text"] == "1 sprite was not saved when the studio stopped last time: hero.aseprite."
    second.wait_for("canvas")
    second.run_action("Recover")
    second.wait("active", title="hero.aseprite (recovered)")
    second.key("ctrl+s")
    second.wait("saved")
    assert _drawn_cells(tmp_path) == [(x, 2) for x in range(2, 9)]


def test_closing_with_unsaved_work_asks_and_saves(start: Start, tmp_path: Path) -> None:
    studio = start()
    _draw(studio)
    studio.key("alt+F4")
    studio.wait_for("answer-0")
    studio.key("Escape")
    studio.wait_without("answer-0")
    studio.key("alt+F4")
    studio.click("answer-0")
    studio.wait("saved")
    assert studio.ended() == 0
    assert _drawn_cells(tmp_path) == [(x, 2) for x in range(2, 9)]


def test_closing_without_saving_leaves_the_file_and_keeps_a_copy(start: Start, tmp_path: Path) -> None:
    first = start()
    _draw(first)
    first.key("alt+F4")
    first.click("answer-1")
    assert first.ended() == 0
    assert _drawn_cells(tmp_path) == []
    second = start()
    assert second.wait("notice", action="file.recover")


def test_recovered_work_closed_without_saving_is_offered_again_until_it_is_thrown_away(
    start: Start, tmp_path: Path
) -> None:
    studio = start()
    _draw(studio)
    _leave_by(studio, "answer-1")
    for answer in ("answer-1", "answer-2"):
        studio = start()
        studio.wait("notice", action="file.recover")
        studio.wait_for_sample()
        studio.wait_for("canvas")
        studio.click("notice-action")
        studio.wait("active", title="hero.aseprite (recovered)")
        _leave_by(studio, answer)
    assert list((tmp_path / "home").glob(COPIES)) == []
    assert _drawn_cells(tmp_path) == [], "it was thrown away"


def test_the_offer_outlives_the_news_of_a_job_that_ends_at_the_start(start: Start) -> None:
    with PixelEngineServer() as server:
        server.states = ["pending"]
        keys = {"STUDIO_PIXEL_ENGINE_URL": server.url, "STUDIO_PIXEL_ENGINE_TOKEN": server.token}
        studio = start(**keys)
        _draw(studio)
        studio.click("generate-search")
        studio.type("animate a picture")
        studio.key("Return")
        studio.click("field-prompt-control")
        studio.type("breathes slowly")
        studio.key("ctrl+Return")
        studio.wait("job", state="running")
        _leave_by(studio, "answer-1")
        for job in server.jobs.values():
            job.states = ["success"]
        studio = start(**keys)
        studio.wait("notice", action="file.recover")
        studio.wait("notice", action="take.show")
        studio.click("notice-close")
        studio.click("notice-action")
        studio.wait("active", title="hero.aseprite (recovered)")


def test_work_that_was_undone_is_not_offered(start: Start, tmp_path: Path) -> None:
    studio = start()
    _draw(studio)
    studio.wait("kept", title="hero.aseprite")
    studio.key("ctrl+z")
    studio.wait("changed", redo="Draw")
    studio.key("alt+F4")
    assert studio.ended() == 0
    assert list((tmp_path / "home").glob(COPIES)) == []


def test_a_file_that_is_not_there_is_said_and_the_window_works(start: Start, tmp_path: Path) -> None:
    studio = start("open", str(tmp_path / "gone.png"))
    notice = studio.wait("notice")
    assert "gone.png" in notice["text"]
    studio.wait_for_sample()
    studio.wait_for("canvas")
    studio.key("alt+F4")
    assert studio.ended() == 0


def _leave_by(studio: Studio, answer: str) -> None:
    studio.key("alt+F4")
    studio.click(answer)
    assert studio.ended() == 0


def _draw(studio: Studio) -> None:
    studio.wait_for_sample()
    studio.wait_for("canvas")
    studio.key("b")
    studio.drag(*STROKE)
    studio.wait("changed", undo="Draw")


def _drawn_cells(tmp_path: Path) -> list[tuple[int, int]]:
    """Opaque cells of the first frame's upper left corner, which is empty in the sample as it comes."""
    path = tmp_path / "home" / "data" / "Sample project" / "hero.aseprite"
    sprite = open_sprite(path).sprite
    corner = flatten(sprite, sprite.frames[0].id)[:5, :12, 3]
    return [(x, y) for y, row in enumerate(corner.tolist()) for x, alpha in enumerate(row) if alpha]
