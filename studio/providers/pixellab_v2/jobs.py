"""Background jobs of PixelLab v2: how one is accepted, how far it is, why it failed.

The words for a state are open: only those known to be final end a job; any other keeps it running and is shown as it
came. The state of the last response runs ahead of the job's own, so either may say that it ended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn

from studio.core.errors import Blocked, Charged, JobFailed, ProviderError
from studio.core.words import _
from studio.providers.answers import Json
from studio.providers.pixellab_answers import cost_in, failure_in, find_pictures
from studio.providers.remote import RemoteJob, Status

DONE = frozenset({"completed", "complete", "done", "success", "succeeded", "finished"})
FAILED = frozenset({"failed", "failure", "error", "cancelled", "canceled", "rejected", "rate_limited"})
RUNNING = frozenset({"processing", "pending", "queued", "running", "finalizing", "started", "in_progress"})
_LAST_MESSAGE = "message_done"
_THINGS = ("character_id", "tileset_id", "tile_id", "object_id")
_KEYED = "~"
"""Between the id of a job and the direction it draws; no id holds it."""
_ID = re.compile(r"[0-9A-Za-z._:-]{1,200}")
_TOO_MANY = re.compile(r"\b429\b|job limit|concurrent", re.IGNORECASE)
_POLICY = re.compile(r"content policy|moderation|nsfw|inappropriate", re.IGNORECASE)


def accepted(body: Json) -> RemoteJob | None:
    """The job that an answer to a submission tells of; None when the answer is the result itself."""
    ids = _ids(body)
    if not ids or (_word(body) in DONE and find_pictures(body)):
        return None
    thing = next((body[key] for key in _THINGS if _is_id(body.get(key))), "")
    return RemoteJob(ids, str(thing))


def plain_id(job_id: str) -> str:
    """The service's own id, without the direction noted behind it."""
    return job_id.partition(_KEYED)[0]


def direction_of(job_id: str) -> str:
    """The direction that a job draws; empty where none was noted."""
    return job_id.partition(_KEYED)[2]


def status_of(body: Json) -> Status:
    """How far a job is. Raises JobFailed, or Blocked, when it ended without a result."""
    last = body.get("last_response")
    last = last if isinstance(last, Mapping) else {}
    words = (_word(body), _word(last))
    if FAILED.intersection(words) and not DONE.intersection(words):
        _fail(body)
    if DONE.intersection(words) or last.get("type") == _LAST_MESSAGE:
        return Status(ended=True)
    if not words[0] and find_pictures(body):
        return Status(ended=True)
    return Status(ended=False, progress=_progress(last), note=_note(words[0], last))


def _ids(body: Json) -> tuple[str, ...]:
    several = body.get("background_job_ids")
    if isinstance(several, list) and several:
        directions = body.get("directions")
        names = directions if isinstance(directions, list) else []
        return tuple(_keyed(one, names[at] if at < len(names) else "") for at, one in enumerate(several) if _is_id(one))
    for key in ("background_job_id", "job_id"):
        if _is_id(body.get(key)):
            return (str(body[key]),)
    if _is_id(body.get("id")) and _word(body) in RUNNING:
        return (str(body["id"]),)
    return ()


def _keyed(job_id: object, direction: object) -> str:
    """`directions` holds words, or objects with the word under `direction`."""
    name = direction.get("direction") if isinstance(direction, Mapping) else direction
    return f"{job_id}{_KEYED}{name}" if _is_id(name) else str(job_id)


def _is_id(found: object) -> bool:
    return isinstance(found, str) and _ID.fullmatch(found) is not None


def _word(body: Json) -> str:
    status = body.get("status")
    return status.strip().lower() if isinstance(status, str) else ""


def _progress(last: Json) -> float | None:
    """0..1; some count to 100."""
    found = last.get("progress")
    if not isinstance(found, int | float) or isinstance(found, bool) or found != found:
        return None
    return min(1.0, max(0.0, found / 100 if found > 1 else float(found)))


def _note(word: str, last: Json) -> str:
    position = last.get("queue_position")
    if isinstance(position, int) and not isinstance(position, bool) and position > 0:
        return _("Place {number} in the queue").format(number=position)
    return "" if word in RUNNING else word


def _fail(body: Json) -> NoReturn:
    reason = failure_in(body)
    cost = cost_in(body)
    charged = Charged.YES if cost is not None and cost.amount else Charged.MAYBE
    kind: type[ProviderError] = Blocked if _POLICY.search(reason) else JobFailed
    if _TOO_MANY.search(reason):
        sentence = _("PixelLab had too many of your jobs at once and gave this one up. Send it again later.")
        raise JobFailed(sentence, charged=charged, excerpt=reason)
    if not reason:
        raise JobFailed(_("PixelLab gave this job up without saying why."), charged=charged)
    raise kind(_("PixelLab gave this job up: {reason}").format(reason=reason), charged=charged)
