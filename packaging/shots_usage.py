"""Pictures of accounts and usage: the settings of accounts, and the window of usage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shots import Shot, opened, session_of, settled

if TYPE_CHECKING:
    from studio.ui.window import MainWindow

PROVIDERS = True


async def _accounts(window: MainWindow) -> QWidget:
    from studio.core.words import _  # noqa: PLC0415
    from studio.ui.settings.dialog import SettingsDialog  # noqa: PLC0415

    dialog = opened(SettingsDialog(session_of(window), window, section=_("Accounts")))
    await settled()
    return dialog


async def _usage(window: MainWindow) -> QWidget:
    from studio.ui.usage.window import UsageWindow  # noqa: PLC0415

    shown = UsageWindow.show_provider(session_of(window), window, "pixel-engine")
    await settled()
    return shown


SHOTS: tuple[Shot, ...] = (Shot("accounts", _accounts), Shot("usage", _usage))
