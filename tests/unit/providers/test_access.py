"""Addresses that may carry a token, and those that may not."""

from __future__ import annotations

import pytest

from studio.core.errors import UserError
from studio.providers.access import Access, access_of, configure, is_public, origin_of, without_secrets

REAL = "https://api.example.com/v2"


@pytest.mark.parametrize(
    ("address", "used"),
    [
        ("", REAL),
        ("https://mirror.example.org/v2/", "https://mirror.example.org/v2"),
        ("  http://127.0.0.1:8080  ", "http://127.0.0.1:8080"),
        ("http://localhost:9", "http://localhost:9"),
        ("http://[::1]:9/x", "http://[::1]:9/x"),
    ],
)
def test_an_address_that_is_used(address: str, used: str) -> None:
    assert Access(address).address(REAL) == used


@pytest.mark.parametrize(
    "address",
    [
        "http://api.example.com",
        "http://127.0.0.1.example.com",
        "http://192.168.0.7:8080",
        "http://localhost.example.com",
    ],
)
def test_a_token_is_never_sent_in_clear_beyond_this_machine(address: str) -> None:
    with pytest.raises(UserError, match="not encrypted"):
        Access(address).address(REAL)


@pytest.mark.parametrize(
    "address",
    [
        "api.example.com",
        "ftp://x.example",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@x.example",
        "https://x:y",
    ],
)
def test_what_is_no_address_is_told_without_its_secrets(address: str) -> None:
    with pytest.raises(UserError, match="https://") as caught:
        Access(address).address(REAL)
    assert "secret" not in str(caught.value)


def test_origins_differ_by_scheme_host_and_port() -> None:
    assert origin_of("https://API.example.com/v2") == origin_of("https://api.example.com:443")
    assert origin_of("https://api.example.com") != origin_of("https://api.example.com:8443")
    assert origin_of("https://api.example.com") != origin_of("http://api.example.com")
    assert origin_of("https://api.example.com") != origin_of("https://cdn.example.com")


def test_private_addresses_are_not_public() -> None:
    assert [is_public(host) for host in ("files.example.com", "8.8.8.8")] == [True, True]
    hosts = ("127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1")
    assert not any(is_public(host) for host in hosts)


def test_signed_addresses_are_shown_without_their_key() -> None:
    assert without_secrets("https://u:p@files.example.com/a.png?sig=abc#x") == "https://files.example.com/a.png"


def test_who_knows_the_tokens_says_so_once() -> None:
    configure(lambda provider_id: Access(token=lambda: f"token of {provider_id}"))
    try:
        assert access_of("pixelapi").token() == "token of pixelapi"
    finally:
        configure(lambda _provider_id: Access())
    assert access_of("pixelapi").token() is None
