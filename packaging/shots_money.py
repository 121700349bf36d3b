"""The picture of a job that needs the person: its token was changed while it was at the provider."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shots import Shot, ended, session_of

if TYPE_CHECKING:
    from studio.ui.window import MainWindow

PROVIDERS = True
_UPPER = ("generate", "layers", "palette", "pose", "things")
_TOKEN = "STUDIO_PIXEL_ENGINE_TOKEN"
_ROUNDS = 200
_ROUND = 0.05


async def _attention(window: MainWindow) -> QWidget:
    from studio.app.session import make_operation  # noqa: PLC0415
    from studio.doc.compose import flatten  # noqa: PLC0415
    from studio.providers.registry import operation  # noqa: PLC0415

    session = session_of(window)
    document = session.workspace.require_active()
    picture = flatten(document.sprite, document.cursor.frame)
    asked = make_operation(operation("pixel-engine/animate"), {"image": picture, "prompt": "waves at the reader"})
    job = session.generate(asked)
    for _round in range(_ROUNDS):
        if session.queue.get(job.id).remote_id:
            break
        await asyncio.sleep(_ROUND)
    os.environ[_TOKEN] = "of-another-account"
    await ended(window, job)
    session.takes.choose(None)
    for name in _UPPER:
        window.docks[name].hide()
    window.show_panel("jobs")
    return window.docks["jobs"]


SHOTS = (Shot("attention", _attention),)
