"""Finding an operation by what a person types: as many of the words as possible, nearest title first. Pure.

A word counts where something an operation says of itself begins with it, or with another word for the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studio.app.recommend import makes_something
from studio.core.words import _
from studio.spec.operation import Intent, Operation, OperationSpec

_SAME = (
    _("bg background backdrop"),
    _("remove delete erase cut"),
    _("run walk jump idle attack move movement moving motion animate animation"),
    _("bigger larger smaller scale upscale enlarge shrink resize size"),
    _("turn rotate rotation rotations spin direction directions sides"),
    _("hero character person npc figure"),
    _("create draw generate new"),
    _("change edit fix repaint inpaint modify"),
    _("colour colours color colors palette recolour recolor"),
    _("fewer less reduce quantise limit"),
    _("tile tiles tileset map terrain ground"),
    _("skeleton bones rig pose poses"),
    _("pixelate pixel pixelart"),
    _("in-between in-betweens tween interpolate between"),
)
"""Words of one line stand for each other. A translator gives the words of the other language."""
_EMPTY = frozenset(_("a an the my me it its this that of to from with in on for and or i want please make").split())
"""Words that say nothing about what is wanted."""
_WORD = re.compile(r"[\w-]+")
_TITLE, _SAID, _DEEP = 4, 2, 1
"""What a word is worth in the title, in the rest an operation says, and in its fields; another word for it half."""


def find(operations: Sequence[type[Operation]], typed: str, *, more: Mapping[str, str]) -> tuple[OperationSpec, ...]:
    """What as many of the typed words fit as fit anything, the best first. `more` holds words by operation id that are
    shown with it. Fields and choices are looked into for words that nothing else has."""
    told = {one.spec.id: _Told.of(one.spec, more.get(one.spec.id, "")) for one in operations}
    specs = [one.spec for one in operations]
    counts = {spec.id: (0, 0) for spec in specs}
    for word in _wanted(typed):
        others = _others(word)
        worth = {spec.id: told[spec.id].worth(word, others) for spec in specs}
        if not any(worth.values()):
            worth = {spec.id: _DEEP * _begins(_deep_words(spec), (word, *others)) for spec in specs}
        counts = {key: (hits + (worth[key] > 0), sum_ + worth[key]) for key, (hits, sum_) in counts.items()}
    most = max((hits for hits, _sum in counts.values()), default=0)
    best = [spec for spec in specs if counts[spec.id][0] == most > 0]
    return tuple(sorted(best, key=lambda spec: (_is_errand(spec), -counts[spec.id][1], *_distance(spec, typed))))


def _wanted(typed: str) -> list[str]:
    words = _WORD.findall(typed.casefold())
    return [word for word in words if word not in _EMPTY] or words


@dataclass(frozen=True, slots=True)
class _Told:
    """The words an operation says of itself: in its title, and elsewhere."""

    title: frozenset[str]
    said: frozenset[str]

    @classmethod
    def of(cls, spec: OperationSpec, more: str) -> _Told:
        return cls(_words_in(spec.title), _words_in(spec.summary, spec.name.replace("-", " "), more))

    def worth(self, word: str, others: Sequence[str]) -> int:
        """How well a word, or another for the same thing, fits."""
        for value, told in ((2 * _TITLE, self.title), (2 * _SAID, self.said)):
            if _begins(told, (word,)):
                return value
        for value, told in ((_TITLE, self.title), (_SAID, self.said)):
            if _begins(told, others):
                return value
        return 0


def _others(word: str) -> tuple[str, ...]:
    lines = [line.split() for line in _SAME]
    return tuple(other for line in lines if word in line for other in line if other != word)


def _begins(told: frozenset[str], words: Iterable[str]) -> bool:
    return any(one.startswith(word) for word in words for one in told)


def _deep_words(spec: OperationSpec) -> frozenset[str]:
    told: list[str] = []
    for declared in spec.fields:
        told += [declared.title, declared.help, *(choice.title for choice in declared.choices), *declared.suggestions]
    return _words_in(*told)


def _words_in(*told: str) -> frozenset[str]:
    return frozenset(word for text in told for word in _WORD.findall(text.casefold()))


def _is_errand(spec: OperationSpec) -> bool:
    """Whether it looks something up or puts it away; who searches mostly wants something made."""
    return not makes_something(spec)


def _distance(spec: OperationSpec, typed: str) -> tuple[int, int]:
    """How far the title is from what was typed, then the order of the intents."""
    title, wanted = spec.title.casefold(), typed.casefold().strip()
    far = 0 if title == wanted else 1 if title.startswith(wanted) else 2
    return far, list(Intent).index(spec.intent)
