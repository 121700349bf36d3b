"""Every documented endpoint is declared, with each of its fields, limits, choices and defaults, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from studio.providers.registry import PROVIDERS, operations
from studio.spec.operation import Operation
from tests.contract.comparing import contracts, differences
from tests.contract.holding import holds

OWN: Mapping[tuple[str, str], str] = {
    ("pixel-engine/animate", "output_format"): "a sheet keeps every pixel exact, webp may not",
    ("pixel-engine/keyframes", "output_format"): "a sheet keeps every pixel exact, webp may not",
    ("pixel-engine/animate", "matte_color"): "a colour far from the picture's is chosen, so that it can be taken out",
    ("pixel-engine/keyframes", "matte_color"): "a colour far from the picture's is chosen, so that it can be taken out",
    ("pixel-engine/keyframes", "frames[].image_url"): "given as words in a field of its own (linked)",
    ("pixeldojo/flux", "aspect_ratio"): "two documents name two defaults; sprites are square, and it is always sent",
}
"""Where a declaration says otherwise than the document, each with the reason. An entry without a difference fails."""

ENDPOINTS = [(contract, endpoint) for contract in contracts().values() for endpoint in contract["endpoints"]]

ELSEWHERE = frozenset({"image_bytes", "image_bytes_total", "fixed_frame_count"})
"""Kinds of rules that are about files, not fields (the package measures them when it builds the request), or about how
many frames come back (what comes is taken)."""
RULES = [
    (endpoint["operation"], rule)
    for _contract, endpoint in ENDPOINTS
    for rule in endpoint["rules"]
    if rule.get("enforce", True) and rule["rule"] not in ELSEWHERE
]


def declared(operation_id: str) -> type[Operation] | None:
    provider = operation_id.partition("/")[0]
    if provider not in {entry.id for entry in PROVIDERS}:
        return None
    return next((one for one in operations(provider) if one.spec.id == operation_id), None)


@pytest.mark.parametrize(
    ("contract", "endpoint"), ENDPOINTS, ids=[endpoint["operation"] for _contract, endpoint in ENDPOINTS]
)
def test_the_declaration_says_what_the_document_says(contract: dict[str, Any], endpoint: dict[str, Any]) -> None:
    operation = declared(endpoint["operation"])
    assert operation is not None, f"{endpoint['operation']} is not declared"
    assert differences(contract, endpoint, operation.spec, OWN) == []


@pytest.mark.parametrize(
    ("operation_id", "rule"), RULES, ids=[f"{operation_id}: {rule['text']}" for operation_id, rule in RULES]
)
def test_what_has_to_hold_between_fields_is_held_before_sending(operation_id: str, rule: dict[str, Any]) -> None:
    operation = declared(operation_id)
    assert operation is not None
    assert holds(operation.spec, rule)


@pytest.mark.parametrize(("operation_id", "name"), sorted(OWN))
def test_no_difference_is_excused_in_vain(operation_id: str, name: str) -> None:
    contract, endpoint = next(pair for pair in ENDPOINTS if pair[1]["operation"] == operation_id)
    operation = declared(operation_id)
    assert operation is not None
    assert any(line.startswith(f"{name}: ") for line in differences(contract, endpoint, operation.spec, {}))


@pytest.mark.parametrize("provider", sorted(contracts()))
def test_no_operation_is_made_up(provider: str) -> None:
    documented = {endpoint["operation"] for endpoint in contracts()[provider]["endpoints"]}
    assert {operation.spec.id for operation in operations(provider)} == documented


def test_all_fifty_seven_endpoints_are_here() -> None:
    counts = {provider: len(contract["endpoints"]) for provider, contract in contracts().items()}
    assert counts == {"pixellab-v2": 33, "pixellab-v1": 8, "pixel-engine": 10, "pixeldojo": 1, "pixelapi": 5}
