"""What each action does, by its id: the one way in for menus, keys, buttons, the command palette and scripts.

A command that cannot be done says so in one sentence; nothing is changed then.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from studio.app.surface import Level
from studio.core.errors import StudioError, UserError
from studio.core.words import _

if TYPE_CHECKING:
    from studio.app.session import Session
    from studio.doc.document import Document

Run: TypeAlias = Callable[[], Coroutine[Any, Any, object] | None]
Ask: TypeAlias = Callable[[], bool]


def always() -> bool:
    """For commands that can be used at any time."""
    return True


def never() -> bool:
    """For commands that are not switches."""
    return False


@dataclass(frozen=True, slots=True)
class Command:
    """`run` may give a coroutine, which the session then owns."""

    run: Run
    enabled: Ask = always
    checked: Ask = never


class Commands:
    """Ids to commands. Registering an id again replaces it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._commands: dict[str, Command] = {}

    def add(self, action_id: str, run: Run, *, enabled: Ask = always, checked: Ask = never) -> None:
        """Say what an action does."""
        self._commands[action_id] = Command(run, enabled, checked)

    def known(self) -> frozenset[str]:
        """Ids of all commands."""
        return frozenset(self._commands)

    def enabled(self, action_id: str) -> bool:
        command = self._commands.get(action_id)
        return command is not None and command.enabled()

    def checked(self, action_id: str) -> bool:
        command = self._commands.get(action_id)
        return command is not None and command.checked()

    def run(self, action_id: str) -> None:
        """Do it. Errors of the studio are reported to the person; KeyError for an id nobody registered."""
        command = self._commands[action_id]
        if not command.enabled():
            return
        try:
            started = command.run()
        except StudioError as error:
            if type(error) is UserError:
                self.session.say(str(error), Level.WARN)  # a wish that cannot be carried out now; nothing went wrong
            else:
                self.session.report(error)
            return
        if started is not None:
            self.session.tasks.launch(started, name=action_id)


class CommandGroup:
    """Commands that look at the same things; subclasses add theirs in `register`."""

    def __init__(self, commands: Commands) -> None:
        self.commands = commands
        self.session = commands.session

    @property
    def document(self) -> Document:
        """The sprite in front; UserError when none is open."""
        return self.session.workspace.require_active()

    def is_open(self) -> bool:
        return self.session.active is not None

    def can_edit(self) -> bool:
        active = self.session.active
        return active is not None and not active.sprite.read_only

    def has_selection(self) -> bool:
        active = self.session.active
        return active is not None and active.selection is not None

    def has_many_frames(self) -> bool:
        active = self.session.active
        return active is not None and len(active.sprite.frames) > 1

    def next_frame(self) -> str:
        """Id of the frame after the current one. UserError on the last."""
        document = self.document
        index = document.sprite.frame_index(document.cursor.frame) + 1
        if index == len(document.sprite.frames):
            raise UserError(_("This is the last frame. Add a frame after it first."))
        return document.sprite.frames[index].id


def register(commands: Commands) -> None:
    """All commands that need no window."""
    from studio.app import edit_commands, frame_commands  # noqa: PLC0415 - they need this module

    edit_commands.register(commands)
    frame_commands.register(commands)
