"""Notes of answers that are about to be kept, so that an answer on disk always finds its job.

A note is written before the bytes and names the file that they will have, since that name follows from them; it is
taken away once the ledger has the answer. Whenever the program is killed between the two, the next start finds bytes
and job together. A note whose file is missing says nothing: the answer had not been written yet.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from studio.core.errors import UserError
from studio.core.files import cannot_write, read_bytes, write_atomic
from studio.core.paths import ONLY_FOR_ITS_OWNER
from studio.jobs.job import Job, KeptAnswer
from studio.jobs.ledger import Ledger
from studio.jobs.results import ResultStore, name_of
from studio.jobs.rows import answer_from_json, answer_to_json
from studio.providers.protocol import Answer

_DROPPED_HEADERS = frozenset({"set-cookie", "authorization", "proxy-authorization"})


class Arrivals:
    """The notes beside a ledger, one a job or call at most."""

    def __init__(self, ledger: Ledger, results: ResultStore) -> None:
        self.results = results
        self._ledger = ledger
        self._folder = ledger.path.parent / "arrivals"

    def keep(self, job: Job, answer: Answer) -> KeptAnswer:
        """The answer to what a job asked for, on disk and findable; UserError when it cannot be written."""
        kept = _as_kept(name_of(answer.body, media=answer.media), answer)
        note = {"job": job.id, "at": len(job.answers), "answer": answer_to_json(kept)}
        path = self._path(job.id)
        try:
            path.parent.mkdir(mode=ONLY_FOR_ITS_OWNER, parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(path, error) from error
        write_atomic(path, json.dumps(note).encode())
        self.results.keep(answer.body, media=answer.media)
        return kept

    def keep_aside(self, answer: Answer) -> KeptAnswer:
        """What was said beside the result (an acceptance, a refusal), on disk without a note. UserError."""
        return _as_kept(self.results.keep(answer.body, media=answer.media), answer)

    def settle(self, job_id: str) -> None:
        """The ledger has the answer of this job, or no longer wants it."""
        with contextlib.suppress(OSError):  # a note that stays is known by its number
            self._path(job_id).unlink(missing_ok=True)

    def of(self, job: Job) -> KeptAnswer | None:
        """The answer that arrived for this job after the ledger heard of it last; None when there is none."""
        path = self._path(job.id)
        if not path.exists():
            return None
        try:
            note = json.loads(read_bytes(path))
            kept, at = answer_from_json(note["answer"]), note["at"]
        except (UserError, ValueError, KeyError, TypeError):
            return None
        return kept if at == len(job.answers) and self.results.path(kept.file).is_file() else None

    def sweep(self) -> None:
        """Take away the notes of jobs that have ended or are off the list."""
        # Listed before the ledger is read: the job of each of these was in it by then.
        with contextlib.suppress(OSError):
            ids = [path.stem for path in self._folder.glob("*.json")]
            wanted = {job.id for job in self._ledger.jobs() if not job.has_ended} if ids else set()
            for job_id in ids:
                if job_id.partition(".")[0] not in wanted:
                    self.settle(job_id)

    def _path(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.json"


def _as_kept(name: str, answer: Answer) -> KeptAnswer:
    headers = {key: value for key, value in answer.headers.items() if key.lower() not in _DROPPED_HEADERS}
    return KeptAnswer(name, answer.media, answer.status, headers)
