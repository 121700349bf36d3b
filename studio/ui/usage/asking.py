"""Questions of a page to its provider: only the answer to the last one counts, and none reaches a page that is gone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from studio.app.session import Session
from studio.core.errors import StudioError

T = TypeVar("T")


class Asking:
    """One for each thing that is read again and again."""

    def __init__(self, page: QWidget, session: Session, name: str) -> None:
        self._page = page
        self._session = session
        self._name = name
        self._turn = 0

    def ask(
        self,
        question: Callable[[], Coroutine[Any, Any, T]],
        *,
        told: Callable[[T], None],
        failed: Callable[[str], None],
    ) -> None:
        """Ask in the background; then one of the two is called, unless something else was asked meanwhile."""
        self._turn += 1
        self._session.tasks.launch(self._answer(question, self._turn, told, failed), name=self._name)

    def drop(self) -> None:
        """Whatever is under way no longer counts."""
        self._turn += 1

    async def _answer(
        self,
        question: Callable[[], Coroutine[Any, Any, T]],
        turn: int,
        told: Callable[[T], None],
        failed: Callable[[str], None],
    ) -> None:
        try:
            found = await question()
        except StudioError as error:
            if self._counts(turn):
                failed(str(error))
            return
        if self._counts(turn):
            told(found)

    def _counts(self, turn: int) -> bool:
        return turn == self._turn and isValid(self._page)
