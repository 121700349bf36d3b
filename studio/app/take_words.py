"""What tells takes apart in a list: what was asked for, the size, and when. Pure."""

from __future__ import annotations

import time

from studio.app.job_words import ASKED_IN
from studio.app.takes import Take
from studio.core.errors import UserError
from studio.core.words import _
from studio.providers import registry

_LONGEST = 32


def asked_of(take: Take) -> str:
    """The words that were sent for it, on one line; empty where it was all pictures and numbers."""
    try:
        spec = registry.operation(take.operation).spec
    except UserError:
        return ""  # it came with a project, from a studio that knows more
    titles = {declared.name: declared.title for declared in spec.fields}
    for name in ASKED_IN:
        words = take.request.get(titles.get(name, ""), "")
        if words.strip():
            return " ".join(words.split())
    return ""


def line_of(take: Take, *, now: float) -> str:
    """One line for a list: `a stone wall, 16 x 16, 14:05`; the day in place of the hour for what is older than a day.
    `now` and the result are local time, seconds since the epoch go in."""
    words = asked_of(take) or take.title
    words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
    is_fresh = now - take.created < 24 * 60 * 60
    when = time.strftime("%H:%M" if is_fresh else "%Y-%m-%d", time.localtime(take.created))
    return _("{words}, {size}, {when}").format(words=words, size=take.size, when=when)
