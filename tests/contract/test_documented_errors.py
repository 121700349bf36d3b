"""Each documented status of each endpoint of all five services: the right error, one payment at most, no token told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from studio.core.errors import (
    Auth,
    Charged,
    Credit,
    Expired,
    Forbidden,
    NotFound,
    NotReady,
    OutcomeUnknown,
    ProviderDown,
    ProviderError,
    RateLimit,
    Refused,
)
from studio.providers import registry
from studio.providers.remote import RemoteProvider
from studio.spec.field import Kind
from studio.spec.operation import Effect, Operation
from tests.contract import pixellab_requests, test_pixel_engine, test_pixelapi, test_pixeldojo, test_pixellab_v1
from tests.contract.comparing import contracts
from tests.servers.base import ApiServer, Reply, contract
from tests.servers.driving import carried_out, provider_at

TOKEN = "canary-1c0ffee5"
FILES = {
    "pixellab-v2": "pixellab_v2",
    "pixellab-v1": "pixellab_v1",
    "pixel-engine": "pixelengine",
    "pixeldojo": "pixeldojo",
    "pixelapi": "pixelapi",
}
_PLAIN: Mapping[Kind, object] = {Kind.RESOURCE: "id-1", Kind.TEXT: "a knight", Kind.WORDS: ("hero",)}


def least(operation: type[Operation]) -> Operation:
    """A request about something that is kept at the provider: its id, and what else has to be given."""
    needed = [one for one in operation.spec.fields if one.required]
    return operation.from_values(
        {one.name: one.choices[0].value if one.choices else _PLAIN[one.kind] for one in needed}
    )


_GIVEN: Mapping[str, Operation] = {
    operation.spec.id: operation
    for operation in (
        *pixellab_requests.MINIMAL,
        *test_pixellab_v1.MINIMAL,
        *test_pixel_engine.MINIMAL,
        test_pixelapi.MINIMAL,
        test_pixeldojo.MINIMAL,
    )
}
REQUESTS: Mapping[str, Operation] = {
    one.spec.id: _GIVEN.get(one.spec.id) or least(one) for provider in FILES for one in registry.operations(provider)
}
# The document of PixelDojo names codes without statuses; these are the ones that clients have seen.
_STATUSES = {
    "invalid_request": 400,
    "invalid_api_key": 401,
    "quota_exceeded": 403,
    "model_not_found": 404,
    "server_error": 500,
}
_BY_STATUS: Mapping[int, type[ProviderError]] = {
    400: Refused,
    401: Auth,
    402: Credit,
    403: Forbidden,
    404: NotFound,
    405: Refused,
    409: Refused,
    410: Expired,
    422: Refused,
    423: NotReady,
    429: RateLimit,
    500: ProviderDown,
    502: ProviderDown,
    529: RateLimit,
}
CASES = [
    (provider, endpoint["operation"], error)
    for provider, document in contracts().items()
    for endpoint in document["endpoints"]
    for error in endpoint["errors"]
]


def told(provider: str, error: Mapping[str, Any]) -> Reply:
    """The error as the service writes it."""
    status = error["status"] or _STATUSES[error["code"]]
    code, words = error["code"], error["meaning"]
    if provider in ("pixel-engine", "pixeldojo"):
        return Reply(status, json={"error": {"code": code, "message": words}})
    return Reply(status, json={"detail": words})


def expected(operation: Operation, error: Mapping[str, Any]) -> type[ProviderError]:
    if error["code"] == "quota_exceeded":
        return Credit
    kind = _BY_STATUS[error["status"] or _STATUSES[error["code"]]]
    once = operation.spec.effect in (Effect.PAYS, Effect.CHANGES)
    return OutcomeUnknown if kind is ProviderDown and once else kind


@pytest.mark.parametrize(
    ("provider_id", "operation_id", "error"),
    CASES,
    ids=[f"{operation_id} {error['status']} {error['code'] or ''}" for _provider, operation_id, error in CASES],
)
async def test_it_is_told_as_what_it_is(provider_id: str, operation_id: str, error: Mapping[str, Any]) -> None:
    operation = REQUESTS[operation_id]
    kind = registry.provider(provider_id)
    assert isinstance(kind, RemoteProvider)
    with ApiServer(contract(FILES[provider_id]), token=TOKEN) as server:
        server.fail(told(provider_id, error), times=99)
        async with provider_at(server, type(kind)) as provider:
            with pytest.raises(ProviderError) as caught:
                await carried_out(provider, operation)
        sent = len(server.requests)
    found = caught.value
    assert isinstance(found, expected(operation, error)), found
    assert found.charged is (Charged.MAYBE if isinstance(found, OutcomeUnknown) else Charged.NO)
    assert TOKEN not in f"{found} {found.excerpt}"
    assert (found.provider, found.operation) == (provider_id, operation_id)
    if operation.spec.effect in (Effect.PAYS, Effect.CHANGES):
        assert sent == 1


def test_every_endpoint_is_asked() -> None:
    assert {operation_id for _provider, operation_id, _error in CASES} <= set(REQUESTS)
    assert len(REQUESTS) == 57
