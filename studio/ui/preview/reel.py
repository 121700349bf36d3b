"""What a preview plays: frames of a document, or of a take. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from studio.app.playhead import tag_at
from studio.app.previews import FramePictures
from studio.app.takes import Take
from studio.core.geometry import Size
from studio.doc.document import Document
from studio.doc.model import Frame, Sprite, Tag
from studio.doc.pixels import Pixels, size_of
from studio.doc.playback import Player

FOLLOW, ALL, TAKE = "follow", "all", "take"
"""Choices beside the ids of tags."""


class Reel(NamedTuple):
    """`key` is the same for as long as the same thing plays; `picture` gives a frame by its index."""

    key: tuple[str, ...]
    player: Player
    picture: Callable[[int], Pixels]
    size: Size
    first: int
    frames: tuple[str, ...] = ()
    """Ids of the frames it plays; none for a take."""


def reel_of_take(take: Take) -> Reel | None:
    """The frames of a take at its own times; None when it has no picture."""
    if not take.frames:
        return None
    frames = tuple(Frame(str(index), take.duration(index)) for index in range(len(take.frames)))
    player = Player(Sprite(take.size, (), frames), loop=True)
    return Reel(("take", take.id), player, take.frames.__getitem__, _largest(take), 0)


def reel_of_document(document: Document, pictures: FramePictures, choice: str) -> Reel:
    """The tag of that id, the tag at the cursor, or all frames; a tag plays on whatever its repeat says."""
    sprite = document.sprite
    tag = chosen_tag(document, choice)
    player = Player(sprite, tag, loop=True)

    def picture(index: int) -> Pixels:
        return pictures.of(sprite.frames[index].id)

    frames = tuple(sprite.frames[index].id for index in dict.fromkeys(player.order))
    key = (document.id, tag.id if tag is not None else ALL)
    return Reel(key, player, picture, sprite.size, min(player.order), frames)


def chosen_tag(document: Document, choice: str) -> Tag | None:
    """The tag that a choice means now."""
    if choice == FOLLOW:
        return tag_at(document.sprite, document.cursor.frame)
    return next((tag for tag in document.sprite.tags if tag.id == choice), None)


def _largest(take: Take) -> Size:
    sizes = [size_of(frame) for frame in take.frames]
    return Size(max(size.width for size in sizes), max(size.height for size in sizes))
