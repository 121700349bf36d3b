"""Progress of a job: one line that moves on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

import click

from studio.core.words import _
from studio.jobs.job import Job

_CLEAR = "\r\x1b[K"


class Progress:
    """Shows the state of one job on stderr while it is inside its `with`."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._on_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._on_terminal:
            click.echo(_CLEAR, nl=False, err=True)

    def tell(self, job: Job) -> None:
        """Redraw the line."""
        if not self._on_terminal:
            return
        share = "" if job.progress is None else f" {job.progress:.0%}"
        note = f" – {job.note}" if job.note else ""
        line = _("{title}: {state}").format(title=self._title, state=job.state.value) + share + note
        click.echo(_CLEAR + line[:100], nl=False, err=True)
