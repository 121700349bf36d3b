"""One operation for what a person wants, and why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from studio.app.recommend import USUAL, Circumstances, Recommendation, can_pay, hindrance, recommend, usual_price
from studio.core.geometry import Size
from studio.providers import registry
from studio.providers.protocol import Balance, Charge
from studio.spec.cost import FREE, Quote, Unit
from studio.spec.operation import Effect, Intent

SPECS = tuple(operation.spec for operation in registry.operations() if not operation.spec.twin_of)
ALL_TOKENS = frozenset({"pixellab-v2", "pixellab-v1", "pixel-engine", "pixeldojo", "pixelapi"})


def for_intent(intent: Intent, there: Circumstances) -> Recommendation:
    found = recommend(intent, SPECS, there, title=lambda provider: registry.entry(provider).title)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("intent", "id_", "why"),
    [
        (Intent.CREATE, "local/procedural-sprite", "Works without an account."),
        (Intent.ANIMATE, "local/animate-with-skeleton", "Works without an account. Takes 48 x 48 as it is."),
        (
            Intent.EDIT,
            "local/inpaint",
            "Works without an account. Paint a mask first. Takes 48 x 48 as it is.",
        ),
        (Intent.ROTATE, "local/rotate", "Works without an account. Takes 48 x 48 as it is."),
        (Intent.MAP, "local/terrain-tile", "Works without an account."),
        (
            Intent.CHARACTER,
            "pixellab-v2/create-character-with-8-directions",
            "It takes a PixelLab token. Makes 48 x 48.",
        ),
        (Intent.POSE, "local/estimate-skeleton", "Works without an account. Takes 48 x 48 as it is."),
    ],
)
def test_without_a_token_what_is_free_comes_first(intent: Intent, id_: str, why: str) -> None:
    found = for_intent(intent, Circumstances(size=Size(48, 48)))
    assert (found.spec.id, found.why) == (id_, why)


@pytest.mark.parametrize(
    ("intent", "id_"),
    [
        (Intent.CREATE, "pixellab-v2/create-image-pixflux"),
        (Intent.ANIMATE, "pixellab-v2/animate-with-text-v2"),
        (Intent.EDIT, "pixellab-v2/edit-images-v2"),
        (Intent.MAP, "pixellab-v2/create-tileset"),
        (Intent.CLEAN_UP, "local/quantise"),
        (Intent.POSE, "local/estimate-skeleton"),
    ],
)
def test_with_tokens_what_most_people_mean_comes_first(intent: Intent, id_: str) -> None:
    assert for_intent(intent, Circumstances(size=Size(64, 64), tokens=ALL_TOKENS)).spec.id == id_


def test_a_painted_mask_makes_inpainting_the_edit() -> None:
    there = Circumstances(size=Size(64, 64), tokens=ALL_TOKENS, has_mask=True)
    assert for_intent(Intent.EDIT, there).spec.id == "pixellab-v2/inpaint"


def test_a_price_that_is_told_comes_before_one_that_is_not() -> None:
    size = Size(48, 48)
    unknown = frozenset(
        operation.spec.id
        for operation in registry.operations()
        if operation.spec.effect is Effect.PAYS
        and usual_price(operation, size, registry.provider(operation.spec.provider).quote).unit is Unit.UNKNOWN
    )
    there = Circumstances(size=size, tokens=frozenset({"pixellab-v2", "pixellab-v1"}), unpriced=unknown)
    for intent in (Intent.CREATE, Intent.ANIMATE, Intent.EDIT, Intent.ROTATE, Intent.MAP, Intent.CHARACTER):
        before = for_intent(intent, Circumstances(size=size, tokens=there.tokens)).spec.id
        assert for_intent(intent, there).spec.id == before
        assert before not in unknown
    everything = Circumstances(size=size, tokens=there.tokens, unpriced=frozenset({"pixellab-v2/create-image-pixflux"}))
    assert for_intent(Intent.CREATE, everything).spec.id != "pixellab-v2/create-image-pixflux"


def test_the_provider_whose_token_is_there_comes_before_the_others() -> None:
    found = for_intent(Intent.CREATE, Circumstances(size=Size(64, 64), tokens=frozenset({"pixeldojo"})))
    assert found.spec.id == "pixeldojo/flux"
    assert found.why == "Your PixelDojo token is there."


def test_an_operation_that_takes_the_size_comes_before_one_that_does_not() -> None:
    there = Circumstances(size=Size(1000, 1000), tokens=ALL_TOKENS)
    assert for_intent(Intent.CREATE, there).spec.id == "pixel-engine/generate-image"


def test_an_empty_account_gives_way() -> None:
    empty = Balance((Charge(Decimal(0), Unit.USD),))
    there = Circumstances(size=Size(64, 64), tokens=frozenset({"pixellab-v2"}), balances={"pixellab-v2": empty})
    assert for_intent(Intent.CREATE, there).spec.id == "local/procedural-sprite"


def test_the_others_hold_everything_else_of_the_intent_once() -> None:
    found = for_intent(Intent.CHARACTER, Circumstances())
    ids = [found.spec.id, *(spec.id for spec in found.others)]
    assert sorted(ids) == sorted(spec.id for spec in SPECS if spec.intent is Intent.CHARACTER)
    assert "pixellab-v2/delete-character" in ids[-6:]


def test_nothing_is_recommended_where_nothing_is_made() -> None:
    assert recommend(Intent.ACCOUNT, SPECS, Circumstances()) is None


@pytest.mark.parametrize("operation", [one for one in registry.operations() if one.spec.effect == "pays"])
def test_every_paid_operation_can_be_priced_before_its_form_is_opened(operation: type) -> None:
    assert usual_price(operation, Size(64, 64), registry.provider(operation.spec.provider).quote).unit is not Unit.FREE  # type: ignore[attr-defined]  # an operation


def test_whether_an_account_covers_a_price() -> None:
    balance = Balance((Charge(Decimal(3), Unit.CREDITS),))
    assert can_pay(Quote(Decimal(3), Unit.CREDITS), balance) is True
    assert can_pay(Quote(Decimal(4), Unit.CREDITS), balance) is False
    assert can_pay(Quote(Decimal(4), Unit.USD), balance) is None
    assert can_pay(FREE, balance) is None
    assert can_pay(Quote(Decimal(4), Unit.CREDITS), None) is None


def test_what_is_usual_is_declared_once_and_makes_something() -> None:
    known = {spec.id: spec for spec in SPECS}
    assert len(set(USUAL)) == len(USUAL)
    assert [name for name in USUAL if name not in known or known[name].effect not in ("pays", "free")] == []


def test_what_stands_in_the_way_is_said_in_a_few_words() -> None:
    pixflux = next(spec for spec in SPECS if spec.id == "pixellab-v2/create-image-pixflux")
    lookup = next(spec for spec in SPECS if spec.id == "pixellab-v2/show-balance")
    large, fitting = Circumstances(size=Size(1000, 1000)), Circumstances(size=Size(64, 64))
    assert hindrance(pixflux, large, needs_token=True) == "needs a token"
    assert hindrance(pixflux, large, needs_token=False) == "not at 1000 x 1000"
    assert hindrance(pixflux, fitting, needs_token=False) == ""
    assert hindrance(lookup, large, needs_token=True) == ""
