"""Providers and operations by id; nothing is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studio.core.errors import UserError
from studio.providers.local.declarations import Pixelate
from studio.providers.registry import operation, operations, provider


def test_an_operation_is_found_by_its_id() -> None:
    assert operation("local/pixelate") is Pixelate


def test_a_provider_is_made_once() -> None:
    assert provider("local") is provider("local")
    assert provider("local").id == "local"
    assert list(provider("local").operations) == list(operations("local"))


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("local/pixelte", "There is no operation local/pixelte. Did you mean local/pixelate?"),
        (
            "pixelate",
            "There is no operation pixelate. Did you mean local/pixelate or pixel-engine/pixelate?",
        ),
        ("local/zzz", "There is no operation local/zzz. List them with: sprite-studio providers"),
        ("locl/pixelate", "There is no provider locl. Did you mean local?"),
    ],
)
def test_a_wrong_id_names_near_ones(wanted: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        operation(wanted)
    assert str(caught.value) == sentence


def test_listing_operations_loads_neither_numpy_nor_algorithms() -> None:
    code = (
        "import sys\n"
        "from studio.providers.registry import operations\n"
        "assert operations()\n"
        "heavy = {'numpy', 'PIL', 'httpx', 'PySide6', 'psygnal', 'asyncio'} & set(sys.modules)\n"
        "print(sorted(heavy), [name for name in sys.modules if name.startswith('studio.local')])\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[] []\n"
