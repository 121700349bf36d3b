"""Where the Qt-free signals of the lower levels meet widgets."""

from __future__ import annotations

from studio.ui.bridge.guard import report_errors_to
from studio.ui.bridge.signals import connect

__all__ = ["connect", "report_errors_to"]
