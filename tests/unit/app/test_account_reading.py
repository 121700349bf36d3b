"""What is asked of providers about an account, against loopback services."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.app.account_reading import AccountReading
from studio.app.usage import Made
from studio.codec.images import write_png
from studio.core.errors import BadAnswer, DeadLink, UserError
from studio.core.geometry import Size
from studio.doc.pixels import blank
from studio.providers import registry
from studio.providers.used import UsedProviders
from studio.store.accounts import Accounts
from studio.store.settings import Settings
from tests.servers.base import Reply
from tests.servers.pixelapi import PixelApiServer


@pytest.fixture(autouse=True)
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    registry.configure(Accounts(Settings.load(tmp_path / "settings.json")).access)


def stands(server: PixelApiServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The service is on this machine; the address of a picture that it keeps."""
    server.fast_plan = True
    monkeypatch.setenv("STUDIO_PIXELAPI_URL", server.url)
    monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", server.token)
    return server.store.signed(server.store.keep(write_png(blank(Size(4, 2))), "image/png"))


async def test_a_picture_comes_from_its_address_or_else_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    used = UsedProviders()
    with PixelApiServer() as server:
        address = stands(server, monkeypatch)
        reading = AccountReading(used)
        by_address = await reading.picture("pixelapi", Made(id="gen-1", address=address))
        assert by_address is not None
        assert by_address.shape == (2, 4, 4)
        assert server.seen("pixelapi/show-image") == []
        told = {"id": "gen-1", "status": "completed", "output_url": address}
        server.on("pixelapi/show-image", Reply(json=told))
        by_number = await reading.picture("pixelapi", Made(id="gen-1"))
        assert by_number is not None
        assert by_number.shape == (2, 4, 4)
        server.on("pixelapi/show-image", Reply(json={"id": "gen-1", "status": "queued", "output_url": None}))
        assert await reading.picture("pixelapi", Made(id="gen-1")) is None
        assert await reading.picture("pixelapi", Made()) is None
        server.store.let_addresses_die()
        with pytest.raises(DeadLink):
            await reading.picture("pixelapi", Made(address=address))
    await used.close()


async def test_an_answer_without_a_fact_is_no_balance(monkeypatch: pytest.MonkeyPatch) -> None:
    used = UsedProviders()
    with PixelApiServer() as server:
        stands(server, monkeypatch)
        server.on("pixelapi/show-balance", Reply(json={"limits": [1]}))
        with pytest.raises(BadAnswer, match="The balance that PixelAPI told cannot be read"):
            await AccountReading(used).balance("pixelapi")
    await used.close()


async def test_what_a_provider_does_not_offer_is_not_asked() -> None:
    with pytest.raises(UserError, match="PixelDojo does not offer this"):
        await AccountReading(UsedProviders()).made("pixeldojo")
    assert await AccountReading(UsedProviders()).picture("pixeldojo", Made(id="x")) is None
