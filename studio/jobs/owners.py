"""Which processes work on jobs: each holds a lock file of its own for as long as it lives, suspended or not."""

from __future__ import annotations

from pathlib import Path

from studio.core.locks import ProcessLock, is_held
from studio.core.paths import ONLY_FOR_ITS_OWNER
from studio.core.words import _
from studio.jobs.ledger import LedgerTrouble


class Owners:
    """The lock files beside a ledger."""

    def __init__(self, ledger: Path) -> None:
        self._folder = ledger.parent / "owners"

    def take(self, owner: str) -> ProcessLock | None:
        """The lock of this process. LedgerTrouble when the folder cannot be used."""
        path = self._path(owner)
        try:
            path.parent.mkdir(mode=ONLY_FOR_ITS_OWNER, parents=True, exist_ok=True)
            return ProcessLock.take(path)
        except OSError as error:
            raise LedgerTrouble(
                _("{folder} could not be used: {reason}.").format(folder=path.parent, reason=error.strerror)
            ) from error

    def is_alive(self, owner: str) -> bool:
        return is_held(self._path(owner))

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.lock"
