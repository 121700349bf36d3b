"""What a service says when it refuses or fails, as one error of the studio's own.

Services write it as FastAPI does (`detail`, a text or a list by field), as `error` (a text, or an object with `code`
and `message`) or as `message`; some send HTML. Codes go before statuses, since one service answers 403 to an empty
account.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from studio.core.errors import (
    Auth,
    Blocked,
    Charged,
    Credit,
    Expired,
    Facts,
    Forbidden,
    NotFound,
    NotReady,
    OutcomeUnknown,
    Problem,
    ProviderDown,
    ProviderError,
    RateLimit,
    Refused,
    TooManyJobs,
)
from studio.core.words import _
from studio.providers.network import Reply
from studio.providers.retry import Met, met_by_status
from studio.providers.scrubbing import without_token
from studio.spec.field import Field, Place
from studio.spec.operation import Operation

_EXCERPT = 300
_WORDS_SHOWN = 240
_CODES: Mapping[str, type[ProviderError]] = {
    "insufficient_credits": Credit,
    "insufficient_balance": Credit,
    "quota_exceeded": Credit,
    "payment_required": Credit,
    "unauthorized": Auth,
    "invalid_api_key": Auth,
    "missing_api_key": Auth,
    "inactive_api_key": Auth,
    "content_policy_violation": Blocked,
    "content_blocked": Blocked,
    "moderation_blocked": Blocked,
    "nsfw_content": Blocked,
    "job_expired": Expired,
    "rate_limit_exceeded": RateLimit,
    "rate_limited": RateLimit,
}
_SPEAKS_OF_JOBS = re.compile(
    r"concurren|too many (background |running |active )?jobs|job[s_ ]+(limit|in progress)", re.IGNORECASE
)
_LONG_TEXT = re.compile(r"[A-Za-z0-9+/=_-]{80,}")


@dataclass(frozen=True, slots=True)
class Told:
    """What a body says about a failure."""

    words: str = ""
    code: str = ""
    entries: tuple[Mapping[str, Any], ...] = ()
    """FastAPI's list: `loc`, `msg`, `type` each."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who was asked for what, and under which token."""

    provider: str
    title: str
    operation: Operation | None = None
    token: str = field(default="", repr=False)
    repeatable: bool = True
    """False for what may have cost or changed something."""

    def facts(self, reply: Reply | None = None) -> Facts:
        facts = Facts(provider=self.provider, operation=self.operation.spec.id if self.operation else "")
        if reply is None:
            return facts
        body = without_token(reply.body, self.token)
        names = ("x-request-id", "request-id", "cf-ray")
        headers = {
            name: without_token(value.encode(), self.token).decode(errors="replace")
            for name, value in reply.headers.items()
        }
        request_id = next((headers[name] for name in names if name in headers), "")
        media = headers.get("content-type", "")
        facts |= Facts(status=reply.status, body=body, media=media, excerpt=excerpt(body), request_id=request_id)
        return facts


def failure_of(reply: Reply, scene: Scene, *, after: float | None = None) -> ProviderError:
    """The error that a status other than 2xx means. `after`: seconds that the service asks to wait."""
    reply = replace(reply, body=without_token(reply.body, scene.token))
    told = told_in(reply.body)
    met = met_of(reply, told)
    if met in _WHY_UNKNOWN and not scene.repeatable:
        return outcome_unknown(scene, _WHY_UNKNOWN[met], reply=reply)
    kind = _CODES.get(told.code.lower()) or _kind_of(met, reply.status)
    opening = _SENTENCES[kind].format(provider=scene.title, status=reply.status)
    if kind in _UNCHARGED and not scene.repeatable:
        opening += " " + _("Nothing was charged.")
    sentence = _with_words(opening, told.words)
    facts = scene.facts(reply)
    if issubclass(kind, Refused):
        return kind(sentence, problems=problems_of(told, scene.operation), **facts)
    if issubclass(kind, RateLimit | NotReady):
        return kind(sentence, after=after, **facts)
    return kind(sentence, **facts)


def outcome_unknown(scene: Scene, reason: str, *, reply: Reply | None = None) -> OutcomeUnknown:
    """A request that may have cost or changed something got no usable answer. It is never sent again by itself."""
    sentence = _(
        "{provider} was sent this, but {reason}. It may have been carried out and charged. "
        "Check your balance before you send it again."
    ).format(provider=scene.title, reason=reason)
    facts = scene.facts(reply) | Facts(charged=Charged.MAYBE)
    return OutcomeUnknown(sentence, **facts)


def met_of(reply: Reply, told: Told | None = None) -> Met:
    """The outcome a refusing answer stands for."""
    met = met_by_status(reply.status)
    words = (told or told_in(reply.body)).words
    return Met.TOO_MANY_JOBS if met is Met.THROTTLED and _SPEAKS_OF_JOBS.search(words) else met


