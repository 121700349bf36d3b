"""`usage`: what an account tells, section by section; what is not offered is said, a wrong range is not sent."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from studio.cli.main import main
from tests.servers.base import Reply
from tests.servers.pixel_engine import PixelEngineServer
from tests.servers.pixelapi import PixelApiServer

TODAY = datetime.datetime.now(datetime.UTC).date()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")


def stands(server: PixelEngineServer | PixelApiServer, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"STUDIO_{name}_URL", server.url)
    monkeypatch.setenv(f"STUDIO_{name}_TOKEN", server.token)


def test_balance_and_spending_are_told_for_chosen_days(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with PixelEngineServer() as server:
        stands(server, "PIXEL_ENGINE", monkeypatch)
        assert main(["usage", "pixel-engine", "--from", "2026-01-02", "--to", "2026-01-09"]) == 0
        seen = server.seen("pixel-engine/show-billing")[0]
        assert seen.query == {"start_date": "2026-01-02", "end_date": "2026-01-09"}
    out = capsys.readouterr().out
    assert "Balance\n  Left: 1000 credits\n  Monthly: 900 credits\n" in out
    assert "Spent from 2026-01-02 to 2026-01-09\n  From: 2026-01-02\n  To: 2026-01-09\n  Used: 44 credits\n" in out
    assert out.endswith("Paid from this computer\n  Nothing.\n")


def test_days_are_summed_up_from_a_list_of_what_was_made_and_prices_come_from_the_provider(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with PixelApiServer() as server:
        server.fast_plan = True
        stands(server, "PIXELAPI", monkeypatch)
        rows = [{"id": name, "credits_used": 2, "created_at": f"{TODAY}T00:00:00Z"} for name in "ab"]
        server.on("pixelapi/show-usage", Reply(json=rows))
        assert main(["usage", "pixelapi", "--prices"]) == 0
    out = capsys.readouterr().out
    assert f"  {TODAY}   4 credits\n" in out
    assert out.endswith("Prices\n  sdxl   image   1 credit\n  flux-schnell   image   3 credits\n")


def test_what_is_not_offered_is_said_and_known_prices_are_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STUDIO_PIXELDOJO_TOKEN", "pd_x")
    assert main(["usage", "pixeldojo", "--prices"]) == 0
    out = capsys.readouterr().out
    assert out.count("PixelDojo does not offer this.") == 2
    assert "  Make pictures with Flux   Flux Pro   1 credit\n" in out


def test_a_range_of_more_than_a_year_is_not_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with PixelEngineServer() as server:
        stands(server, "PIXEL_ENGINE", monkeypatch)
        assert main(["usage", "pixel-engine", "--from", "2024-01-02", "--to", "2026-01-09"]) == 2
        assert server.requests == []
    assert "At most 365 days lie between the two; here it is 738." in capsys.readouterr().err


def test_what_cannot_be_read_is_one_sentence_and_the_rest_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["usage", "pixel-engine"]) == 1
    told = capsys.readouterr()
    assert "There is no token for Pixel Engine." in told.err
    assert "Paid from this computer\n  Nothing.\n" in told.out
