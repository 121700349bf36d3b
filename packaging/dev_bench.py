"""The verb `bench`: runs tests/bench and prints a row a figure. Measures, never judges."""

import json
import tempfile
from pathlib import Path
from typing import TypedDict

import dev_checks
import dev_setup
from dev_say import Stop, say

_HEADINGS = ("name", "value", "unit", "floor", "ratio", "goal")


class Figure(TypedDict):
    """One measured figure as tests/bench writes it; floor, ratio and goal are null where there is none."""

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    goal: str | None


def bench(*, json_file: str | None) -> int:
    """Measure; print the table; write the same to `json_file` (relative to where the person stands) if asked for."""
    wanted = Path(json_file).resolve() if json_file else None
    dev_setup.environment()
    dev_checks.provide_for_checks()
    with tempfile.TemporaryDirectory(prefix="sprite-studio-bench-") as folder:
        written = Path(folder) / "figures.json"
        pytest = [str(dev_setup.PYTHON), "-m", "pytest", "tests/bench", "--bench", f"--bench-json={written}", "-q"]
        code = dev_setup.call(pytest, QT_QPA_PLATFORM="offscreen")
        if not written.exists():
            raise Stop("No figures were measured; the lines above tell why.")
        text = written.read_text(encoding="utf-8")
    figures: list[Figure] = json.loads(text)["figures"]
    _print_table([_HEADINGS, *(_row(figure) for figure in figures)])
    if wanted:
        wanted.write_text(text, encoding="utf-8")
        say(f"The figures are in {wanted}")
    return code


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure["name"],
        _number(figure["value"]),
        figure["unit"],
        _number(figure["floor"]),
        _number(figure["ratio"]),
        figure["goal"] or "-",
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


def _print_table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
