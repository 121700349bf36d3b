"""The comparison with the documents would notice each sort of difference: one planted in each test."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from studio.core.geometry import Size
from studio.spec import fields as f
from studio.spec.field import Absent, Limits, Place
from studio.spec.measures import SizeIn, Spans
from studio.spec.operation import Operation
from studio.spec.rules import Count, Exclusive, Requires
from tests.contract.comparing import differences
from tests.contract.holding import holds

if TYPE_CHECKING:
    from studio.doc.pixels import MaskPixels, Pixels


class Draw(
    Operation,
    id="there/draw",
    title="Draw",
    summary="Draws.",
    path="/draw/{place}",
    rules=(
        Exclusive(fields=("image", "link"), count=Count.EXACTLY_ONE),
        Requires(field="mask", needs=("image",)),
        Spans(field="steps", by="model", table={"fast": Limits(1, 4)}),
        SizeIn(size="tile", sides=(16, 32)),
    ),
):
    """A declaration that agrees with DOCUMENT."""

    place: str = f.resource("Place", "place", place=Place.PATH)
    prompt: str = f.text("Words", max_length=20)
    model: str = f.choice("Model", ["fast", "good"], default="good")
    steps: int = f.integer("Steps", default=4, minimum=1, maximum=8)
    weight: float | None = f.number("Weight", default=None, help="0.7 when left open.", wire="options.weight")
    size: Size = f.size("Size", default=Size(64, 32), minimum=16, maximum=64)
    tile: Size = f.size("Tile", default=Size(16, 16), minimum=16, maximum=32)
    image: Pixels | None = f.image("Picture", default=None)
    link: str | None = f.text("Link", default=None)
    mask: MaskPixels | None = f.mask("Mask", default=None)
    note: str | None = f.text("Note", default=None, absent=Absent.NULL)
    old: bool = f.flag("Old", default=False, deprecated=True)


def documented(name: str, kind: str, **facts: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "required": False, "nullable": False, **facts}


def document() -> dict[str, Any]:
    side = {"minimum": 16, "maximum": 64, "required": True}
    tile = {"enum": [16, 32], "enum_complete": True, "default": 16}
    return {
        "operation": "there/draw",
        "method": "POST",
        "path": "/draw/{id}",
        "params": [documented("place", "string", required=True) | {"in": "path"}],
        "request": {
            "fields": [
                documented("prompt", "string", required=True, min_length=1, max_length=20),
                documented("model", "string", enum=["fast", "good"], enum_complete=True, default="good"),
                documented("steps", "integer", minimum=1, maximum=8, default=4),
                documented("options", "object"),
                documented("options.weight", "number", default=0.7),
                documented("size", "object", required=True),
                documented("size.width", "integer", **side, default=64),
                documented("size.height", "integer", **side, default=32),
                documented("tile", "object"),
                documented("tile.width", "integer", **tile),
                documented("tile.height", "integer", **tile),
                documented("image", "object", object="picture"),
                documented("link", "string"),
                documented("mask", "object", object="picture"),
                documented("note", "string", nullable=True),
                documented("old", "boolean", deprecated=True, default=False),
            ]
        },
    }


PICTURE = {"fields": [{"name": name} for name in ("type", "base64", "format")]}
FAST = {"field": "model", "equals": "fast"}
CONTRACT = {"objects": {"picture": PICTURE}}


def found(endpoint: dict[str, Any]) -> list[str]:
    return differences(CONTRACT, endpoint, Draw.spec, {})


def test_a_declaration_that_agrees_has_no_differences() -> None:
    assert found(document()) == []


def change(name: str, **facts: Any) -> Callable[[dict[str, Any]], None]:
    def changed(endpoint: dict[str, Any]) -> None:
        fields = [*endpoint["params"], *endpoint["request"]["fields"]]
        next(one for one in fields if one["name"] == name).update(facts)

    return changed


def extra(endpoint: dict[str, Any]) -> None:
    endpoint["request"]["fields"].append(documented("colour", "string"))


def without_note(endpoint: dict[str, Any]) -> None:
    endpoint["request"]["fields"] = [one for one in endpoint["request"]["fields"] if one["name"] != "note"]


@pytest.mark.parametrize(
    ("planted", "line"),
    [
        (lambda endpoint: endpoint.update(method="PUT"), "method POST, not PUT"),
        (lambda endpoint: endpoint.update(path="/draw"), "path /draw/{place}, not /draw"),
        (extra, "colour: missing"),
        (without_note, "note: not documented"),
        (change("prompt", max_length=30), "prompt: maximum 20, not 30"),
        (change("prompt", type="array"), "prompt: is sent as string, not array"),
        (change("model", enum=["fast", "good", "best"]), "model: cannot be best"),
        (change("model", enum=["good"]), "model: may be fast, which is not documented"),
        (change("model", default="fast"), "model: default good, not fast"),
        (change("steps", minimum=2), "steps: minimum 1, not 2"),
        (change("steps", default=5), "steps: default 4, not 5"),
        (
            change("options.weight", default=0.5),
            "options.weight: is left out where nothing is given, and its help does not say that 0.5 holds then",
        ),
        (change("options.weight", required=True), "options.weight: may be left out, which is not allowed"),
        (change("options.weight", type="integer"), "options.weight: is sent as number, not integer"),
        (change("size.height", maximum=128), "size.height: maximum 64, not 128"),
        (change("size.height", default=64), "size.height: default 32, not 64"),
        (change("tile.width", enum=[16, 32, 64]), "tile.width: cannot be 64"),
        (change("image", required=True), "image: may be left out, which is not allowed"),
        (change("note", nullable=False), "note: null is sent where nothing is given, which is not allowed"),
        (change("link", deprecated=True), "link: is no longer recommended, which is not said"),
        (change("place", **{"in": "query"}), "place: travels in the path, not in the query"),
    ],
)
def test_a_planted_difference_is_noticed(planted: Callable[[dict[str, Any]], None], line: str) -> None:
    endpoint = copy.deepcopy(document())
    planted(endpoint)
    assert found(endpoint) == [line]


def test_a_difference_with_a_reason_is_passed_over() -> None:
    endpoint = document()
    extra(endpoint)
    assert differences(CONTRACT, endpoint, Draw.spec, {("there/draw", "colour"): "made up"}) == []


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        ({"rule": "exactly_one_of", "fields": ["image", "link"]}, True),
        ({"rule": "at_least_one_of", "fields": ["image", "link"]}, True),
        ({"rule": "exactly_one_of", "fields": ["image", "note"]}, False),
        ({"rule": "requires", "field": "mask", "needs": ["image"]}, True),
        ({"rule": "requires", "field": "note", "needs": ["image"]}, False),
        ({"rule": "requires", "field": "note", "needs": ["prompt"]}, True),
        ({"rule": "range", "field": "steps", "minimum": 1, "maximum": 4, "when": FAST}, True),
        ({"rule": "range", "field": "steps", "minimum": 1, "maximum": 5, "when": FAST}, False),
        ({"rule": "range", "field": "steps", "minimum": 1, "maximum": 8}, True),
        ({"rule": "each_side_in", "size": "tile", "values": [16, 32]}, True),
        ({"rule": "each_side_in", "size": "size", "values": [16, 32]}, False),
        ({"rule": "even", "field": "steps"}, False),
        ({"rule": "required_if", "field": "prompt", "when": FAST}, True),
        ({"rule": "required_if", "field": "note", "when": FAST}, False),
        ({"rule": "forbidden_if", "field": "note", "when": FAST}, False),
        ({"rule": "image_matches_size", "image": "mask", "size": "size"}, False),
        ({"rule": "total_area", "size": "size", "maximum": 9}, False),
        ({"rule": "square", "size": "size"}, False),
        ({"rule": "pattern", "field": "note", "pattern": "^a$"}, False),
    ],
)  # fmt: skip
def test_a_rule_that_nobody_holds_is_noticed(rule: dict[str, Any], held: bool) -> None:
    assert holds(Draw.spec, rule) is held
