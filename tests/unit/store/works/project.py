"""Making a project, then changing it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from studio.core.errors import UserError
from studio.store.project import create_project, open_project, save_project


def setup(folder: Path) -> None:
    return


def work(folder: Path, ack: Callable[[str], None]) -> None:
    with contextlib.suppress(UserError):
        project = create_project(folder / "quest", "one")
        ack("one")
        save_project(replace(project, name="two"))
        ack("two")


def check(folder: Path, acks: list[str]) -> None:
    if not (folder / "quest" / "studio.json").exists():
        assert acks == []
        create_project(folder / "quest", "again")
        return
    name = open_project(folder / "quest").name
    assert name in ("one", "two")
    assert name == "two" if "two" in acks else True
    save_project(replace(open_project(folder / "quest"), name="three"))