def told_in(body: bytes) -> Told:
    """What a body says about a failure, in whichever of the known forms; plain text is taken as it is."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return Told(_plain(body))
    if not isinstance(document, dict):
        return Told(_shortened(document) if isinstance(document, str) else "")
    for key in ("error", "detail", "message"):
        found = document.get(key)
        if isinstance(found, Mapping):
            words = next((found[name] for name in ("message", "detail", "msg") if isinstance(found.get(name), str)), "")
            return Told(_shortened(words), str(found.get("code") or ""))
        if isinstance(found, list):
            entries = tuple(entry for entry in found if isinstance(entry, Mapping))
            return Told(_shortened("; ".join(str(entry.get("msg", "")) for entry in entries)), "", entries)
        if isinstance(found, str) and found:
            return Told(_shortened(found), str(document.get("code") or ""))
    return Told()


def problems_of(told: Told, operation: Operation | None) -> tuple[Problem, ...]:
    """What was told, put back on the declared fields; on the whole request where no field is meant."""
    if operation is None:
        return tuple(Problem("", str(entry.get("msg", ""))) for entry in told.entries)
    fields = operation.spec.fields
    found = tuple(
        Problem(_field_at(fields, entry.get("loc")), _shortened(str(entry.get("msg", "")))) for entry in told.entries
    )
    if found or not told.words:
        return found
    return (Problem(_field_named(fields, told.words), told.words),)


def excerpt(body: bytes) -> str:
    """The beginning of an answer for logs and details: no long encoded parts."""
    return _LONG_TEXT.sub(lambda found: f"<{len(found[0])} characters>", _text(body[: 64 * 1024]))[:_EXCERPT]


_SENTENCES: Mapping[type[ProviderError], str] = {
    Auth: _("{provider} does not accept the token. Set another one under Edit > Accounts and tokens."),
    Blocked: _("{provider} refuses this because of its content rules. Change the words or the pictures."),
    Credit: _("The account at {provider} has too little left for this."),
    Expired: _("{provider} no longer keeps this."),
    Forbidden: _("{provider} does not allow this for the account, its plan or this connection."),
    NotFound: _("{provider} does not know this."),
    NotReady: _("{provider} is still making this."),
    ProviderDown: _("{provider} has a fault of its own (status {status}). Try again later."),
    ProviderError: _("{provider} answered in a way the studio does not follow (status {status})."),
    RateLimit: _("{provider} asks to wait before the next request."),
    Refused: _("{provider} does not accept the request as it is."),
    TooManyJobs: _("{provider} works on as many jobs as the account may have. This one waits for a place."),
}
_WHY_UNKNOWN: Mapping[Met, str] = {
    Met.DOWN: _("it answered with a fault of its own"),
    Met.ELSEWHERE: _("it only named another address"),
}
_UNCHARGED = frozenset({Credit})
"""Said of a request that pays; of a question about a job it would be taken for the job."""
_REFUSING = frozenset({Met.REFUSED, Met.CONFLICT})


def _kind_of(met: Met, status: int) -> type[ProviderError]:
    by_status: Mapping[int, type[ProviderError]] = {402: Credit, 403: Forbidden, 404: NotFound}
    if status in by_status:
        return by_status[status]
    if met in _REFUSING or (met is Met.OTHER and status >= 400):
        return Refused
    by_met: Mapping[Met, type[ProviderError]] = {
        Met.UNAUTHORIZED: Auth,
        Met.GONE: Expired,
        Met.NOT_READY: NotReady,
        Met.THROTTLED: RateLimit,
        Met.TOO_MANY_JOBS: TooManyJobs,
        Met.DOWN: ProviderDown,
    }
    return by_met.get(met, ProviderError)


def _with_words(sentence: str, words: str) -> str:
    if not words:
        return sentence
    told = words.rstrip()
    ended = told if told.endswith(_ENDS) else f"{told}."
    return sentence + " " + _("It says: {words}").format(words=ended)


_ENDS = (".", "!", "?", "…")


def _field_at(fields: tuple[Field, ...], loc: object) -> str:
    """The declared field at a FastAPI location (`["body", "image_size", "width"]`): the one with the longest match."""
    parts = [str(part) for part in loc if not isinstance(part, int)] if isinstance(loc, list | tuple) else []
    if parts and parts[0] in {place.value for place in Place}:
        parts = parts[1:]
    wanted = ".".join(parts)
    fitting = [
        (len(wire), declared.name)
        for declared in fields
        for wire in _wires(declared)
        if wanted == wire or wanted.startswith(f"{wire}.") or (wanted and wire.startswith(f"{wanted}."))
    ]
    return max(fitting, default=(0, ""))[1]


def _field_named(fields: tuple[Field, ...], words: str) -> str:
    """The only field whose wire name stands in a sentence; empty when none or several do."""
    named = {
        declared.name for declared in fields for wire in _wires(declared) if re.search(rf"\b{re.escape(wire)}\b", words)
    }
    distinct = {name for name in named if "_" in name}
    return next(iter(distinct)) if len(distinct) == 1 else ""


def _wires(declared: Field) -> list[str]:
    """Where a field travels; a size under two keys has two places."""
    *path, last = declared.wire.split(".")
    return [".".join([*path, key]) for key in last.split(",")]


def _plain(body: bytes) -> str:
    """The words of a text; pages of HTML say nothing to the person."""
    text = _text(body[:4096]).strip()
    return "" if text.startswith("<") else _shortened(text)


def _text(body: bytes) -> str:
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in body.decode("utf-8", "replace"))


def _shortened(words: str) -> str:
    # Half a surrogate can neither be stored nor printed, and other unprintable characters steer a terminal.
    words = "".join(char if char.isprintable() else " " for char in words)
    words = " ".join(_LONG_TEXT.sub("…", words).split())
    return words if len(words) <= _WORDS_SHOWN else words[: _WORDS_SHOWN - 1] + "…"
