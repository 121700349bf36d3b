"""The embedded provider: the same path as a remote one (request, bytes, decoding), without a network.

Answers have the shape that PixelLab uses: pictures as base64 PNG in objects, keypoints in sprite pixels.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Container, Sequence
from typing import Any

from studio.core.errors import NotFound, Problem, Refused, UserError
from studio.core.words import _
from studio.doc.skeleton import Pose
from studio.providers.answers import decode_answer
from studio.providers.local.declarations import OPERATIONS
from studio.providers.local.work import Made, Report, Wrong, carry_out
from studio.providers.protocol import Account, Answer, Balance, Call, Outcome, Policy, ReportProgress, Running
from studio.providers.wire import Request, build_request, image_object, keypoint_objects
from studio.spec.cost import FREE, Quote
from studio.spec.operation import Operation
from studio.spec.validate import problems

ID = "local"


class LocalProvider:
    """Runs the studio's own algorithms in a worker thread; everything is free and at once."""

    id = ID
    title = _("This computer")
    operations: Sequence[type[Operation]] = OPERATIONS
    policy = Policy()

    def quote(self, operation: Operation) -> Quote:  # noqa: ARG002 - nothing here costs anything
        return FREE

    def request(self, operation: Operation) -> Request:
        return build_request(operation)

    def calls(self, operation: Operation) -> tuple[Call, ...]:
        return (Call(operation),)

    def follow(self, call: Call, before: Outcome) -> Operation:  # noqa: ARG002 - nothing here is carried over
        return call.operation

    async def submit(self, operation: Operation, report: ReportProgress) -> Answer:
        """The result at once. Refused, with the field, when the request does not allow one."""
        return await asyncio.to_thread(_answer, operation, report)

    async def poll(self, operation: Operation, remote_id: str) -> Answer | Running:  # noqa: ARG002
        raise NotFound(_("Nothing is left running on this computer."), provider=ID, operation=operation.spec.id)

    async def find(self, operation: Operation, sent: float, known: Container[str]) -> str | None:  # noqa: ARG002
        return None

    async def collect(self, operation: Operation, answer: Answer, report: ReportProgress) -> Answer:  # noqa: ARG002
        return answer

    async def balance(self) -> Balance | None:
        return None

    async def account(self, salt: bytes) -> Account | None:  # noqa: ARG002 - nobody is asked
        return None

    async def cancel(self, remote_id: str) -> bool:  # noqa: ARG002 - a thread cannot be stopped; its answer is dropped
        return False

    def decode(self, operation: Operation, answer: Answer) -> Outcome:
        return decode_answer(operation, answer)

    async def close(self) -> None:
        return None


def make_provider() -> LocalProvider:
    """What the registry calls."""
    return LocalProvider()


def _answer(operation: Operation, report: Report) -> Answer:
    found = tuple(problem for problem in problems(operation) if problem.blocking)
    if found:
        raise _refused(operation, found)
    try:
        made = carry_out(operation, report)
    except UserError as error:
        field = error.field if isinstance(error, Wrong) else _main_field(operation)
        raise _refused(operation, (Problem(field, str(error)),)) from error
    return Answer(json.dumps(_body(operation, made)).encode())


def _body(operation: Operation, made: Made) -> dict[str, Any]:
    body: dict[str, Any] = {"usage": {"type": "free"}}
    if made.frames:
        body["images"] = [image_object(frame) for frame in made.frames]
    if made.durations:
        body["durations"] = [str(duration) for duration in made.durations]
    if made.poses:
        body["keypoints"] = [_with_confidence(pose) for pose in made.poses]
    if made.notes:
        body["notes"] = list(made.notes)
    if "seed" in operation.values:
        body["seed"] = operation.values["seed"]
    return body


def _with_confidence(pose: Pose) -> list[dict[str, Any]]:
    return [
        {**written, "confidence": point.confidence}
        for written, point in zip(keypoint_objects(pose), pose.points.values(), strict=True)
    ]


def _refused(operation: Operation, found: tuple[Problem, ...]) -> Refused:
    sentence = " ".join(problem.message for problem in found)
    return Refused(sentence, problems=found, provider=ID, operation=operation.spec.id)


def _main_field(operation: Operation) -> str:
    """Where a sentence of an algorithm is shown: at the picture, else at the first field."""
    names = [declared.name for declared in operation.spec.fields]
    return next((name for name in ("image", "images", "size") if name in names), names[0])
