"""A tileset in detail: a sample map to paint on, its sheet, and the button that goes on to the next one."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from studio.app.sample_map import (
    LOWER,
    UPPER,
    MapTiles,
    SampleMap,
    map_tiles,
    misses_in,
    picture_of,
    sample_map,
    sheet_picture,
)
from studio.app.session import Session
from studio.app.thing_records import Thing
from studio.app.thing_sprites import pictures_of
from studio.app.things import tiles_of
from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.doc import edits
from studio.doc.edits import DEFAULT_DURATION
from studio.doc.model import Sprite
from studio.ui.forms.row import Remark, Weight
from studio.ui.forms.thumbnail import image_of
from studio.ui.icons import icon
from studio.ui.theme import measure
from studio.ui.things.map_view import MapView
from studio.ui.things.page import ThingPage
from studio.ui.things.picture import Picture

_COLUMNS, _ROWS = 8, 6
_draw = random.SystemRandom()


class TilesetPage(ThingPage):
    """Everything of one tileset."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._tiles: MapTiles | None = None
        self._seed = 1
        self._shown = ""
        self._build()

    def _build(self) -> None:
        self.setObjectName("tileset-page")
        self._map = MapView(self)
        self._map.painted.connect(self._on_painted)
        self._remark = Remark(self)
        self._remark.setObjectName("tileset-remark")
        self.column.addWidget(self._map)
        self.column.addLayout(self._build_brushes())
        self.column.addWidget(self._remark)
        self._chain = QPushButton(_("Chain the next tileset"), self)
        self._chain.setObjectName("tileset-chain")
        self._chain.setAccessibleName(self._chain.text())
        self._chain.setProperty("primary", True)
        self._chain.setProperty("narrow", True)
        self._chain.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._chain.clicked.connect(self._on_chain)
        self.column.addWidget(self._chain)
        self.column.addWidget(self.heading(_("Sheet")))
        self._sheet = Picture(self)
        self._sheet.setObjectName("tileset-sheet")
        self._sheet.setAccessibleName(_("Sheet of the tileset"))
        self.column.addWidget(self._sheet)
        self.finish()

    def _build_brushes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(measure(4))
        self._grounds = QButtonGroup(self)
        self._brushes: dict[int, QPushButton] = {}
        for ground, name in ((LOWER, "lower"), (UPPER, "upper")):
            button = QPushButton(self)
            button.setObjectName(f"ground-{name}")
            button.setCheckable(True)
            button.setProperty("narrow", True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._grounds.addButton(button, ground)
            self._brushes[ground] = button
            row.addWidget(button, 1)
        self._brushes[UPPER].setChecked(True)
        self._grounds.idClicked.connect(self._map.use)
        for name, picture, title, slot in (
            ("map-again", "dice", _("Another map"), self._on_again),
            ("map-open", "open", _("Open the map as a sprite"), self._on_open),
        ):
            tool = QToolButton(self)
            tool.setObjectName(name)
            tool.setIcon(icon(picture))
            tool.setToolTip(title)
            tool.setAccessibleName(title)
            tool.clicked.connect(slot)
            row.addWidget(tool)
        return row

    def show_thing(self, thing: Thing) -> None:
        other = self._shown != thing.id
        self._shown = thing.id
        super().show_thing(thing)
        if other:
            self._tiles = None
            self._map.show_map(None)
            self._sheet.show_picture(None)
            for button in self._brushes.values():
                button.setIcon(QIcon())
            self._remark.say("")
        names = (
            str(thing.made_with.get("lower") or _("Lower ground")),
            str(thing.made_with.get("upper") or _("Upper ground")),
        )
        for ground, name in zip((LOWER, UPPER), names, strict=True):
            button = self._brushes[ground]
            words = _("Paint with {ground}").format(ground=name)
            button.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, measure(72)))
            button.setToolTip(words)
            button.setAccessibleName(words)
        self._chain.setEnabled(bool(thing.made_with.get("upper")))
        if self._chain.isEnabled():
            tip = _("Opens the form of a tileset whose lower ground is “{ground}”").format(ground=names[1])
        else:
            tip = _("It is not known which grounds this tileset shows, since it was made elsewhere")
        self._chain.setToolTip(tip)

    def show_sprite(self, sprite: Sprite | None) -> None:
        if sprite is None:
            self._remark.say(_("The tiles of this tileset are not on this machine."), Weight.WARNING)
            return
        try:
            self._tiles = map_tiles(pictures_of(sprite), tiles_of(sprite))
        except UserError as error:
            self._remark.say(str(error), Weight.WARNING)
            return
        self._sheet.show_picture(sheet_picture(self._tiles))
        for ground, button in self._brushes.items():
            at = self._tiles.plain(ground)
            tile = None if at is None else QPixmap.fromImage(image_of(self._tiles.pictures[at]))
            button.setIcon(QIcon() if tile is None else QIcon(tile))
        self._show_map(sample_map(self._tiles, columns=_COLUMNS, rows=_ROWS, seed=self._seed))

    def _show_map(self, shown: SampleMap) -> None:
        self._map.show_map(shown)
        self._on_painted(shown)

    def _on_painted(self, shown: SampleMap) -> None:
        misses = misses_in(shown)
        words = ngettext(
            "{count} cell has no tile of just these corners; the nearest stands in.",
            "{count} cells have no tile of just these corners; the nearest stands in.",
            misses,
        ).format(count=misses)
        self._remark.say(words if misses else "")

    def _on_again(self) -> None:
        if self._tiles is not None:
            self._seed = _draw.randrange(1, 1_000_000)
            self._show_map(sample_map(self._tiles, columns=_COLUMNS, rows=_ROWS, seed=self._seed))

    def _on_open(self) -> None:
        shown = self._map.shown
        if shown is not None and self.thing is not None:
            title = _("Map of {name}").format(name=self.thing.title)
            sprite = edits.from_rasters([picture_of(shown)], [DEFAULT_DURATION])
            self.session.workspace.add(sprite, title=title).mark_unsaved()

    def _on_chain(self) -> None:
        if self.thing is not None:
            self.session.tasks.launch(self._chain_on(self.thing), name="chain a tileset")

    async def _chain_on(self, thing: Thing) -> None:
        request = await self.session.things.chain(thing)
        self.session.panel_wanted.emit("generate")
        self.session.form_wanted.emit(request)
