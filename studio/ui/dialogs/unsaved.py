"""What is asked when sprites with unsaved changes are closed, by their tabs or with the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studio.core.words import _, ngettext
from studio.doc.document import Document
from studio.ui import commands as window_commands
from studio.ui.dialogs.ask import choose

if TYPE_CHECKING:
    from studio.ui.shell import Shell

_SAVE, _THROW_AWAY = 0, 2
"""Answers that do something; closing without saving leaves copies as it is."""


async def may_leave_unsaved(shell: Shell, unsaved: Sequence[Document], more: str = "") -> bool:
    """Whether these sprites may be closed now; `more` is what else is to be known about leaving.

    Those that were recovered can also be thrown away, else they would be offered at each start for ever.
    """
    safety = shell.session.safety
    answers = [_("Save"), _("Close without saving")]
    detail = _("Unsaved changes are kept aside and offered again at the next start.")
    if all(map(safety.is_recovered, unsaved)):
        answers.append(_("Throw away"))
        detail = _("Unsaved changes are kept aside and offered again at the next start, until they are thrown away.")
    question = ngettext("{name} has unsaved changes.", "{count} sprites have unsaved changes.", len(unsaved))
    answer = await choose(
        shell.window,
        question.format(name=unsaved[0].title, count=len(unsaved)),
        answers,
        detail="\n".join(part for part in (detail, more) if part),
    )
    if answer is None:
        return False
    if answer == _SAVE:
        for document in unsaved:
            if not await window_commands.save(shell, document):
                return False
    if answer == _THROW_AWAY:
        for document in unsaved:
            safety.throw_away(document)
    return True
