"""Accounts: which of several places a token or an address is taken from, and what is told when that changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import UserError
from studio.providers.registry import PROVIDERS
from studio.store.accounts import ACCOUNTS, Accounts, account, tokens_in
from studio.store.secrets import SecretStore, Source
from studio.store.settings import Settings
from tests.fakes.keyring import KeyringLocked, MemoryKeyring

TOKEN = "pd_Abc-123"


class LockedKeyring(MemoryKeyring):
    """Gives nothing until it is unlocked."""

    is_locked = True

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringLocked("locked")
        return super().get_password(service, username)


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in ACCOUNTS.values():
        for name in (*one.token_variables, *one.url_variables):
            monkeypatch.delenv(name, raising=False)


def accounts(folder: Path, keyring: MemoryKeyring | None) -> Accounts:
    variables = {one.provider: one.token_variables for one in ACCOUNTS.values()}
    secrets = SecretStore(variables=variables, find_backend=lambda: keyring)
    return Accounts(Settings.load(folder / "settings.json"), secrets)


def test_every_provider_but_this_computer_has_an_account() -> None:
    assert set(ACCOUNTS) == {entry.id for entry in PROVIDERS} - {"local"}
    with pytest.raises(UserError, match="local takes no token"):
        account("local")


async def test_the_keyring_is_asked_when_a_request_needs_the_token_and_only_once(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    keyring.set_password("sprite-studio", "pixeldojo", TOKEN)
    known = accounts(tmp_path, keyring)
    access = known.access("pixeldojo")
    assert access.token() is None
    assert keyring.threads == set()
    await access.prepare()
    assert access.token() == TOKEN
    keyring.passwords.clear()
    await known.access("pixeldojo").prepare()
    assert known.access("pixeldojo").token() == TOKEN
    assert TOKEN not in repr(vars(known)) + repr(known.found("pixeldojo"))


async def test_the_environment_goes_before_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = accounts(tmp_path, MemoryKeyring())
    assert await known.save("pixellab-v1", TOKEN) is Source.KEYRING
    assert known.where("pixellab-v1") == "kept in the keyring (keyring)"
    monkeypatch.setenv("PIXELLAB_API_KEY", "official")
    assert known.access("pixellab-v1").token() == "official"
    assert known.access("pixellab-v2").token() == "official"
    monkeypatch.setenv("STUDIO_PIXELLAB_V1_TOKEN", "own")
    assert known.access("pixellab-v1").token() == "own"
    assert known.where("pixellab-v1") == "taken from the environment (STUDIO_PIXELLAB_V1_TOKEN)"
    monkeypatch.delenv("PIXELLAB_API_KEY")
    monkeypatch.setenv("STUDIO_PIXELLAB_V1_TOKEN", "  ")
    assert known.access("pixellab-v1").token() == TOKEN


async def test_both_apis_of_pixellab_share_a_token_unless_a_second_is_given(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    known = accounts(tmp_path, keyring)
    told: list[str] = []
    known.changed.connect(told.append)
    await known.save("pixellab-v2", TOKEN)
    assert told == ["pixellab-v2", "pixellab-v1"]
    assert await known.look("pixellab-v1") is not None
    assert (known.access("pixellab-v1").token(), known.borrowed_from("pixellab-v1")) == (TOKEN, "pixellab-v2")
    assert known.where("pixellab-v1") == "that of PixelLab, kept in the keyring (keyring)"
    await known.save("pixellab-v1", "second")
    assert (known.access("pixellab-v1").token(), known.access("pixellab-v2").token()) == ("second", TOKEN)
    assert known.borrowed_from("pixellab-v1") == ""
    await known.forget("pixellab-v1")
    await known.forget("pixellab-v2")
    assert (known.needs_token("pixellab-v1"), known.needs_token("pixellab-v2")) == (True, True)


async def test_a_second_token_in_the_keyring_goes_before_a_shared_one_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = MemoryKeyring()
    keyring.set_password("sprite-studio", "pixellab-v1", TOKEN)
    monkeypatch.setenv("STUDIO_PIXELLAB_V2_TOKEN", "newer")
    known = accounts(tmp_path, keyring)
    assert not known.is_known("pixellab-v1")
    await known.access("pixellab-v1").prepare()
    assert (known.access("pixellab-v1").token(), known.access("pixellab-v2").token()) == (TOKEN, "newer")


async def test_the_token_of_the_first_api_holds_for_the_second_in_the_next_session(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    keyring.set_password("sprite-studio", "pixellab-v1", TOKEN)
    known = accounts(tmp_path, keyring)
    assert await known.look("pixellab-v2") is not None
    assert not known.needs_token("pixellab-v2")
    assert known.access("pixellab-v2").token() == TOKEN


async def test_without_a_keyring_a_token_lasts_for_the_session_and_it_is_said(tmp_path: Path) -> None:
    known = accounts(tmp_path, None)
    assert not known.needs_token("pixelapi")
    assert await known.look("pixelapi") is None
    assert known.needs_token("pixelapi")
    assert await known.save("pixelapi", f" {TOKEN} ") is Source.SESSION
    assert not known.needs_token("pixelapi")
    assert known.access("pixelapi").token() == TOKEN
    assert known.where("pixelapi") == "kept in memory until the studio is closed"
    assert known.trouble() == "This system has no keyring. Tokens are kept until the studio is closed."
    assert accounts(tmp_path, None).access("pixelapi").token() is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and TOKEN in path.read_text()]


async def test_a_keyring_that_is_locked_may_still_hold_a_token(tmp_path: Path) -> None:
    keyring = LockedKeyring()
    keyring.set_password("sprite-studio", "pixelapi", TOKEN)
    known = accounts(tmp_path, keyring)
    assert await known.look("pixelapi") is None
    assert (known.needs_token("pixelapi"), known.is_shut()) == (False, True)
    assert known.access("pixelapi").trouble == "The keyring is locked."
    keyring.is_locked = False
    assert await known.look("pixelapi", patient=True) is not None
    assert (known.access("pixelapi").token(), known.access("pixelapi").trouble) == (TOKEN, "")


async def test_a_token_that_another_program_keeps_meanwhile_is_found(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    known = accounts(tmp_path, keyring)
    told: list[str] = []
    known.changed.connect(told.append)
    for _time in range(3):
        await known.look("pixelapi")
    assert (known.needs_token("pixelapi"), told) == (True, ["pixelapi"])
    keyring.set_password("sprite-studio", "pixelapi", TOKEN)
    await known.look("pixelapi")
    assert (known.needs_token("pixelapi"), told) == (False, ["pixelapi"] * 2)


async def test_a_forgotten_token_is_gone_and_every_change_is_told(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    known = accounts(tmp_path, keyring)
    told: list[str] = []
    known.changed.connect(told.append)
    await known.save("pixelapi", TOKEN)
    assert await known.forget("pixelapi")
    assert (keyring.passwords, known.access("pixelapi").token()) == ({}, None)
    assert known.needs_token("pixelapi")
    known.set_address("pixelapi", "https://proxy.example/")
    assert told == ["pixelapi"] * 3


def test_an_address_comes_from_the_environment_then_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = accounts(tmp_path, None)
    assert known.access("pixelapi").base_url == ""
    known.set_address("pixelapi", " https://proxy.example/api/ ")
    assert known.access("pixelapi").base_url == "https://proxy.example/api"
    assert accounts(tmp_path, None).address("pixelapi") == ("https://proxy.example/api", "from the settings")
    monkeypatch.setenv("PIXELLAB_BASE_URL", "http://127.0.0.1:9/v1")
    assert known.access("pixellab-v1").base_url == "http://127.0.0.1:9/v1"
    assert known.access("pixellab-v2").base_url == ""
    known.set_address("pixelapi", "")
    assert known.access("pixelapi").base_url == ""


@pytest.mark.parametrize("typed", ["http://api.example", "ftp://api.example", "api.example", "https://u:p@api.example"])
def test_an_address_that_would_show_the_token_is_not_taken(tmp_path: Path, typed: str) -> None:
    known = accounts(tmp_path, None)
    with pytest.raises(UserError):
        known.set_address("pixelapi", typed)
    assert known.access("pixelapi").base_url == ""


def test_an_env_file_is_read_by_the_names_of_the_providers_own_tools() -> None:
    text = """
    # PIXELLAB_SECRET=commented
    export PIXELLAB_SECRET="a b" # mine
    STUDIO_PIXELLAB_V2_TOKEN = own # the second API
    STUDIO_PIXELAPI_TOKEN='quoted#1'
    STUDIO_PIXELDOJO_TOKEN=
    UNRELATED=1
    no sign
    """
    assert tokens_in(text) == {"pixellab-v2": "own", "pixellab-v1": "a b", "pixelapi": "quoted#1"}
