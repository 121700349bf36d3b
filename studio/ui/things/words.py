"""Things in words: what they are, what is missing, how long they stay."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

from studio.app.directions import EIGHT
from studio.app.thing_records import NO_SIZE, Movement, Thing, ThingKind, kind_title
from studio.core.words import _, ngettext

KIND_ICONS = {
    ThingKind.CHARACTER: "character",
    ThingKind.TILESET: "tile",
    ThingKind.TILE: "grid",
    ThingKind.OBJECT: "image",
}
_HOUR = 3600.0


def direction_title(direction: str) -> str:
    """A direction for people; other words as they are."""
    titles = dict(zip(EIGHT, _direction_titles(), strict=True))
    return titles.get(direction, direction)


def facts_words(thing: Thing) -> str:
    """One line: `Character, 6 of 8 directions, 56 x 56, 2 animations`."""
    parts = [kind_title(thing.kind)]
    if thing.wanted:
        parts.append(directions_words(thing))
    if thing.size != NO_SIZE:
        parts.append(str(thing.size))
    named = [movement for movement in thing.movements if movement.name]
    if named:
        parts.append(ngettext("{count} animation", "{count} animations", len(named)).format(count=len(named)))
    return " · ".join(parts)


def directions_words(thing: Thing) -> str:
    """`8 directions`, or how many of them there are."""
    if thing.missing:
        return _("{count} of {all} directions").format(count=len(thing.directions), all=len(thing.wanted))
    return ngettext("{count} direction", "{count} directions", len(thing.wanted)).format(count=len(thing.wanted))


def place_words(thing: Thing, now: float) -> str:
    """Where it is kept and how long; empty where that goes without saying."""
    if thing.expires is None:
        return "" if thing.is_listed else _("No longer at PixelLab; kept here")
    left = thing.expires - now
    if left <= 0:
        return _("Deleted at PixelLab; kept here")
    if left < _HOUR:
        minutes = max(1, int(left / 60))
        return ngettext("{count} minute left at PixelLab", "{count} minutes left at PixelLab", minutes).format(
            count=minutes
        )
    hours = int(left / _HOUR)
    return ngettext("{count} hour left at PixelLab", "{count} hours left at PixelLab", hours).format(count=hours)


def about_words(thing: Thing) -> str:
    """What else is known: the words it was made from, when, and its id, which other programs ask for."""
    lines = [thing.prompt] if thing.prompt and thing.prompt != thing.name else []
    if thing.created:
        moment = QDateTime.fromSecsSinceEpoch(int(thing.created))
        lines.append(_("Made {time}").format(time=QLocale().toString(moment, QLocale.FormatType.ShortFormat)))
    lines.append(_("Id {id}").format(id=thing.id))
    return "\n".join(lines)


def movement_words(movement: Movement) -> str:
    """How much of an animation there is: `6/8`."""
    if movement.missing:
        return _("{count}/{all}").format(count=len(movement.done), all=len(movement.asked))
    count = len(movement.asked)
    return ngettext("{count} direction", "{count} directions", count).format(count=count)


def _direction_titles() -> tuple[str, ...]:
    return (
        _("South"),
        _("South-west"),
        _("West"),
        _("North-west"),
        _("North"),
        _("North-east"),
        _("East"),
        _("South-east"),
    )
