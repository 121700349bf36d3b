"""Pictures of finding what to do, and of a form that asks for several results of a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QToolButton, QWidget
from shots import Shot, session_of, settled

if TYPE_CHECKING:
    from studio.ui.forms.panel import GeneratePanel
    from studio.ui.window import MainWindow

PROVIDERS = True


async def _finding(window: MainWindow) -> QWidget:
    panel = _panel(window)
    panel.choose("pixellab-v2/create-image-pixflux")
    choose = panel.findChild(QToolButton, "generate-choose")
    if choose is not None:
        choose.click()
    await settled()
    return window.docks["generate"]


async def _several(window: MainWindow) -> QWidget:
    from studio.core.geometry import Size  # noqa: PLC0415
    from studio.providers.pixellab_v2.creating import CreateImagePixflux  # noqa: PLC0415
    from studio.ui.forms.number_box import NumberBox  # noqa: PLC0415

    panel = _panel(window)
    words = "a {small|tall} wizard in a {blue|red} robe"
    session_of(window).sent_forms.note("pixellab-v2/create-image-pixflux", {"description": words}, when=0.0, seed=None)
    panel.show_request(CreateImagePixflux(description=words, size=Size(48, 48)))
    if panel.form is not None:
        panel.form.look_for_words()
    count = panel.findChild(NumberBox, "generate-count")
    if count is not None:
        count.set_number(4)
    await settled()
    return window.docks["generate"]


def _panel(window: MainWindow) -> GeneratePanel:
    from studio.ui.forms.panel import GeneratePanel  # noqa: PLC0415

    window.docks["takes"].hide()
    window.docks["jobs"].hide()
    window.show_panel("generate")
    panel = window.panel("generate")
    if not isinstance(panel, GeneratePanel):
        raise TypeError("the Generate panel is not there")
    return panel


SHOTS = (Shot("finding", _finding), Shot("several", _several))
