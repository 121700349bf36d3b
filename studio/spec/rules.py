"""Conditions between fields, as data: the form greys by them, the validator reports them, pages print them.

A rule sees the values by field name, None where nothing was given, and knows pictures only by their size.
`enforce=False` makes it advice that does not block sending.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from studio.core.errors import Problem
from studio.core.geometry import Size
from studio.core.words import _
from studio.spec.field import FieldValue
from studio.spec.values import given, plain_number, shown_value

Values = Mapping[str, FieldValue]
Titles = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Holds for another field's value. One of the tests is meant; `default` is what an absent value counts as.

    `above` compares a number, or the area of a size.
    """

    field: str
    equals: Any = None
    one_of: tuple[Any, ...] = ()
    present: bool | None = None
    above: float | None = None
    default: Any = None

    def holds(self, values: Values) -> bool:
        value = values.get(self.field)
        if self.present is not None:
            return given(value) is self.present
        value = self.default if value is None else value
        if self.above is not None:
            amount = value.area if isinstance(value, Size) else value
            return amount is not None and amount > self.above
        return bool(value in self.one_of) if self.one_of else bool(value == self.equals)

    def text(self, titles: Titles) -> str:
        """The condition for people: `Method is text`."""
        name = titles(self.field)
        if self.present is not None:
            return (_("{field} is given") if self.present else _("{field} is not given")).format(field=name)
        if self.above is not None:
            return _("{field} is above {value}").format(field=name, value=plain_number(self.above))
        words = self.one_of or (self.equals,)
        return _("{field} is {value}").format(field=name, value=_(" or ").join(shown_value(value) for value in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Root of the rules. `text` replaces the sentence that a rule makes for itself."""

    text: str = ""
    enforce: bool = True
    when: When | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every field the rule speaks of."""
        return (*self._own_names(), *((self.when.field,) if self.when else ()))

    def problem(self, values: Values, titles: Titles) -> Problem | None:
        """What is wrong, at the field to be changed; None when the rule holds or does not apply."""
        if self.when is not None and not self.when.holds(values):
            return None
        found = self._broken(values, titles)
        if found is None:
            return None
        name, sentence = found
        return Problem(name, self.text or sentence, blocking=self.enforce)

    def statement(self, titles: Titles) -> str:
        """The rule in one sentence, for help and reference pages."""
        sentence = self._statement(titles)
        if self.when is None:
            return sentence
        return _("When {condition}: {rule}").format(condition=self.when.text(titles), rule=sentence)

    def greys(self, values: Values, titles: Titles) -> Mapping[str, str]:  # noqa: ARG002 - most rules grey nothing
        """Fields that cannot be filled now, with the reason."""
        return {}

    def _own_names(self) -> tuple[str, ...]:
        raise NotImplementedError

    def _statement(self, titles: Titles) -> str:
        raise NotImplementedError

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Requires(Rule):
    """A field that makes sense only together with others."""

    field: str
    needs: tuple[str, ...]

    def _own_names(self) -> tuple[str, ...]:
        return (self.field, *self.needs)

    def _statement(self, titles: Titles) -> str:
        others = _(" and ").join(titles(name) for name in self.needs)
        return _("{field} needs {others} as well.").format(field=titles(self.field), others=others)

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        if not given(values.get(self.field)):
            return None
        for name in self.needs:
            if not given(values.get(name)):
                sentence = _("{field} needs {other} as well.").format(field=titles(self.field), other=titles(name))
                return name, sentence
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredIf(Rule):
    """A field that must be given under the condition in `when`."""

    field: str

    def _own_names(self) -> tuple[str, ...]:
        return (self.field,)

    def _statement(self, titles: Titles) -> str:
        return _("{field} has to be given.").format(field=titles(self.field))

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        if given(values.get(self.field)):
            return None
        if self.when is None:
            return self.field, _("{field} is missing.").format(field=titles(self.field))
        sentence = _("Give {field}: it is needed when {condition}.")
        return self.field, sentence.format(field=titles(self.field), condition=self.when.text(titles))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyIf(Rule):
    """A field that may be given only under a condition."""

    field: str
    condition: When

    def _own_names(self) -> tuple[str, ...]:
        return (self.field, self.condition.field)

    def _statement(self, titles: Titles) -> str:
        return self._reason(titles)

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        if not given(values.get(self.field)) or self.condition.holds(values):
            return None
        return self.field, self._reason(titles)

    def greys(self, values: Values, titles: Titles) -> Mapping[str, str]:
        return {} if self.condition.holds(values) else {self.field: self._reason(titles)}

    def _reason(self, titles: Titles) -> str:
        return _used_only(self.field, self.condition, titles)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedIf(Rule):
    """A field that has no effect unless the condition holds: the form greys it, nobody complains."""

    field: str
    condition: When

    def _own_names(self) -> tuple[str, ...]:
        return (self.field, self.condition.field)

    def _statement(self, titles: Titles) -> str:
        return _used_only(self.field, self.condition, titles)

    def _broken(self, values: Values, titles: Titles) -> None:  # noqa: ARG002 - it never complains
        return None

    def greys(self, values: Values, titles: Titles) -> Mapping[str, str]:
        if self.condition.holds(values):
            return {}
        return {self.field: _used_only(self.field, self.condition, titles)}


def _used_only(field: str, condition: When, titles: Titles) -> str:
    sentence = _("{field} is used only when {condition}.")
    return sentence.format(field=titles(field), condition=condition.text(titles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice(Rule):
    """A sentence (`text`) to be shown at a field under the condition in `when`; it never blocks."""

    field: str
    enforce: bool = False

    def statement(self, titles: Titles) -> str:  # noqa: ARG002 - the sentence is given
        return self.text

    def _own_names(self) -> tuple[str, ...]:
        return (self.field,)

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str]:  # noqa: ARG002
        return self.field, self.text


class Count(StrEnum):
    """How many of several fields may be given."""

    AT_MOST_ONE = "at most one"
    EXACTLY_ONE = "exactly one"
    AT_LEAST_ONE = "at least one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusive(Rule):
    """Fields of which at most one, exactly one or at least one is given."""

    fields: tuple[str, ...]
    count: Count = Count.AT_MOST_ONE

    def _own_names(self) -> tuple[str, ...]:
        return self.fields

    def _statement(self, titles: Titles) -> str:
        sentences = {
            Count.AT_MOST_ONE: _("Give at most one of {fields}."),
            Count.EXACTLY_ONE: _("Give exactly one of {fields}."),
            Count.AT_LEAST_ONE: _("Give at least one of {fields}."),
        }
        return sentences[self.count].format(fields=", ".join(titles(name) for name in self.fields))

    def _broken(self, values: Values, titles: Titles) -> tuple[str, str] | None:
        present = [name for name in self.fields if given(values.get(name))]
        listed = _(" or ").join(titles(name) for name in self.fields)
        if len(present) > 1 and self.count is not Count.AT_LEAST_ONE:
            return present[1], _("Give only one of {fields}.").format(fields=listed)
        if not present and self.count is not Count.AT_MOST_ONE:
            return self.fields[0], _("Give {fields}.").format(fields=listed)
        return None

    def greys(self, values: Values, titles: Titles) -> Mapping[str, str]:
        present = [name for name in self.fields if given(values.get(name))]
        if self.count is Count.AT_LEAST_ONE or len(present) != 1:
            return {}
        sentence = _("{other} is given already; clear it to use this.").format(other=titles(present[0]))
        return {name: sentence for name in self.fields if name not in present}
