"""Progress of a job: a bar that moves on a terminal; plain lines for what goes over the network otherwise."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType
from typing import Self

import click

from studio.cli.terminal import printable, say
from studio.core.words import _
from studio.jobs.job import Job

_CLEAR = "\r\x1b[K"
_BAR = 20
_HERE = "local"


class Progress:
    """Shows the state of one job on stderr while it is inside its `with`."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._on_terminal = sys.stderr.isatty()
        self._said = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._on_terminal:
            click.echo(_CLEAR, nl=False, err=True)

    def tell(self, job: Job) -> None:
        """Redraw the bar, or say the next line."""
        if self._on_terminal:
            width = shutil.get_terminal_size().columns - 1
            click.echo(_CLEAR + printable(self._line(job, with_bar=True))[:width], nl=False, err=True)
        elif job.provider != _HERE and not job.has_ended:
            self._say(job)

    def _say(self, job: Job) -> None:
        """A line for each state and each quarter, so that a log stays short."""
        quarter = "" if job.progress is None else str(int(job.progress * 4))
        now = f"{job.state} {quarter} {job.note}"
        if now != self._said:
            self._said = now
            say(self._line(job, with_bar=False), err=True)

    def _line(self, job: Job, *, with_bar: bool) -> str:
        share = "" if job.progress is None else f" {job.progress:.0%}"
        bar = ""
        if with_bar and job.progress is not None:
            full = round(job.progress * _BAR)
            bar = f" [{'#' * full}{'-' * (_BAR - full)}]"
        note = f" – {job.note}" if job.note else ""
        return _("{title}: {state}").format(title=self._title, state=job.state.value) + bar + share + note
