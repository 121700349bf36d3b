"""Where the values of a form come from: the sprite in front, a take, a file, the clipboard. Followed live.

A source is a word that can be kept (`frame`, `tag tag-7k2m`, `file /home/...`), so that a form comes back with the
same wishes but never with old pixels. `Reader` turns a source into values and remembers them while nothing changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from studio.app.take_words import asked_of
from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.doc import edits, mask
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.model import LayerKind, Tag
from studio.doc.palette import Palette
from studio.doc.pixels import MaskPixels, Pixels, frozen
from studio.doc.skeleton import Pose

if TYPE_CHECKING:
    from studio.app.session import Session


class SourceKind(StrEnum):
    """The places a value can be taken from."""

    FRAME = "frame"
    FRAMES = "frames"
    LAYER = "layer"
    LAYERS = "layers"
    """Every layer that shows, in the current frame, the lowest first."""
    KEY = "key"
    """One frame by its id, marked as key frame on the timeline; not kept, since marks are not."""
    SELECTION = "selection"
    TAG = "tag"
    TAKE = "take"
    FILE = "file"
    CLIPBOARD = "clipboard"
    GIVEN = "given"
    """Pixels that were handed over (a drop, a past request); not kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One place. `ref` is the id of a tag, take, layer (empty for the current one) or frame, or a path; `given` holds
    handed-over pixels or masks."""

    kind: SourceKind
    ref: str = ""
    given: tuple[Pixels, ...] = ()

    @property
    def text(self) -> str:
        """As drafts keep it; empty for what cannot be kept."""
        if self.kind in _PASSING:
            return ""
        return f"{self.kind.value} {self.ref}".strip()

    @classmethod
    def parse(cls, text: object) -> Source | None:
        """The source of a draft; None for anything else."""
        if not isinstance(text, str):
            return None
        word, _space, ref = text.partition(" ")
        known = {kind.value for kind in SourceKind if kind not in _PASSING}
        return cls(SourceKind(word), ref) if word in known else None


_PASSING = frozenset({SourceKind.GIVEN, SourceKind.CLIPBOARD, SourceKind.KEY})
"""Not kept."""


FRAME = Source(SourceKind.FRAME)
FRAMES = Source(SourceKind.FRAMES)
LAYER = Source(SourceKind.LAYER)
LAYERS = Source(SourceKind.LAYERS)
SELECTION = Source(SourceKind.SELECTION)
CLIPBOARD = Source(SourceKind.CLIPBOARD)


def file_source(path: Path) -> Source:
    return Source(SourceKind.FILE, str(path))


def given_source(*pixels: Pixels) -> Source:
    """Pictures as they are; the form holds them until it is closed."""
    return Source(SourceKind.GIVEN, given=tuple(frozen(one) for one in pixels))


def key_source(frame: str) -> Source:
    """The picture of a frame that is marked as key frame."""
    return Source(SourceKind.KEY, frame)


def address_source(text: str) -> Source:
    """The picture in a data address. BadFile when there is none."""
    from studio.codec.base64image import decode_image  # noqa: PLC0415 - decoders are loaded when one is needed

    return given_source(decode_image(text.strip(), name=_("The pasted address")))


class Reader:
    """Values of sources for one session. UserError says why a source has nothing to give."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._files: dict[str, tuple[Pixels, ...]] = {}

    def title(self, source: Source) -> str:
        """The source for people: `Current frame`, `Tag walk`, `hero.png`."""
        if source.kind is SourceKind.TAG:
            document = self._session.active
            tags = document.sprite.tags if document is not None else ()
            name = next((tag.name for tag in tags if tag.id == source.ref), "")
            return _("Tag {name}").format(name=name) if name else _("Tag")
        if source.kind is SourceKind.TAKE:
            take = next((take for take in self._session.takes.takes if take.id == source.ref), None)
            return _("Take: {title}").format(title=asked_of(take) or take.title) if take is not None else _("Take")
        if source.kind is SourceKind.FILE:
            return Path(source.ref).name
        if source.kind is SourceKind.LAYER and source.ref:
            document = self._session.active
            layers = document.sprite.layers if document is not None else ()
            name = next((layer.name for layer in layers if layer.id == source.ref), "")
            return _("Layer {name}").format(name=name) if name else _("Layer")
        if source.kind is SourceKind.KEY:
            places = self._places()
            return _("Frame {number}").format(number=places[source.ref] + 1) if source.ref in places else _("Frame")
        return _TITLES[source.kind]()

    def pictures(self, source: Source) -> tuple[Pixels, ...]:
        """One picture a frame, in order; never empty."""
        match source.kind:
            case SourceKind.FRAME:
                return self._frames([self._document().cursor.frame])
            case SourceKind.FRAMES:
                return self._frames(self._document().selected_frames)
            case SourceKind.LAYER:
                return self._layer(source.ref)
            case SourceKind.LAYERS:
                return self._layers()
            case SourceKind.KEY:
                return self._key(source.ref)
            case SourceKind.SELECTION:
                return self._selection()
            case SourceKind.TAG:
                return self._tag(source.ref)
            case SourceKind.TAKE:
                return self._take(source.ref)
            case SourceKind.FILE:
                return self._file(source.ref)
            case SourceKind.CLIPBOARD:
                return self._clipboard()
            case SourceKind.GIVEN:
                return source.given

    def frames(self, source: Source) -> tuple[str, ...]:
        """Ids of the frames whose pictures these are, in order; nothing for what is not the sprite in front's."""
        document = self._session.active
        if document is None:
            return ()
        match source.kind:
            case SourceKind.FRAME | SourceKind.LAYER | SourceKind.LAYERS | SourceKind.SELECTION:
                return (document.cursor.frame,)
            case SourceKind.FRAMES:
                return document.selected_frames
            case SourceKind.TAG:
                tag = next((tag for tag in document.sprite.tags if tag.id == source.ref), None)
                return () if tag is None else tuple(self._tagged(tag))
            case SourceKind.KEY:
                return (source.ref,)
            case _:
                return ()

    def picture(self, source: Source) -> Pixels:
        """The first of its pictures."""
        return self.pictures(source)[0]

    def mask(self, source: Source) -> MaskPixels:
        """One mask: of the current frame, the selection, or bright opaque pixels of a picture."""
        if source.kind is SourceKind.FRAME:
            document = self._document()
            found = document.sprite.frame(document.cursor.frame).mask
            if found is None:
                raise UserError(_("This frame has no mask. Paint one in mask mode."))
            return found
        if source.kind is SourceKind.SELECTION:
            selection = self._document().selection
            if selection is None:
                raise UserError(_("Nothing is selected."))
            return mask.from_selection(selection)
        return _bright(self.picture(source))

    def masks(self, source: Source) -> tuple[MaskPixels | None, ...]:
        """One mask a selected frame, None where a frame has none."""
        if source.kind is not SourceKind.FRAMES:
            return (self.mask(source),)
        document = self._document()
        found = tuple(document.sprite.frame(frame_id).mask for frame_id in document.selected_frames)
        if all(one is None for one in found):
            raise UserError(_("None of the selected frames has a mask. Paint one in mask mode."))
        return found

    def poses(self, source: Source) -> tuple[Pose, ...]:
        """The pose of the current frame, or those of the selected frames, or of a keypoint file."""
        if source.kind is SourceKind.FILE:
            return self._poses_of_file(Path(source.ref))
        document = self._document()
        chosen = document.selected_frames if source.kind is SourceKind.FRAMES else (document.cursor.frame,)
        poses = [document.sprite.frame(frame_id).pose for frame_id in chosen]
        missing = sum(pose is None for pose in poses)
        if missing and len(poses) == 1:
            raise UserError(_("This frame has no pose. Estimate a skeleton, or place one in pose mode."))
        if missing:
            raise UserError(
                ngettext(
                    "{count} of the selected frames has no pose. Copy a pose to it first.",
                    "{count} of the selected frames have no pose. Copy a pose to them first.",
                    missing,
                ).format(count=missing)
            )
        return tuple(pose for pose in poses if pose is not None)

    def palette(self) -> Palette:
        """The palette of the sprite in front."""
        palette = self._document().sprite.palette
        if not palette.colours:
            raise UserError(_("This sprite has no palette."))
        return palette

    def _document(self) -> Document:
        return self._session.workspace.require_active()

    def _frames(self, ids: Iterable[str]) -> tuple[Pixels, ...]:
        sprite = self._document().sprite
        return tuple(flatten(sprite, frame_id) for frame_id in ids)

    def _layer(self, ref: str) -> tuple[Pixels, ...]:
        document = self._document()
        layer = next((one for one in document.sprite.layers if one.id == (ref or document.cursor.layer)), None)
        if layer is None:
            raise UserError(_("This sprite has no such layer (any more). Choose another."))
        if layer.kind is not LayerKind.IMAGE:
            raise UserError(_("A group holds no pixels. Choose a layer inside it."))
        return (edits.layer_raster(document.sprite, layer.id, document.cursor.frame),)

    def _layers(self) -> tuple[Pixels, ...]:
        document = self._document()
        sprite, frame = document.sprite, document.cursor.frame
        shown = [layer.id for layer in sprite.layers if layer.kind is LayerKind.IMAGE and layer.visible]
        if not shown:
            raise UserError(_("No layer shows. Show one first."))
        return tuple(edits.layer_raster(sprite, layer, frame) for layer in shown)

    def _key(self, ref: str) -> tuple[Pixels, ...]:
        if ref not in self._places():
            raise UserError(_("This frame is not in the sprite in front. Mark another as key frame."))
        return self._frames([ref])

    def _places(self) -> Mapping[str, int]:
        document = self._session.active
        frames = document.sprite.frames if document is not None else ()
        return {frame.id: index for index, frame in enumerate(frames)}

    def _selection(self) -> tuple[Pixels, ...]:
        document = self._document()
        selection = document.selection
        if selection is None:
            raise UserError(_("Nothing is selected."))
        picture = flatten(document.sprite, document.cursor.frame)[selection.box.slices].copy()
        picture[~selection.cells[selection.box.slices]] = 0
        return (frozen(picture),)

    def _tag(self, ref: str) -> tuple[Pixels, ...]:
        sprite = self._document().sprite
        tag = next((tag for tag in sprite.tags if tag.id == ref), None)
        if tag is None:
            raise UserError(_("This sprite has no such tag (any more). Choose another."))
        return self._frames(self._tagged(tag))

    def _tagged(self, tag: Tag) -> list[str]:
        sprite = self._document().sprite
        return [sprite.frames[index].id for index in sprite.tag_range(tag)]

    def _take(self, ref: str) -> tuple[Pixels, ...]:
        take = next((take for take in self._session.takes.takes if take.id == ref), None)
        if take is None or not take.frames:
            raise UserError(_("This take is not on the shelf (any more). Choose another."))
        return take.frames

    def _file(self, ref: str) -> tuple[Pixels, ...]:
        path = Path(ref)
        key = f"{path.stat().st_mtime_ns if path.exists() else 0} {ref}"
        known = self._files.get(key)
        if known is None:
            from studio.codec.load import open_sprite  # noqa: PLC0415 - decoders are loaded when one is needed

            sprite = open_sprite(path).sprite
            known = tuple(flatten(sprite, frame.id) for frame in sprite.frames)
            self._files = {key: known}
        return known

    def _clipboard(self) -> tuple[Pixels, ...]:
        clip = self._session.clipboard.clip
        if clip is None or not clip.pixels:
            raise UserError(_("No pixels were copied."))
        return clip.pixels

    def _poses_of_file(self, path: Path) -> tuple[Pose, ...]:
        from studio.codec.keypoints import read_keypoints  # noqa: PLC0415 - decoders are loaded when one is needed
        from studio.core.files import read_bytes  # noqa: PLC0415

        return tuple(read_keypoints(read_bytes(path)))


def _bright(pixels: Pixels) -> MaskPixels:
    level = np.where(pixels[..., 3] > 0, pixels[..., :3].max(axis=2), 0)
    return frozen(np.where(level > 127, 255, 0).astype(np.uint8))


_TITLES: Mapping[SourceKind, Callable[[], str]] = {
    SourceKind.FRAME: lambda: _("Current frame"),
    SourceKind.FRAMES: lambda: _("Selected frames"),
    SourceKind.LAYER: lambda: _("Current layer"),
    SourceKind.LAYERS: lambda: _("Shown layers, one picture each"),
    SourceKind.SELECTION: lambda: _("Selection"),
    SourceKind.CLIPBOARD: lambda: _("Clipboard"),
    SourceKind.GIVEN: lambda: _("Picture"),
}
