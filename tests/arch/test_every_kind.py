"""Every kind of field has its one describer, flag converter, check, type and widget; every wire form its encoder."""

from __future__ import annotations

import importlib.util
from collections import Counter

import pytest

from studio.cli.flags import CONVERTERS, RESERVED
from studio.providers.registry import PROVIDERS, operations
from studio.providers.wire import FORMS
from studio.spec import fields as f
from studio.spec.describe import DESCRIBERS
from studio.spec.field import Field, Form, Kind, WireForm
from studio.spec.operation import Operation
from studio.spec.settings import SETTINGS
from studio.spec.validate import CHECKS, field_problems


def test_every_kind_can_be_declared() -> None:
    words = {
        Kind.CHOICE: (["a"],),
        Kind.CHOICES: (["a"],),
        Kind.VARIANT: ([Form("a", "A")],),
        Kind.RESOURCE: ("thing",),
    }
    for kind in Kind:
        declared = getattr(f, kind.value)("Title", *words.get(kind, ()))
        assert isinstance(declared, Field), kind
        assert declared.kind is kind


@pytest.mark.parametrize("table", [DESCRIBERS, CONVERTERS, CHECKS], ids=["describers", "flag converters", "checks"])
def test_every_kind_has_exactly_one_handler(table: dict[Kind, object]) -> None:
    assert set(table) == set(Kind)


def test_every_kind_has_exactly_one_widget_factory() -> None:
    if importlib.util.find_spec("PySide6") is None or importlib.util.find_spec("studio.ui.forms") is None:
        pytest.skip("the forms of the window cannot be imported here (Qt or studio.ui.forms is missing)")
    from studio.ui.forms.kinds import FACTORIES

    assert set(FACTORIES) == set(Kind)


def test_every_wire_form_has_an_encoder() -> None:
    assert set(FORMS) == set(WireForm)


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.spec.id)
class TestDeclaration:
    """What every declaration owes to forms, flags and pages."""

    def test_says_what_it_is(self, operation: type[Operation]) -> None:
        spec = operation.spec
        assert spec.provider in {entry.id for entry in PROVIDERS}
        assert spec.title[0].isupper()
        assert not spec.title.endswith(".")
        assert spec.summary.endswith(".")
        assert spec.usual_seconds > 0

    def test_explains_every_field(self, operation: type[Operation]) -> None:
        for declared in operation.spec.fields:
            assert declared.title[0].isupper(), declared.name
            assert declared.help.endswith("."), declared.name

    def test_has_flags_that_are_its_own(self, operation: type[Operation]) -> None:
        flags = Counter(declared.flag for declared in operation.spec.fields)
        assert [flag for flag, count in flags.items() if count > 1 or flag in RESERVED] == []

    def test_has_defaults_inside_their_own_limits(self, operation: type[Operation]) -> None:
        for declared in operation.spec.fields:
            if not declared.required and declared.default is not None:
                assert list(CHECKS[declared.kind](declared, declared.default)) == [], declared.name


def test_every_setting_explains_itself_and_has_a_sound_default() -> None:
    for name, declared in SETTINGS.items():
        assert declared.help.endswith("."), name
        assert field_problems(declared, declared.default) == (), name
