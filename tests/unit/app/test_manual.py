"""The manual leads nowhere that is not there, and names only actions and keys that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studio.app import manual
from studio.app.actions import actions
from tests.arch.tree import ROOT

MANUAL = ROOT / "resources" / "manual"
PAGES = sorted(MANUAL.glob("*.md"))
_MENU = re.compile(r"\*\*(?:File|Edit|Sprite|Layer|Frame|Mask|Pose|Take|View|Help) > ([^*]+)\*\*")
_LINK = re.compile(r"\]\(([^)#]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_menu_entries_a_page_names_exist(page: Path) -> None:
    titles = {action.title.removesuffix("...") for action in actions()}
    assert [name for name in _MENU.findall(page.read_text(encoding="utf-8")) if name not in titles] == []


def test_every_page_is_in_the_list() -> None:
    assert {page.stem for page in PAGES} <= {page.id for page in manual.pages()}


def test_the_page_of_keys_has_every_action_with_keys_once() -> None:
    rows = [line.split(" | ")[0].removeprefix("| ") for line in manual.keys_page().splitlines() if "`" in line]
    assert sorted(rows) == sorted(action.title for action in actions() if action.keys)


def test_a_page_outside_the_manual_is_refused() -> None:
    with pytest.raises(ValueError, match="not inside"):
        manual.page_path("../../secret")
