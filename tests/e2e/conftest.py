"""The program on a virtual screen of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.screen import Screen, Studio, missing_tools

Start = Callable[..., Studio]


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    missing = missing_tools()
    if missing:
        pytest.skip(f"the end-to-end tests need {', '.join(missing)}, which this machine does not have")
    made = Screen(tmp_path_factory.mktemp("screen"))
    yield made
    made.close()


@pytest.fixture
def start(screen: Screen, tmp_path: Path) -> Iterator[Start]:
    """Starts the program in the test's home; it can be started more than once. Keywords go into its environment."""
    home = tmp_path / "home"
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    running: list[Studio] = []

    def begin(*arguments: str, **variables: str) -> Studio:
        running.append(Studio(screen, home, *arguments, variables=variables))
        return running[-1]

    yield begin
    for studio in running:
        studio.close()


SETTINGS = {"schema": 1, "settings": {"files.recovery_seconds": 1, "appearance.theme": "dark"}, "memory": {}}
