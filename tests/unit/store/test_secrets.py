"""Tokens: where they go when the keyring works, lies, is locked, is absent or does not answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from studio.core.errors import UserError
from studio.store.secrets import SecretStore, Source, Trouble, clean_token, system_backend
from tests.fakes.keyring import FrozenKeyring, KeyringLocked, MemoryKeyring, NullKeyring, RaisingKeyring

TOKEN = "sk-Abc_123.x=="


async def test_a_token_is_kept_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = MemoryKeyring()
    store = SecretStore(variables={"pixellab": ("PIXELLAB_TOKEN",)}, find_backend=lambda: backend)
    assert await store.get("pixellab") is None
    assert await store.save("pixellab", f"  {TOKEN}\n") is Source.KEYRING
    assert backend.passwords == {("sprite-studio", "pixellab"): TOKEN}
    other = SecretStore(find_backend=lambda: backend)
    found = await other.get("pixellab")
    assert found is not None
    assert (found.reveal(), found.source, other.explain()) == (TOKEN, Source.KEYRING, "")
    assert backend.threads == {"keyring"}
    await store.forget("pixellab")
    await store.forget("pixellab")
    assert backend.passwords == {}

    monkeypatch.setenv("PIXELLAB_TOKEN", "from-env")
    wins = await store.get("pixellab")
    assert wins is not None
    assert (wins.reveal(), wins.source) == ("from-env", Source.ENVIRONMENT)


FAILURES = [
    (NullKeyring(), Trouble.REFUSED),
    (RaisingKeyring(KeyringLocked("locked")), Trouble.LOCKED),
    (RaisingKeyring(ZeroDivisionError(TOKEN)), Trouble.REFUSED),
    (None, Trouble.NO_STORE),
]


@pytest.mark.parametrize(("backend", "trouble"), FAILURES)
async def test_without_a_keyring_it_is_kept_until_the_end_and_said(
    backend: MemoryKeyring | None, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    store = SecretStore(find_backend=lambda: backend)
    assert await store.save("pixellab", TOKEN) is Source.SESSION
    assert store.trouble is trouble
    assert store.explain() != ""
    found = await store.get("pixellab")
    assert found is not None
    assert (found.reveal(), found.source) == (TOKEN, Source.SESSION)
    assert TOKEN not in caplog.text + store.explain() + repr(found) + str(vars(store).get("trouble"))


async def test_a_frozen_keyring_costs_one_wait() -> None:
    backend = FrozenKeyring()
    store = SecretStore(find_backend=lambda: backend, silent_seconds=0.01, asked_seconds=0.01)
    assert await store.get("pixellab") is None
    assert store.trouble is Trouble.NOT_ANSWERING
    assert await store.save("pixellab", TOKEN) is Source.SESSION
    assert backend.threads == set(), "the second call did not wait for it again"
    backend.thawed.set()


def test_a_frozen_keyring_does_not_keep_the_program_from_ending() -> None:
    code = (
        "import asyncio; from tests.fakes.keyring import FrozenKeyring; from studio.store.secrets import SecretStore\n"
        "store = SecretStore(find_backend=FrozenKeyring, silent_seconds=0.01)\n"
        "asyncio.run(store.get('pixellab')); print(store.trouble)"
    )
    root = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, cwd=root, check=True
    )
    assert ended.stdout.strip() == "not answering"


@pytest.mark.parametrize("pasted", ["", "  \n", "a b", "a\nb", "a\x00b", "tökén", "a\u200bb"])
def test_what_is_no_token_is_refused_without_being_repeated(pasted: str) -> None:
    with pytest.raises(UserError) as refused:
        clean_token(pasted)
    assert not pasted.strip() or pasted not in str(refused.value)


def test_only_keyrings_that_encrypt_are_used() -> None:
    from keyring import set_keyring
    from keyring.backends import fail, null

    for backend in (null.Keyring(), fail.Keyring()):
        set_keyring(backend)
        assert system_backend() is None
    set_keyring(null.Keyring())
