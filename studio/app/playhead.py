"""Playing an open sprite in the editor: the cursor walks through the frames at their true times. Free of Qt and clocks.

Whoever drives it calls `advance` with the time since the start and again after the time it answers. Playing makes no
history. It ends when the structure changes, another sprite comes to the front, or something is painted.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from psygnal import Signal

from studio.app.workspace import Workspace
from studio.doc.change import Change
from studio.doc.document import Cursor, Document
from studio.doc.model import Sprite, Tag
from studio.doc.playback import Player


class Scope(StrEnum):
    """What plays when no tag is asked for. Several selected frames always play by themselves."""

    TAG = "tag"
    """The innermost tag at the cursor, all frames where there is none."""
    ALL = "all"


class Playhead:
    """`changed` comes at start, stop and when an option changes; `run` counts the starts."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._document: Document | None = None
        self._player: Player | None = None
        self._asked: str | None = None
        self._base = Fraction(0)
        self._elapsed = Fraction(0)
        self._moving = False
        self._scope = Scope.TAG
        self._repeat = True
        self.run = 0
        workspace.active_changed.connect(self.stop)

    @property
    def playing(self) -> bool:
        return self._player is not None

    @property
    def scope(self) -> Scope:
        return self._scope

    @property
    def repeat(self) -> bool:
        """Whether it plays until it is stopped; otherwise once, and a tag as often as it says."""
        return self._repeat

    def set_scope(self, scope: Scope) -> None:
        """Play the tag at the cursor, or everything."""
        self._scope = scope
        self._again()

    def set_repeat(self, *, on: bool) -> None:
        """Play for ever, or to the end."""
        self._repeat = on
        self._again()

    def toggle(self) -> None:
        """Start, or stop."""
        if self.playing:
            self.stop()
        else:
            self.start()

    def start(self, tag_id: str | None = None) -> None:
        """Play a tag, or what the scope says, from the cursor on. Nothing happens with a single frame."""
        document = self._workspace.active
        self._leave()
        if document is None or len(document.sprite.frames) < 2:
            self.changed.emit()
            return
        self._document, self._asked = document, tag_id
        document.changed.connect(self._on_changed)
        document.cursor_moved.connect(self._on_cursor)
        document.painted.connect(self.stop)
        self._load(document)
        self.run += 1
        self._elapsed = Fraction(0)
        self.changed.emit()

    def stop(self) -> None:
        """Stand still where it is."""
        if self.playing:
            self._leave()
            self.changed.emit()

    def advance(self, elapsed: float) -> float | None:
        """Show what is due `elapsed` ms after `start`. Ms until the next frame, None when playing has ended."""
        player, document = self._player, self._document
        if player is None or document is None:
            return None
        self._elapsed = Fraction(elapsed)
        moment = player.position(self._base + self._elapsed)
        self._moving = True
        document.move_to(frame=document.sprite.frames[moment.index].id)
        self._moving = False
        if moment.done:
            self.stop()
            return None
        return float(moment.ends - self._base - self._elapsed)

    def _again(self) -> None:
        if self.playing:
            self.start()
        else:
            self.changed.emit()

    def _leave(self) -> None:
        document, self._document, self._player = self._document, None, None
        if document is not None:
            document.changed.disconnect(self._on_changed, missing_ok=True)
            document.cursor_moved.disconnect(self._on_cursor, missing_ok=True)
            document.painted.disconnect(self.stop, missing_ok=True)

    def _load(self, document: Document) -> None:
        """A player for the sprite as it is now, standing on the cursor's frame at the current time."""
        sprite = document.sprite
        tag = self._tag(document)
        loop = True if self._repeat else False if tag is None else None
        player = Player(sprite, tag, loop=loop)
        self._player = player
        index = sprite.frame_index(document.cursor.frame)
        at_end = not self._repeat and index == player.order[-1]
        self._base = (Fraction(0) if at_end else player.time_of(index)) - self._elapsed

    def _tag(self, document: Document) -> Tag | None:
        sprite = document.sprite
        if self._asked is not None:
            return next((tag for tag in sprite.tags if tag.id == self._asked), None)
        chosen = document.selected_frames
        if len(chosen) > 1:
            return Tag("", "", chosen[0], chosen[-1])
        return tag_at(sprite, document.cursor.frame) if self._scope is Scope.TAG else None

    def _on_changed(self, change: Change) -> None:
        if change.structure or change.tags or self._document is None:
            self.stop()
        elif change.frames:
            self._load(self._document)

    def _on_cursor(self, cursor: Cursor) -> None:
        """Somebody else moved the cursor: go on from there, or stop where the frame is not played."""
        document, player = self._document, self._player
        if self._moving or document is None or player is None:
            return
        index = document.sprite.frame_index(cursor.frame)
        if index in player.order:
            self._base = player.time_of(index) - self._elapsed
        else:
            self.stop()


def tag_at(sprite: Sprite, frame_id: str) -> Tag | None:
    """The shortest tag over a frame, None where there is none."""
    index = sprite.frame_index(frame_id)
    return min(sprite.tags_at(index), key=lambda tag: len(sprite.tag_range(tag)), default=None)
