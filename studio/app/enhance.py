"""Better words for a request: which operation improves the words of a field, what it is asked, and its answer.

Nothing is charged, nothing of the sprite changes and the words in the form stay as they are, so the provider is asked
directly: there is nothing to take up again after a restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from studio.app.fitting import fitted
from studio.core.errors import BadAnswer, UserError
from studio.core.words import _
from studio.doc.pixels import Pixels
from studio.providers import registry
from studio.providers.protocol import Accepted, Provider
from studio.spec.field import FieldValue, Kind
from studio.spec.operation import Operation, OperationSpec, Returns
from studio.spec.rules import Values
from studio.spec.validate import problems

_ENHANCERS: Mapping[str, str] = MappingProxyType({"pixel-engine": "pixel-engine/enhance-prompt"})
"""Id of the operation that improves words, by provider."""
_PROMPT = "prompt"
_GENERAL = ("detailed", "frame-engine-v1.1")
"""What a form says for pictures that are no pixel art, and the model whose words they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """A question for better words. `picture` is what goes along, None where nothing does; `note` says why not."""

    operation: Operation
    picture: Pixels | None = None
    note: str = ""


def enhancer_of(spec: OperationSpec, field: str) -> type[Operation] | None:
    """The operation that improves the words in a field; None where there is none."""
    name = _ENHANCERS.get(spec.provider)
    if name is None or field != _PROMPT or spec.id == name or spec.returns is Returns.TEXT:
        return None
    return registry.operation(name)


def wish_for(spec: OperationSpec, values: Values) -> Wish:
    """The question for the words of a form, with its first picture where one may go along. UserError when there is
    nothing to improve, or too much."""
    enhancer = enhancer_of(spec, _PROMPT)
    if enhancer is None:
        raise UserError(_("Nobody improves the words of this form."))
    asked: dict[str, FieldValue] = {"prompt": str(values.get(_PROMPT) or ""), **_model(enhancer, values)}
    picture = _first_picture(spec, values)
    if picture is not None:
        whole = fitted(enhancer.from_values({**asked, "image": picture}))[0]
        if not any(problem.field == "image" and problem.blocking for problem in problems(whole)):
            return Wish(_checked(whole), picture)
    if not asked["prompt"]:
        raise UserError(_("There are no words to improve yet. Write a few, or choose a picture."))
    note = _("The picture does not go along: its size or shape is not possible here.") if picture is not None else ""
    return Wish(_checked(enhancer.from_values(asked)), note=note)


async def better_words(provider: Provider, operation: Operation) -> str:
    """The improved words. Raises ProviderError."""
    answer = await provider.submit(operation, _quiet)
    if isinstance(answer, Accepted):
        raise BadAnswer(_("The answer is not readable."), body=answer.answer.body)
    whole = await provider.collect(operation, answer, _quiet)
    outcome = await asyncio.to_thread(provider.decode, operation, whole)
    return outcome.text.strip()


def _checked(operation: Operation) -> Operation:
    for problem in problems(operation):
        if problem.blocking:
            raise UserError(problem.message)
    return operation


def _model(enhancer: type[Operation], values: Values) -> dict[str, FieldValue]:
    """Which model will read the words, as the form says it."""
    known = {choice.value for choice in enhancer.spec.field("model").choices}
    word, model = _GENERAL
    if values.get("model") in known:
        return {"model": values["model"]}
    return {"model": model} if values.get("render_mode") == word else {}


def _first_picture(spec: OperationSpec, values: Values) -> Pixels | None:
    for declared in spec.fields:
        value = values.get(declared.name)
        if declared.kind is Kind.IMAGE and value is not None:
            picture: Pixels = value
            return picture
        if declared.kind is Kind.KEYFRAMES and value:
            first: Pixels = value[0].pixels
            return first
    return None


def _quiet(_progress: float | None, _note: str) -> None:
    """Nobody watches how far a question is."""
