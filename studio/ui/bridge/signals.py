"""Connect a psygnal signal to a bound method of a widget, for as long as the widget lives.

The widget is held weakly: a connection never keeps it alive, and ends with its C++ part, so that a late emit cannot
reach a dead widget. A listener may take fewer arguments than the signal gives.
"""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable

from psygnal import SignalInstance
from PySide6.QtCore import QObject
from shiboken6 import isValid

from studio.ui.bridge.guard import guarded


def connect(widget: QObject, signal: SignalInstance, method: Callable[..., object]) -> None:
    """Call `method`, a Python method of the widget or of a helper it owns, at each emit until the widget is gone."""
    takes = _positional(method)
    target = weakref.ref(widget)
    weak_method = weakref.WeakMethod(method)

    # Plain functions: both psygnal and Qt hold them strongly, where they would hold a method weakly.
    def hear(*arguments: object) -> None:
        alive, call = target(), weak_method()
        if alive is None or call is None or not isValid(alive):
            stop()
            return
        guarded(call, *arguments[:takes])

    def stop() -> None:
        signal.disconnect(hear, missing_ok=True)

    signal.connect(hear, check_nargs=False)
    widget.destroyed.connect(stop)


def _positional(method: Callable[..., object]) -> int | None:
    """How many positional arguments the method takes; None for any number."""
    kinds = [parameter.kind for parameter in inspect.signature(method).parameters.values()]
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        return None
    return sum(kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD) for kind in kinds)
