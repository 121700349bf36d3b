"""One wish for several directions: which operations know where a subject faces, and which directions are usual."""

from __future__ import annotations

from typing import NamedTuple

from studio.core.words import _
from studio.spec.field import Field, Kind
from studio.spec.operation import OperationSpec

FOUR = ("south", "west", "north", "east")
EIGHT = ("south", "south-west", "west", "north-west", "north", "north-east", "east", "south-east")
_IN_THE_PICTURE = "from_direction"
"""Says where the subject of a given picture faces, not where it is to face."""


class Offer(NamedTuple):
    """Values of a field that one plan can be made for."""

    field: str
    values: tuple[str, ...]
    title: str


def direction_letters(direction: str) -> str:
    """A direction where there is room for two letters; other words as they are."""
    letters = dict(zip(EIGHT, (_("S"), _("SW"), _("W"), _("NW"), _("N"), _("NE"), _("E"), _("SE")), strict=True))
    return letters.get(direction, direction)


def offers_of(spec: OperationSpec) -> tuple[Offer, ...]:
    """Four and eight directions, where the operation draws one at a time."""
    facing = next((declared for declared in spec.form_fields if _is_facing(declared)), None)
    if facing is None:
        return ()
    known = {choice.value for choice in facing.choices}
    titles = ((FOUR, _("Four directions")), (EIGHT, _("Eight directions")))
    return tuple(Offer(facing.name, words, title) for words, title in titles if known.issuperset(words))


def _is_facing(declared: Field) -> bool:
    known = {choice.value for choice in declared.choices}
    return declared.kind is Kind.CHOICE and declared.name != _IN_THE_PICTURE and known.issuperset(FOUR)
