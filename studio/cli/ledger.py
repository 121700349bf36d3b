"""The list of jobs, open for as long as a command looks at it; what was mended in it is said on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from studio.core import paths
from studio.jobs.ledger import Ledger


@contextmanager
def opened_ledger() -> Iterator[Ledger]:
    """LedgerTrouble when it cannot be used."""
    ledger = Ledger(paths.data_dir() / "ledger.sqlite")
    try:
        for notice in ledger.notices:
            click.echo(notice, err=True)
        yield ledger
    finally:
        ledger.close()
