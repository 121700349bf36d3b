"""Where figures are written down: the fixture `figures`, printed and stored at the end of the run."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest


class Figures:
    """The figures of one run. A floor is what the bare platform needs for the same job, measured in the same run."""

    def __init__(self) -> None:
        self._rows: list[dict[str, str | float | None]] = []

    def add(self, name: str, value: float, *, unit: str, floor: float | None = None, goal: str | None = None) -> None:
        """Write down one measured figure; `goal` is prose, since nothing here is judged."""
        ratio = value / floor if floor else None
        self._rows.append(
            {"name": name, "value": value, "unit": unit, "floor": floor, "ratio": ratio, "goal": goal},
        )

    def write(self, path: Path) -> None:
        """Store all rows as JSON."""
        path.write_text(json.dumps({"figures": self._rows}, indent=2) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> Iterator[Figures]:
    """The one list of figures of this run."""
    kept = Figures()
    yield kept
    path = request.config.getoption("--bench-json")
    if path:
        kept.write(path)
