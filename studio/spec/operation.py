"""An operation: one frozen request to a provider, and the class that declares what may be asked.

The object that the form shows, the validator checks and the ledger records is the one that is sent. A subclass
declares its fields once; type checkers read it as a class with a keyword constructor (PEP 681).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, NoReturn, Self, dataclass_transform

from studio.spec import fields as f
from studio.spec.field import Field, FieldValue, Kind
from studio.spec.rules import Rule


class Returns(StrEnum):
    """What comes back; each has one view."""

    FRAMES = "frames"
    KEYPOINTS = "keypoints"
    TEXT = "text"
    TABLE = "table"
    THING = "thing"
    JOB = "job"


class Effect(StrEnum):
    """What carrying it out does to money and to what the provider keeps."""

    READS = "reads"
    FREE = "free"
    PAYS = "pays"
    CHANGES = "changes"


class Intent(StrEnum):
    """What a person wants to do; the first choice in the form."""

    CREATE = "create"
    ANIMATE = "animate"
    EDIT = "edit"
    ROTATE = "rotate"
    MAP = "map"
    CHARACTER = "character"
    CLEAN_UP = "clean up"
    POSE = "pose"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class OperationSpec:
    """Everything declared about one operation. `id` is `provider/name`."""

    id: str
    title: str
    summary: str
    returns: Returns
    effect: Effect
    intent: Intent
    method: str
    path: str
    usual_seconds: float
    group: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    twin_of: str = ""
    """Id of the operation that this one is another address of; forms show only that one."""

    @property
    def provider(self) -> str:
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        return self.id.partition("/")[2]

    @property
    def form_fields(self) -> tuple[Field, ...]:
        """What a person is asked for, in order."""
        return tuple(declared for declared in self.fields if declared.in_form)

    def field(self, name: str) -> Field:
        """KeyError when the operation has no such field."""
        for declared in self.fields:
            if declared.name == name:
                return declared
        raise KeyError(name)


@dataclass_transform(
    kw_only_default=True,
    frozen_default=True,
    eq_default=False,
    field_specifiers=(
        f.text,
        f.integer,
        f.number,
        f.choice,
        f.choices,
        f.words,
        f.flag,
        f.seed,
        f.size,
        f.date,
        f.image,
        f.images,
        f.mask,
        f.masks,
        f.keyframes,
        f.keypoints,
        f.palette,
        f.variant,
        f.resource,
    ),
)
class Operation:
    """A frozen request. Subclasses declare fields; without `id` they only hand their fields on to others."""

    spec: ClassVar[OperationSpec]

    def __init_subclass__(  # noqa: PLR0913 - the words of a declaration, all by keyword
        cls,
        *,
        id: str = "",  # noqa: A002 - reads as the declaration's own word
        title: str = "",
        summary: str = "",
        returns: Returns = Returns.FRAMES,
        effect: Effect = Effect.PAYS,
        intent: Intent = Intent.CREATE,
        method: str = "POST",
        path: str = "",
        usual_seconds: float = 10.0,
        group: str = "",
        rules: tuple[Rule, ...] = (),
        twin_of: str = "",
    ) -> None:
        super().__init_subclass__()
        inherited = {declared.name: declared for declared in _fields_of_bases(cls)}
        own = {name: _finished(cls, name) for name, value in list(vars(cls).items()) if isinstance(value, Field)}
        for name in own:
            delattr(cls, name)
        cls.spec = OperationSpec(
            id=id,
            title=title,
            summary=summary,
            returns=returns,
            effect=effect,
            intent=intent,
            method=method,
            path=path or "/" + id.partition("/")[2],
            usual_seconds=usual_seconds,
            group=group,
            fields=tuple({**inherited, **own}.values()),
            rules=rules,
            twin_of=twin_of,
        )
        _check_rules(cls.spec)

    def __init__(self, **values: object) -> None:
        names = {declared.name for declared in self.spec.fields}
        unknown = sorted(values.keys() - names)
        if unknown:
            raise TypeError(f"{self.spec.id} has no field {', '.join(unknown)}")
        missing = [one.name for one in self.spec.fields if one.required and one.name not in values]
        if missing:
            raise TypeError(f"{self.spec.id} needs {', '.join(missing)}")
        for declared in self.spec.fields:
            object.__setattr__(self, declared.name, values.get(declared.name, declared.default))

    @classmethod
    def from_values(cls, values: Mapping[str, object]) -> Self:
        """The operation with values by field name, as forms, flags and the ledger hold them."""
        return cls(**values)

    @property
    def values(self) -> Mapping[str, FieldValue]:
        """Value by field name, in declared order; None where nothing was given."""
        return MappingProxyType({one.name: getattr(self, one.name) for one in self.spec.fields})

    def changed(self, **values: object) -> Self:
        """The same request with other values in these fields."""
        return type(self)(**{**self.values, **values})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen; use changed({name}=...)")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __repr__(self) -> str:
        return f"<{self.spec.id}>"


_TYPES = {
    Kind.TEXT: "str",
    Kind.INTEGER: "int",
    Kind.NUMBER: "float",
    Kind.CHOICE: "str",
    Kind.CHOICES: "tuple[str, ...]",
    Kind.WORDS: "tuple[str, ...]",
    Kind.FLAG: "bool",
    Kind.SEED: "int",
    Kind.SIZE: "Size",
    Kind.DATE: "datetime.date",
    Kind.IMAGE: "Pixels",
    Kind.IMAGES: "tuple[Picture, ...]",
    Kind.MASK: "MaskPixels",
    Kind.MASKS: "tuple[MaskPixels | None, ...]",
    Kind.KEYFRAMES: "tuple[Keyframe, ...]",
    Kind.KEYPOINTS: "tuple[Pose, ...]",
    Kind.PALETTE: "Palette",
    Kind.VARIANT: "Variant",
    Kind.RESOURCE: "str",
}


def _finished(cls: type[Operation], name: str) -> Field:
    """The declared field with its name; TypeError when its annotation does not fit kind and default."""
    declared = f.with_wire_names(replace(vars(cls)[name], name=name))
    expected = _TYPES[declared.kind] + (" | None" if declared.default is None else "")
    annotation = cls.__annotations__.get(name)
    if annotation != expected:
        raise TypeError(f"{cls.__name__}.{name} is annotated {annotation!r}, its declaration says {expected!r}")
    return declared


def _fields_of_bases(cls: type[Operation]) -> tuple[Field, ...]:
    specs = [base.__dict__["spec"] for base in reversed(cls.__mro__[1:]) if "spec" in base.__dict__]
    return tuple(declared for spec in specs for declared in spec.fields)


def _check_rules(spec: OperationSpec) -> None:
    names = {declared.name for declared in spec.fields}
    for rule in spec.rules:
        unknown = sorted(set(rule.names) - names)
        if unknown:
            raise TypeError(f"a rule of {spec.id} speaks of {', '.join(unknown)}, which it does not declare")
