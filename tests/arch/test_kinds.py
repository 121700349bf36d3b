"""Declared once, handled everywhere: every kind of field has its one describer and its one flag converter."""

from studio.cli.flags import CONVERTERS
from studio.spec.describe import DESCRIBERS
from studio.spec.field import Kind


def test_every_kind_has_a_describer() -> None:
    assert set(DESCRIBERS) == set(Kind)


def test_every_kind_has_a_flag_converter() -> None:
    assert set(CONVERTERS) == set(Kind)
