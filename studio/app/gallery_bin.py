"""Deleting results for good: which files may go because nothing else needs them, and taking them away."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from studio.app.gallery_entry import Entry
from studio.jobs.job import Job
from studio.jobs.plans import PlannedCall


def answers_of(
    entries: Iterable[Entry], jobs: Iterable[Job], calls: Callable[[str], Sequence[PlannedCall]]
) -> frozenset[str]:
    """Names of the raw answers that only these results need. A plan that was sent again shares answers with the
    one before it."""
    deleted = {entry.job for entry in entries if entry.job}
    going: set[str] = set()
    staying: set[str] = set()
    for job in jobs:
        parts = calls(job.id)
        if job.id in deleted or not parts:
            (going if job.id in deleted else staying).update(job.files)
        for call in parts:
            (going if {job.id, call.job.id} & deleted else staying).update(call.job.files)
    return frozenset(going - staying)


def delete_files(entries: Iterable[Entry], answers: Iterable[Path]) -> None:
    """Take away the folders of kept results and raw answers. What is not there, or not ours to remove, stays so."""
    for entry in entries:
        folder = Path(entry.folder) if entry.folder else None
        if folder is not None and folder.name == entry.id and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
    for path in answers:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
