"""Several results of one wish by real mouse and keys: a price for all, a part that fails, the rest sent again."""

from __future__ import annotations

from tests.e2e.conftest import Start
from tests.servers.base import Reply, Seen
from tests.servers.pixellab_v2 import PixelLabServer

DRAWN = "pixellab-v2/create-image-pixflux"


def test_of_three_results_of_one_wish_only_the_one_that_failed_is_asked_for_again(start: Start) -> None:
    with PixelLabServer() as server:
        refuse_blue_once(server)
        studio = start(STUDIO_PIXELLAB_V2_URL=server.url, STUDIO_PIXELLAB_V2_TOKEN=server.token)
        studio.wait_for_sample()
        studio.click("generate-search")
        studio.type("create from words")
        studio.key("Return")
        studio.click("field-description-control")
        studio.type("a {red|blue} slime")
        studio.wait_for("generate-balance-ask")
        studio.wait_for("generate-each")
        studio.click("generate-count")
        studio.key("ctrl+a")
        studio.type("3")
        studio.click("generate-button")
        assert studio.wait("take")["title"] != "Create from words, 2 of 3"
        studio.click("generate-remark-remedy")
        studio.wait("job", state="done")
        asked = sorted(seen.json["description"] for seen in server.seen(DRAWN))
        assert asked == ["a blue slime", "a blue slime", "a red slime", "a red slime"]
        studio.wait_for("field-description-back")
        studio.key("alt+F4")
        assert studio.ended() == 0


def refuse_blue_once(server: PixelLabServer) -> None:
    """The first request for something blue is refused; all others get their picture."""
    draw = server._handlers[DRAWN]  # noqa: SLF001 - what the server does anyway
    refusals = iter([Reply(400, json={"detail": "The description is refused."})])

    def handle(seen: Seen) -> Reply:
        refusal = next(refusals, None) if "blue" in seen.json["description"] else None
        return draw(seen) if refusal is None else refusal

    server.on(DRAWN, handle)
