"""A character in detail: its directions as a compass, movements in chosen directions, what is missing, its tags."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.app.thing_landing import PROVIDER
from studio.app.thing_plans import ThingPlans
from studio.app.thing_records import Movement, Thing
from studio.app.thing_sprites import sides_of
from studio.core.errors import StudioError
from studio.core.words import _, ngettext
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels
from studio.jobs.job import Job
from studio.providers import registry
from studio.ui.bridge import connect
from studio.ui.forms.number_box import NumberBox, ScrubLabel
from studio.ui.forms.plain import WheelLessCombo
from studio.ui.forms.row import Remark, Weight
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.things.compass import Compass
from studio.ui.things.fitting_button import FittingButton
from studio.ui.things.movements import MovementList
from studio.ui.things.page import ThingPage
from studio.ui.things.words import direction_title

_LONGEST = 65535
"""Milliseconds that a frame can show."""
_FIRST_MOVEMENT = "walk"


class CharacterPage(ThingPage):
    """Everything of one character."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._sides: dict[str, Pixels] = {}
        self._shown = ""
        self._build()
        self._bind()

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("character-page")
        self._compass = Compass(self)
        self.column.addWidget(self._compass)
        self._missing = Remark(self)
        self._missing.setObjectName("character-missing")
        self._draw = QPushButton(self)
        self._draw.setObjectName("character-draw-missing")
        self._draw.setProperty("narrow", True)
        self._draw.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.column.addWidget(self._missing)
        self.column.addWidget(self._draw)
        self.column.addWidget(self.heading(_("Animate")))
        self.column.addLayout(self._build_choice())
        self._animate = FittingButton("character-animate", self)
        self._animate.setProperty("primary", True)
        self._trouble = Remark(self)
        self._trouble.setObjectName("character-trouble")
        self.column.addWidget(self._animate)
        self.column.addWidget(self._trouble)
        self._movements = MovementList(self.session, self)
        self.column.addWidget(self._movements)
        self.column.addLayout(self._build_tags())
        self.finish()

    def _build_choice(self) -> QHBoxLayout:
        self._movement = WheelLessCombo(self)
        self._movement.setObjectName("character-movement")
        self._movement.setAccessibleName(_("Movement"))
        self._movement.setToolTip(_("The movement; another word that the service knows may be typed"))
        self._movement.setEditable(True)
        self._movement.setMinimumContentsLength(8)
        self._movement.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for choice in registry.operation(f"{PROVIDER}/animate-character").spec.field("template").choices:
            self._movement.addItem(choice.title, choice.value)
        self._movement.setCurrentIndex(max(0, self._movement.findData(_FIRST_MOVEMENT)))
        self._time = NumberBox(self)
        self._time.setObjectName("character-frame-time")
        self._time.limit(1, _LONGEST, step=10, unit="ms")
        self._time.show_number(self.session.settings.get("timeline.duration"))
        self._time.setAccessibleName(_("Time per frame"))
        self._time.setToolTip(_("How long each frame of the animation shows"))
        self._time.setFixedWidth(measure(88))
        row = QHBoxLayout()
        row.setSpacing(measure(8))
        for label, box, stretch in ((_("Movement"), self._movement, 1), (_("Time per frame"), self._time, 0)):
            part = QVBoxLayout()
            part.setSpacing(measure(4))
            title = ScrubLabel(label, self)
            if isinstance(box, NumberBox):
                title.scrubs(box)
            part.addWidget(title)
            part.addWidget(box)
            row.addLayout(part, stretch)
        return row

    def _build_tags(self) -> QVBoxLayout:
        self._tags = QLineEdit(self)
        self._tags.setObjectName("character-tags")
        self._tags.setAccessibleName(_("Tags at PixelLab"))
        self._tags.setPlaceholderText(_("Words with commas between them"))
        self._tags.setToolTip(_("Words to find it by, kept at PixelLab (Enter)"))
        column = QVBoxLayout()
        column.setSpacing(measure(4))
        self._tags_title = PlainLabel(_("Tags"), self)
        column.addWidget(self._tags_title)
        column.addWidget(self._tags)
        return column

    def _bind(self) -> None:
        self._compass.changed.connect(self._show_price)
        self._animate.clicked.connect(self._on_animate)
        self._draw.clicked.connect(self._on_draw)
        self._movements.retry_asked.connect(self._on_retry)
        self._tags.returnPressed.connect(self._on_tags)
        connect(self, self.session.queue.job_moved, self._on_job)
        connect(self, self.session.accounts.changed, self._show_price)

    # -- showing -------------------------------------------------------------------------------------------------------

    def show_thing(self, thing: Thing) -> None:
        other = self._shown != thing.id
        self._shown = thing.id
        super().show_thing(thing)
        if other:
            self._sides = {}
            self._trouble.say("")
        self._compass.show_sides(thing.wanted, self._sides, missing=thing.missing)
        if other:
            self._compass.choose(thing.wanted)
        if other or not self._tags.hasFocus():
            self._tags.setText(", ".join(thing.tags))
        for widget in (self._tags, self._tags_title):
            widget.setVisible(thing.is_listed)
        self._movements.show_movements([movement for movement in thing.movements if movement.name])
        self._show_missing(thing)
        self._show_price()

    def show_sprite(self, sprite: Sprite | None) -> None:
        self._sides = {} if sprite is None else sides_of(sprite)
        if self.thing is not None:
            self._compass.show_sides(self.thing.wanted, self._sides, missing=self.thing.missing)
            self._show_missing(self.thing)
            self._show_price()

    def _show_missing(self, thing: Thing) -> None:
        missing = thing.missing
        drawing = next((movement for movement in thing.movements if not movement.name), None)
        job = self.session.things.plans.job_of(drawing) if drawing is not None else None
        under_way = job is not None and not job.has_ended
        names = ", ".join(map(direction_title, missing))
        words = _("Missing: {directions}.").format(directions=names) if missing else ""
        if missing and under_way:
            words = _("Being drawn: {directions}.").format(directions=names)
        self._missing.say(words, Weight.HINT if under_way else Weight.WARNING)
        self._draw.setVisible(bool(missing) and bool(self._sides) and not under_way)
        if missing and self._sides:
            picture = next(iter(self._sides.values()))
            price = self.session.things.plans.price_of_sides(missing, picture).brief
            words = _("Draw {count} missing  ·  {price}").format(count=len(missing), price=price)
            self._draw.setText(words)
            self._draw.setAccessibleName(words)
            self._draw.setToolTip(_("Each is turned from the nearest direction that is there"))

    def _show_price(self) -> None:
        if self.session.accounts.needs_token(PROVIDER):
            self._animate.setEnabled(True)
            self._animate.show_words(_("Add a PixelLab token..."))
            self._animate.setToolTip(_("PixelLab works for its account holders; the token says who pays"))
            return
        count = len(self._compass.chosen)
        self._animate.setEnabled(bool(count) and self.thing is not None and self.thing.is_listed)
        if not count:
            self._animate.show_words(_("Choose directions to animate"))
        else:
            quote = self.session.things.plans.price(count)
            words = ngettext("Animate {count} direction  ·  {price}", "Animate {count} directions  ·  {price}", count)
            short = ngettext("{count} direction · {price}", "{count} directions · {price}", count)
            self._animate.show_words(
                words.format(count=count, price=quote.brief), short.format(count=count, price=quote.brief)
            )
            words = ngettext(
                "{count} direction, each at its own price: {price}",
                "{count} directions, each at its own price: {price}",
                count,
            )
            self._animate.setToolTip(words.format(count=count, price=quote))

    def _on_job(self, job: Job) -> None:
        """Jobs move often; only those that draw this character matter."""
        if self.thing is None or not self.isVisible():
            return
        mine = {movement.job for movement in self.thing.movements}
        if job.id in mine or job.retry_of in mine:
            self._movements.show_movements([movement for movement in self.thing.movements if movement.name])
            self._show_missing(self.thing)

    # -- what a person does --------------------------------------------------------------------------------------------

    def _template(self) -> str:
        """The word for the service: that of a listed movement, or what was typed."""
        text = self._movement.currentText().strip()
        at = self._movement.findText(text)
        return str(self._movement.itemData(at)) if at >= 0 else text

    def _send(self, wish: Callable[[ThingPlans, Thing], object]) -> None:
        """Ask for something that costs something; what stands in the way is said here."""
        self._trouble.say("")
        if self.session.accounts.needs_token(PROVIDER):
            self.session.account_wanted.emit(PROVIDER)
        elif self.thing is not None:
            try:
                wish(self.session.things.plans, self.thing)
            except StudioError as error:
                self._trouble.say(str(error), Weight.ERROR)

    def _on_animate(self) -> None:
        template, directions = self._template(), self._compass.chosen
        duration = int(min(_LONGEST, max(1, self._time.number or 1)))
        self._send(lambda plans, thing: plans.animate(thing, template, directions, duration=duration))

    def _on_draw(self) -> None:
        sides = self._sides
        drawing = next((one for one in self.thing.movements if not one.name), None) if self.thing is not None else None
        if drawing is not None:
            self._send(lambda plans, thing: plans.retry(thing, drawing, sides))
        else:
            self._send(lambda plans, thing: plans.draw_missing(thing, sides))

    def _on_retry(self, movement: Movement) -> None:
        sides = self._sides
        self._send(lambda plans, thing: plans.retry(thing, movement, sides))

    def _on_tags(self) -> None:
        if self.thing is not None:
            tags = self._tags.text().split(",")
            self.session.tasks.launch(self.session.things.tag(self.thing, tags), name="tags of a character")
