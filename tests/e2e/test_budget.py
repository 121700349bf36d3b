"""A budget by real mouse and keys: typed, hit, raised where its notice leads."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from studio.store.project import PROJECT_FILE, open_project
from tests.e2e.conftest import Start
from tests.e2e.screen import Studio
from tests.servers.pixellab_v2 import PixelLabServer

CREATE = "pixellab-v2/create-image-pixflux"
FIELD = "budget-pixellab-v2-amount"


def test_a_budget_stops_a_wish_and_is_raised_by_one_click(start: Start, tmp_path: Path) -> None:
    with PixelLabServer() as server:
        studio = start(STUDIO_PIXELLAB_V2_URL=server.url, STUDIO_PIXELLAB_V2_TOKEN=server.token)
        studio.wait("active", title="tileset.aseprite")
        studio.wait("active", title="hero.aseprite")  # the last of the sample's sprites that comes to the front
        studio.run_action("Spending and budgets")
        studio.click(FIELD)
        studio.type("0.01")
        studio.key("Return")
        studio.click("spending-close")
        studio.wait_without("spending-close")
        _ask(studio, "a round slime")
        studio.wait("job", operation=CREATE, state="done")
        studio.click("field-description-control")
        studio.key("ctrl+Return")
        notice = studio.wait("notice", action="edit.spending")
        assert "would pass the budget by 0.0058 USD" in notice["text"]
        assert _budget(tmp_path) == Decimal("0.01")
        studio.click("notice-action")
        studio.wait_for(FIELD)
        studio.key("Return")
        studio.click("spending-close")
        studio.wait_without("spending-close")
        studio.click("field-description-control")
        studio.key("ctrl+Return")
        studio.wait("job", operation=CREATE, state="done")
        assert _budget(tmp_path) == Decimal("0.0158")
        assert len(server.seen(CREATE)) == 2
        studio.key("alt+F4")
        assert studio.ended() == 0


def _ask(studio: Studio, words: str) -> None:
    studio.click("generate-search")
    studio.type("create from words")
    studio.key("Return")
    studio.wait_for("field-description-control")
    studio.click("field-description-control")
    studio.type(words)
    studio.key("ctrl+Return")


def _budget(folder: Path) -> Decimal:
    (project,) = folder.rglob(PROJECT_FILE)
    return open_project(project.parent).budget.limits["pixellab-v2"]
