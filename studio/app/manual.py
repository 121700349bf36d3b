"""The pages of the manual: their order, their titles, and the page of keys, which is made from the action table."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from studio.app.actions import SEPARATOR, actions, menus
from studio.core import assets
from studio.core.words import _

FOLDER = "manual"
FIRST = "index"
KEYS = "keys"

_ORDER = (
    FIRST,
    "canvas",
    "mask",
    "pose",
    "timeline",
    "generate",
    "providers",
    "accounts",
    "takes",
    "gallery",
    "jobs",
    "things",
    "export",
    "files",
    "command-line",
    KEYS,
    "reference/index",
)


class Page(NamedTuple):
    """One page: its id is the path below the manual without ending."""

    id: str
    title: str


def pages() -> tuple[Page, ...]:
    """All pages that are there, in the order of the list."""
    found: list[Page] = []
    for page_id in _ORDER:
        path = page_path(page_id)
        if page_id == KEYS:
            found.append(Page(KEYS, _("Keys")))
        elif path.is_file():
            found.append(Page(page_id, page_title(path.read_text(encoding="utf-8"))))
    return tuple(found)


def page_path(page_id: str) -> Path:
    """Where the page's Markdown lies. ValueError for an id that leaves the manual."""
    return assets.asset_path(FOLDER, *f"{page_id}.md".split("/"))


def page_title(markdown: str) -> str:
    """The first heading."""
    return next((line.removeprefix("# ").strip() for line in markdown.splitlines() if line.startswith("# ")), "")


def keys_page() -> str:
    """Every action that has keys, as Markdown, a table for each menu."""
    known = {action.id: action for action in actions()}
    lines = [f"# {_('Keys')}", ""]
    placed: set[str] = set()
    for menu in menus():
        rows = [known[entry] for entry in menu.entries if entry != SEPARATOR and entry in known]
        placed.update(action.id for action in rows)
        lines += _table(menu.title, [(action.title, action.keys) for action in rows if action.keys])
    rest = [action for action in known.values() if action.id not in placed and action.keys]
    lines += _table(_("Tools and the canvas"), [(action.title, action.keys) for action in rest])
    return "\n".join(lines)


def _table(title: str, rows: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    if not rows:
        return []
    head = [f"## {title}", "", f"| {_('Action')} | {_('Keys')} |", "|---|---|"]
    return [*head, *(f"| {name} | {_shown(keys)} |" for name, keys in rows), ""]


def _shown(keys: tuple[str, ...]) -> str:
    return ", ".join(f"`{key}`" for key in keys).replace("|", "\\|")
