"""The listener guard: a listener that raises is logged and reported, and never silences the listeners after it.

This is the only broad `except` of the window. The reporter is set once at start-up; until then errors are logged only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)

ErrorReporter = Callable[[Exception], None]

_reporters: list[ErrorReporter] = []


def report_errors_to(reporter: ErrorReporter | None) -> None:
    """From now on hand what listeners raise to `reporter` (None: to the log alone)."""
    _reporters.clear()
    if reporter is not None:
        _reporters.append(reporter)


def guarded(call: Callable[..., object], *arguments: object) -> None:
    """Call the listener; what it raises ends here, in the log and with the reporter."""
    try:
        call(*arguments)
    except Exception as error:
        log.exception("a listener failed: %s", getattr(call, "__qualname__", call))
        for reporter in _reporters:
            reporter(error)
