"""The declared settings: each has a room, a sound default, and refuses what it cannot be."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studio.spec.settings import SETTINGS, accepts, setting


def test_every_setting_lies_in_a_room_and_has_a_default_it_accepts() -> None:
    for name, declared in SETTINGS.items():
        assert declared.name == name
        assert declared.group
        assert accepts(name, declared.default), name


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("appearance.theme", "dark", True),
        ("appearance.theme", "pink", False),
        ("appearance.font_size", 12, True),
        ("appearance.font_size", 9, False),
        ("appearance.font_size", "12", False),
        ("appearance.font_size", True, False),
        ("timeline.duration", 65535, True),
        ("timeline.duration", 65536, False),
        ("generate.play_takes", False, True),
        ("generate.play_takes", None, False),
        ("nobody.knows", 1, False),
    ],
)
def test_what_a_setting_accepts(name: str, value: object, *, accepted: bool) -> None:
    assert accepts(name, value) is accepted


def test_an_unknown_setting_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        setting("nobody.knows")


def test_settings_load_neither_operations_nor_numpy() -> None:
    code = (
        "import sys, studio.spec.settings\n"
        "print(sorted(name for name in sys.modules if name in "
        "{'numpy', 'psygnal', 'asyncio', 'studio.spec.operation', 'studio.spec.rules', 'studio.doc'}))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
