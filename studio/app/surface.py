"""The only place that turns an error into what a person reads, and says what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.core.errors import (
    Auth,
    BadAnswer,
    Charged,
    Credit,
    Offline,
    OutcomeUnknown,
    ProviderError,
    RateLimit,
    StudioError,
)
from studio.core.words import _
from studio.jobs.ledger import OverBudget


class Level(StrEnum):
    """How much a notice wants to be seen; always shown by icon and word as well as colour."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence or two, and the id of one action (see `studio.app.actions`) that helps, if any."""

    text: str
    level: Level = Level.INFO
    action: str = ""
    verb: str = ""
    """What stands on the button, where the action's own title says too little."""


def explain(error: BaseException) -> Notice:
    """What to say about an error: the sentence it carries, what it may have cost, and one action."""
    if isinstance(error, ProviderError):
        return Notice(_provider_text(error), Level.BAD, _provider_action(error))
    if isinstance(error, OverBudget):
        return Notice(str(error), Level.WARN, "edit.spending", _("Raise the budget..."))
    if isinstance(error, StudioError):
        return Notice(str(error), Level.BAD)
    return Notice(
        _(
            "Something went wrong inside the studio ({kind}). Your sprites are unchanged; the log has the details."
        ).format(kind=type(error).__name__),
        Level.BAD,
    )


def _provider_text(error: ProviderError) -> str:
    text = str(error)
    if error.charged is Charged.MAYBE:
        return _("{text} It may have been charged.").format(text=text)
    if error.charged is Charged.YES:
        return _("{text} It was charged.").format(text=text)
    return text


def _provider_action(error: ProviderError) -> str:
    if isinstance(error, Auth | Credit):
        return "edit.accounts"
    if isinstance(error, OutcomeUnknown | BadAnswer | RateLimit | Offline):
        return "panel.jobs"
    return ""
