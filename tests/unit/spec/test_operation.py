"""Operations as a programmer meets them: frozen, keyword-only, complete, checked when the class is made."""

from __future__ import annotations

import pytest

from studio.core.geometry import Size
from studio.spec import fields as f
from studio.spec.field import Absent, Choice, Limits, WireForm
from studio.spec.operation import Effect, Intent, Operation, Returns
from studio.spec.rules import Exclusive, Requires


class Style(Operation):
    """Fields shared by several operations; no operation itself."""

    shading: str | None = f.choice("Shading", ["flat", ("soft", "Softly shaded")], default=None)


class Draw(
    Style,
    id="house/draw",
    title="Draw",
    summary="Draws.",
    path="/v1/draw",
    returns=Returns.FRAMES,
    effect=Effect.PAYS,
    intent=Intent.CREATE,
    usual_seconds=4.0,
):
    """An operation with a field of its own and an inherited one."""

    words: str = f.text("Words", wire="prompt", max_length=10)
    size: Size = f.size("Size", default=Size(16, 16), wire="image_size")
    seed: int | None = f.seed("Seed", default=None)


def test_an_operation_holds_what_was_given_and_the_defaults_of_the_rest() -> None:
    operation = Draw(words="a crab")
    assert operation.values == {"shading": None, "words": "a crab", "size": Size(16, 16), "seed": None}
    assert operation.words == "a crab"


def test_its_spec_says_everything_that_was_declared() -> None:
    spec = Draw.spec
    assert (spec.id, spec.provider, spec.name, spec.path, spec.method) == (
        "house/draw",
        "house",
        "draw",
        "/v1/draw",
        "POST",
    )
    assert [field.name for field in spec.fields] == ["shading", "words", "size", "seed"]
    assert spec.field("shading").choices == (Choice("flat", "flat"), Choice("soft", "Softly shaded"))
    assert (spec.field("words").wire, spec.field("words").flag, spec.field("words").required) == (
        "prompt",
        "--words",
        True,
    )
    assert spec.field("size").form is WireForm.SIZE_OBJECT
    assert spec.field("size").absent is Absent.DEFAULT
    assert spec.field("seed").absent is Absent.OMIT
    assert spec.field("seed").limits == Limits(1, 2**31 - 1)


def test_an_operation_cannot_be_changed_but_gives_a_changed_copy() -> None:
    operation = Draw(words="a crab")
    with pytest.raises(AttributeError, match="frozen"):
        operation.seed = 3  # type: ignore[misc]  # the point of the test
    with pytest.raises(AttributeError, match="frozen"):
        del operation.seed
    changed = operation.changed(seed=3)
    assert (changed.seed, changed.words, operation.seed) == (3, "a crab", None)


def test_missing_and_unknown_fields_are_faults_of_the_caller() -> None:
    with pytest.raises(TypeError, match="house/draw needs words"):
        Draw.from_values({})
    with pytest.raises(TypeError, match="house/draw has no field colour"):
        Draw.from_values({"words": "x", "colour": "red"})


def test_an_annotation_that_does_not_fit_the_kind_stops_the_declaration() -> None:
    with pytest.raises(TypeError, match="annotated 'str', its declaration says 'int'"):
        type("Wrong", (Operation,), {"__annotations__": {"n": "str"}, "n": f.integer("N")})


def test_an_optional_field_has_to_be_annotated_as_optional() -> None:
    with pytest.raises(TypeError, match=r"its declaration says .int \| None."):
        type("Wrong", (Operation,), {"__annotations__": {"n": "int"}, "n": f.integer("N", default=None)})


def test_a_rule_about_an_undeclared_field_stops_the_declaration() -> None:
    with pytest.raises(TypeError, match="speaks of mask"):

        class Wrong(Operation, id="house/wrong", rules=(Requires(field="mask", needs=("image",)),)):
            image: str = f.text("Image")


def test_rules_are_kept_with_the_spec() -> None:
    rule = Exclusive(fields=("words", "seed"))

    class Either(Draw, id="house/either", rules=(rule,)):
        pass

    assert Either.spec.rules == (rule,)
    assert [field.name for field in Either.spec.fields] == ["shading", "words", "size", "seed"]
    assert Draw.spec.rules == ()
