"""Several jobs by real mouse and keys: found by the bell, stopped as a whole, a refusal said as such."""

from __future__ import annotations

from tests.e2e.conftest import Start
from tests.e2e.screen import Studio
from tests.servers.pixel_engine import PixelEngineServer

ANIMATE = "pixel-engine/animate"


def test_all_jobs_are_stopped_at_once_and_a_refusal_is_said_as_such(start: Start) -> None:
    with PixelEngineServer() as server:
        server.states = ["pending"]
        studio = start(STUDIO_PIXEL_ENGINE_URL=server.url, STUDIO_PIXEL_ENGINE_TOKEN=server.token)
        studio.wait("active", title="tileset.aseprite")
        studio.wait("active", title="hero.aseprite")  # the last of the sample's sprites that comes to the front
        _ask(studio, "breathes slowly")
        for _more in range(3):
            studio.key("ctrl+Return")
        for _lane in range(3):
            studio.wait("job", operation=ANIMATE, state="running")
        studio.click("jobs-bell")
        studio.click("jobs-more")
        studio.key("Down", "Return")
        studio.click("answer-0")
        for _job in range(4):
            studio.wait("job", operation=ANIMATE, state="cancelled")
        assert {job.states[0] for job in server.jobs.values()} == {"cancelled"}
        assert len(server.jobs) == 3  # the fourth was never sent
        server.states = ["failure"]
        server.error = {"code": "content_policy_violation", "message": "No violence."}
        studio.click("field-prompt-control")
        studio.key("ctrl+Return")
        refused = studio.wait("notice", action="panel.jobs")
        assert "No violence." in refused["text"]
        studio.key("alt+F4")
        assert studio.ended() == 0


def _ask(studio: Studio, words: str) -> None:
    studio.click("generate-search")
    studio.type("animate a picture")
    studio.key("Return")
    studio.click("field-prompt-control")
    studio.type(words)
    studio.key("ctrl+Return")
