"""A token by real mouse and keys, where there is no keyring: typed unseen, tested, in force, and in no file."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Start
from tests.servers.pixelapi import PixelApiServer

TOKEN = "pk_live_by-hand-51"


def test_a_token_is_added_and_its_usage_looked_at(start: Start, tmp_path: Path) -> None:
    with PixelApiServer(token=TOKEN) as server:
        server.fast_plan = True
        studio = start(STUDIO_PIXELAPI_URL=server.url)
        studio.wait_for_sample()
        studio.run_action("Accounts and tokens")
        studio.click("settings-search")
        studio.type("pixelapi")
        studio.click("account-pixelapi-token")
        studio.type("pk_live_mistyped")
        studio.click("account-pixelapi-keep")
        studio.wait_for("account-pixelapi-forget")
        studio.click("account-pixelapi-token")
        studio.type(TOKEN)
        studio.click("account-pixelapi-keep")
        studio.wait_for("balance")
        studio.click("settings-close")
        studio.wait_without("settings-close")
        studio.click("balance")
        studio.click("usage-pixelapi-again")
        studio.wait_for("usage-pixelapi-spending-range-show")
        studio.key("Escape")
        studio.wait_without("usage-pixelapi-again")
        asked = [seen.headers["authorization"] for seen in server.seen("pixelapi/show-balance")]
        assert asked[0] == "Bearer pk_live_mistyped"
        assert set(asked[1:]) == {f"Bearer {TOKEN}"}
        studio.key("alt+F4")
        assert studio.ended() == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 2
    assert not [path for path in files if TOKEN.encode() in path.read_bytes()]
