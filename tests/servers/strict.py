"""Whether a request is what a service's contract allows, told in the words of FastAPI's 422.

Checked: unknown and missing fields, types, null, ranges, lengths, complete lists of choices, base64. Not checked: rules
between fields; those the servers of each service know.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def faults_of(
    endpoint: Json, query: Mapping[str, str], body: bytes, *, objects: Json, reported: bool = False
) -> list[dict[str, Any]]:
    """What is wrong with a request, as entries of FastAPI's `detail`. Empty when it may be carried out."""
    asked = [one for one in endpoint["params"] if one["in"] == "query"]
    found = list(_Checker(asked, objects, reported).query(query))
    request = endpoint["request"]
    if request is None:
        return found + ([_wrong(("body",), "extra_forbidden", "No body is expected")] if body else [])
    try:
        document = json.loads(body)
    except ValueError:
        return [*found, _wrong(("body",), "json_invalid", "JSON decode error")]
    checker = _Checker(request["fields"], objects, reported)
    return found + list(checker.object("", document, ("body",)))


class _Checker:
    """The fields of one request, looked up by dotted name; `[]` marks the elements of an array."""

    def __init__(self, fields: list[Json], objects: Json, reported: bool) -> None:
        self._fields = {one["name"]: one for one in fields}
        self._objects = objects
        self._reported = reported

    def query(self, given: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        for name in given.keys() - self._fields.keys():
            yield _wrong(("query", name), "extra_forbidden", "Extra inputs are not permitted")
        for name, declared in self._fields.items():
            if name in given:
                yield from self.value(name, declared, _parsed(declared, given[name]), ("query", name))
            elif declared["required"]:
                yield _wrong(("query", name), "missing", "Field required")

    def object(self, prefix: str, document: Any, loc: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
        """An object whose fields are those directly below `prefix`."""
        if not isinstance(document, dict):
            yield _wrong(loc, "model_type", "Input should be an object")
            return
        own = {name[len(prefix) :]: one for name, one in self._fields.items() if _is_child(prefix, name)}
        for name in document.keys() - own.keys():
            yield _wrong((*loc, name), "extra_forbidden", "Extra inputs are not permitted")
        for name, declared in own.items():
            if name in document:
                yield from self.value(prefix + name, declared, document[name], (*loc, name))
            elif declared["required"]:
                yield _wrong((*loc, name), "missing", "Field required")

    def value(self, name: str, declared: Json, value: Any, loc: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
        if value is None:
            if not declared["nullable"]:
                yield _wrong(loc, "none_forbidden", "Input should not be null")
            return
        kind = declared["type"]
        if kind != "any" and not _is_of(kind, value):
            yield _wrong(loc, f"{kind}_type", f"Input should be a valid {kind}")
            return
        yield from _limits(declared, value, loc, reported=self._reported)
        if isinstance(value, list):
            yield from self._items(name, declared, value, loc)
        elif isinstance(value, dict):
            yield from self._inner(name, declared, value, loc)

    def _items(self, name: str, declared: Json, value: list[Any], loc: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
        for at, item in enumerate(value):
            if item is None:
                if not declared.get("item_nullable"):
                    yield _wrong((*loc, at), "none_forbidden", "Input should not be null")
            elif isinstance(item, dict):
                yield from self._inner(f"{name}[]", declared, item, (*loc, at))
            elif isinstance(item, list):
                yield from self._items(name, declared, item, (*loc, at))
            elif declared.get("items", "any") not in ("any", "array") and not _is_of(declared["items"], item):
                yield _wrong((*loc, at), "type", f"Input should be a valid {declared['items']}")

    def _inner(self, name: str, declared: Json, value: Json, loc: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
        if any(_is_child(f"{name}.", other) for other in self._fields):
            yield from self.object(f"{name}.", value, loc)
            return
        shape = self._objects.get(declared.get("object", ""))
        if shape is not None and "fields" in shape:
            yield from _Checker(shape["fields"], self._objects, self._reported).object("", value, loc)


def _limits(declared: Json, value: Any, loc: tuple[Any, ...], *, reported: bool) -> Iterator[dict[str, Any]]:
    size = len(value) if isinstance(value, str | list) else None
    short, long = ("min_items", "max_items") if isinstance(value, list) else ("min_length", "max_length")
    if size is not None and size < declared.get(short, 0):
        yield _wrong(loc, "too_short", f"Should have at least {declared[short]} items or characters")
    if size is not None and size > declared.get(long, size):
        yield _wrong(loc, "too_long", f"Should have at most {declared[long]} items or characters")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value < declared.get("minimum", value):
            yield _wrong(loc, "greater_than_equal", f"Input should be greater than or equal to {declared['minimum']}")
        if value > declared.get("maximum", value):
            yield _wrong(loc, "less_than_equal", f"Input should be less than or equal to {declared['maximum']}")
    choices = [*declared.get("enum", []), *(declared.get("enum_supplement", []) if reported else [])]
    if (
        choices
        and (declared.get("enum_complete") or reported)
        and isinstance(value, str | int)
        and value not in choices
    ):
        yield _wrong(loc, "enum", f"Input should be one of {', '.join(map(str, choices))}")
    if declared.get("format") == "base64" and isinstance(value, str) and not _is_base64(value):
        yield _wrong(loc, "base64", "Input should be plain base64")


def _is_child(prefix: str, name: str) -> bool:
    rest = name[len(prefix) :]
    return name.startswith(prefix) and bool(rest) and "." not in rest and "[" not in rest


def _is_of(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind in ("boolean", "any")
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return kind not in _TYPES or isinstance(value, _TYPES[kind])


def _parsed(declared: Json, text: str) -> Any:
    """A query value in the type that is declared for it; the text itself when it is none."""
    try:
        match declared["type"]:
            case "integer":
                return int(text)
            case "number":
                return float(text)
            case "boolean":
                return {"true": True, "false": False}.get(text, text)
    except ValueError:
        pass
    return text


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _wrong(loc: tuple[Any, ...], kind: str, message: str) -> dict[str, Any]:
    return {"loc": list(loc), "type": kind, "msg": message}
