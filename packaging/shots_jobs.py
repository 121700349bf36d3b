"""Pictures of the jobs panel with work under way at a provider, and of what it costs."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shots import Shot, ended, opened, session_of

if TYPE_CHECKING:
    from studio.jobs.job import Job
    from studio.ui.window import MainWindow

PROVIDERS = True
_UPPER = ("generate", "layers", "palette", "pose", "things")
_MOVEMENTS = ("breathes slowly, the scarf sways", "jumps over a puddle", "draws a sword", "waves", "sits down")
_ROUNDS = 200
_ROUND = 0.05


async def _jobs(window: MainWindow) -> QWidget:
    session = session_of(window)
    await ended(window, session.estimate_skeleton())
    await ended(window, _ask(window, "pixellab-v2/create-image-pixflux", description="a knight with a red plume"))
    for words in _MOVEMENTS:
        _ask(window, "pixel-engine/animate", prompt=words)
    for _round in range(_ROUNDS):
        if sum(bool(job.remote_id) and job.is_active for job in session.queue.jobs()) > 1:
            break
        await asyncio.sleep(_ROUND)
    session.takes.choose(None)
    for name in _UPPER:
        window.docks[name].hide()
    window.show_panel("jobs")
    return window.docks["jobs"]


async def _spending(window: MainWindow) -> QWidget:
    from studio.ui.jobs.spending import SpendingWindow  # noqa: PLC0415

    session = session_of(window)
    session.billing.set_budget("pixel-engine", Decimal(200))
    session.billing.set_budget("pixellab-v2", Decimal(5))
    return opened(SpendingWindow(session, window))


def _ask(window: MainWindow, operation_id: str, **words: object) -> Job:
    from studio.app.session import make_operation  # noqa: PLC0415
    from studio.doc.compose import flatten  # noqa: PLC0415
    from studio.providers.registry import operation  # noqa: PLC0415

    session = session_of(window)
    document = session.workspace.require_active()
    kind = operation(operation_id)
    names = {declared.name for declared in kind.spec.fields}
    if "image" in names:
        words["image"] = flatten(document.sprite, document.cursor.frame)
    if "size" in names:
        words["size"] = document.sprite.size
    return session.generate(make_operation(kind, words))


SHOTS = (Shot("jobs", _jobs), Shot("spending", _spending))
