"""Rules that look at pictures: sides that depend on the model that reads them, and edges that come back changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.core.words import _
from studio.spec.field import FieldValue, Keyframe, Limits, Picture
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


@dataclass(frozen=True, slots=True, kw_only=True)
class HardEdges(Rule):
    """Advice for a provider that flattens pictures: half-transparent pixels come back mixed with the fill colour."""

    image: str
    enforce: bool = False

    def _own_names(self) -> tuple[str, ...]:
        return (self.image,)

    def _statement(self, titles: Titles) -> str:
        sentence = _("Half-transparent pixels of {image} come back opaque, mixed with the colour filled in behind.")
        return sentence.format(image=titles(self.image))

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        if any(_is_half_transparent(picture) for picture in listed(values.get(self.image))):
            return self.image, self._statement(titles)
        return None


def _is_half_transparent(value: FieldValue) -> bool:
    pixels = value.pixels if isinstance(value, Picture | Keyframe) else value
    alpha = pixels[..., 3]
    return bool(((alpha > 0) & (alpha < 255)).any())
