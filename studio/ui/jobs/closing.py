"""The question before the window closes while paid jobs run: what becomes of them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.app.job_news import leaving_words
from studio.app.session import Session
from studio.core.words import _
from studio.ui.dialogs.ask import choose


def words_at_closing(session: Session) -> str:
    """What becomes of this window's jobs; empty where there are none, or nobody wants to hear it."""
    if not session.settings.get("generate.tell_at_closing"):
        return ""
    return leaving_words([job for job in session.queue.jobs() if session.queue.is_own(job.id)])


async def may_leave(session: Session, window: QWidget) -> bool:
    """Whether the person closes the window although jobs run. Nothing is lost either way."""
    words = words_at_closing(session)
    if not words:
        return True
    answers = [_("Close"), _("Close, and do not ask again")]
    answer = await choose(window, _("Jobs are under way."), answers, detail=words)
    if answer == 1:
        session.settings.set("generate.tell_at_closing", False)
    return answer is not None
