"""The rule for pictures whose possible sides depend on another field, such as the model that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.core.words import _
from studio.spec.field import Limits
from studio.spec.measures import listed
from studio.spec.rules import Rule, Titles, Values
from studio.spec.values import limits_text, picture_size, shown_value


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesBy(Rule):
    """Limits of each side of a picture, of several or of key frames, in pixels, by the value of another field."""

    image: str
    by: str
    table: Mapping[Any, Limits]

    def _own_names(self) -> tuple[str, ...]:
        return (self.image, self.by)

    def _statement(self, titles: Titles) -> str:
        spans = "; ".join(f"{shown_value(value)}: {limits_text(limits)}" for value, limits in self.table.items())
        return _("The sides of {image} in pixels depend on {other} ({spans}).").format(
            image=titles(self.image), other=titles(self.by), spans=spans
        )

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        chosen = values.get(self.by)
        limits = self.table.get(chosen)
        if limits is None:
            return None
        for picture in listed(values.get(self.image)):
            size = picture_size(picture)
            if not all(limits.admit(side) for side in size):
                sentence = _("{image} is {size} pixels; when {other} is {value}, each side has to be {limits}.")
                return self.image, sentence.format(
                    image=titles(self.image),
                    size=size,
                    other=titles(self.by),
                    value=shown_value(chosen),
                    limits=limits_text(limits),
                )
        return None
