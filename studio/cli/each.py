"""`--each FIELD=VALUE,VALUE`: one wish for several values of a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.cli.errors import WrongUse
from studio.core.words import _
from studio.spec.field import Field, Kind
from studio.spec.operation import Operation, OperationSpec

if TYPE_CHECKING:
    from studio.core.geometry import Box
    from studio.providers.protocol import Call

_EVERY = "all"


@dataclass(frozen=True, slots=True)
class Sending:
    """What goes into the queue beside the request: the calls it is sent as, where they were asked for, and where the
    sprite lies in pictures that were padded."""

    calls: Sequence[Call] = ()
    inset: Box | None = None


@dataclass(frozen=True, slots=True)
class Each:
    """A field and its values."""

    field: str
    values: tuple[str, ...]

    def calls(self, request: Operation) -> Sequence[Call]:
        """One request a value, all with one seed."""
        from studio.jobs.requests import with_seeds  # noqa: PLC0415 - needs numpy
        from studio.providers.plans import each_of  # noqa: PLC0415

        return each_of(with_seeds(request), self.field, self.values)


def each_in(spec: OperationSpec, typed: str) -> Each:
    """The field and values of what was typed. WrongUse when the field has no words to choose from, or not these."""
    name, _equals, words = typed.partition("=")
    declared = _field(spec, name.strip().removeprefix("--"))
    known = [choice.value for choice in declared.choices]
    values = known if words.strip() == _EVERY else [word.strip() for word in words.split(",") if word.strip()]
    strange = [] if declared.open_choices else [value for value in values if value not in known]
    if not values or strange:
        raise WrongUse(
            _("--each {field}: choose some of {known}, not {given}.").format(
                field=name, known=", ".join(known), given=", ".join(strange) or _("nothing")
            )
        )
    return Each(declared.name, tuple(dict.fromkeys(values)))


def _field(spec: OperationSpec, name: str) -> Field:
    choosable = [declared for declared in spec.fields if declared.kind is Kind.CHOICE]
    for declared in choosable:
        if name in (declared.name, declared.flag.removeprefix("--")):
            return declared
    raise WrongUse(
        _("--each takes a field that has words to choose from ({fields}), not {name}.").format(
            fields=", ".join(declared.flag.removeprefix("--") for declared in choosable) or _("none here"), name=name
        )
    )
