"""Icons of the studio's family, drawn in the theme's colours when they are first seen.

An icon costs nothing until it is painted: `icon` only checks the name, and QtSvg is imported by the first
painting. Colours are looked up at each painting, so an icon made before a change of theme is right after it.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap

from studio.core.assets import list_assets, read_bytes
from studio.ui.theme import Theme, current, theme_changed

APP_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)

_FOLDER = "icons"
_SUFFIX = ".svg"
_APP = "app"


class UnknownIcon(LookupError):
    """No file of that name is in the family: a mistake in the program, found by the first test that shows it."""


@cache
def icon(name: str, *, size: int = 20) -> QIcon:
    """Icon of the family: normal in the text's colour, disabled pale, on (checked) in the accent.

    `size` is its natural size in logical pixels. Raises UnknownIcon.
    """
    _check(name)
    return QIcon(_ThemedEngine(name, size))


def app_icon() -> QIcon:
    """The program's own icon, in its own colours and at the sizes that window managers ask for."""
    return QIcon(_ThemedEngine(_APP, max(APP_ICON_SIZES)))


def icon_pixmap(name: str, *, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """One icon in one colour ("#rrggbb") for widgets that paint themselves; cached until the theme changes.

    `size` is in logical pixels, `ratio` the device pixel ratio of the paint device. Raises UnknownIcon.
    """
    _check(name)
    pixmap = QPixmap(_drawn(name, round(size * ratio), colour))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon_names() -> frozenset[str]:
    """Every name that `icon` knows."""
    return _names()


class _ThemedEngine(QIconEngine):
    """Draws one SVG in a colour that depends on mode and state, at whole device pixels."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__()
        self._name = name
        self._size = size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        side = min(rect.width(), rect.height())
        pixmap = QPixmap(_drawn(self._name, round(side * ratio), _colour(current(), mode, state)))
        pixmap.setDevicePixelRatio(ratio)
        left = rect.x() + (rect.width() - side) // 2
        top = rect.y() + (rect.height() - side) // 2
        painter.drawPixmap(left, top, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _drawn(self._name, min(size.width(), size.height()), _colour(current(), mode, state))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixmap = QPixmap(
            _drawn(self._name, round(min(size.width(), size.height()) * scale), _colour(current(), mode, state))
        )
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = min(size.width(), size.height())
        return QSize(side, side)

    def availableSizes(self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off) -> list[QSize]:
        sides = APP_ICON_SIZES if self._name == _APP else (self._size,)
        return [QSize(side, side) for side in sides]

    def clone(self) -> QIconEngine:
        engine = _ThemedEngine(self._name, self._size)
        _clones.append(engine)
        return engine

    def key(self) -> str:
        return "studio"

    def iconName(self) -> str:
        return self._name

    def isNull(self) -> bool:
        return False


# Qt owns a clone, but PySide does not know it and would free it on return. Qt clones only where somebody adds a
# picture to an icon of the family, which nobody should: the list stays empty in practice.
_clones: list[_ThemedEngine] = []


def _colour(theme: Theme, mode: QIcon.Mode, state: QIcon.State) -> str:
    if mode is QIcon.Mode.Disabled:
        return theme.disabled
    if mode is QIcon.Mode.Selected:
        return theme.selected_text
    return theme.accent if state is QIcon.State.On else theme.text


def _check(name: str) -> None:
    if name not in _names():
        raise UnknownIcon(f"there is no icon named {name!r}")


@cache
def _names() -> frozenset[str]:
    return frozenset(file.removesuffix(_SUFFIX) for file in list_assets(_FOLDER, suffix=_SUFFIX))


@cache
def _source(name: str) -> bytes:
    return read_bytes(_FOLDER, name + _SUFFIX)


@cache
def _drawn(name: str, side: int, colour: str) -> QPixmap:
    """The icon as a square of `side` device pixels."""
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - start-up must not pay for it

    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return QPixmap.fromImage(image)


theme_changed.connect(_drawn.cache_clear)
