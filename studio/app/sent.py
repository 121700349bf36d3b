"""What was sent with a request, and what of it has to be in the result unchanged.

A mask says what may change: everything else of the picture it belongs to is put back, pixel for pixel. Pictures that
were padded before sending are cut back first, together with what came.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.app.fitting import cut_back, moved
from studio.app.place import inside_mask
from studio.core.geometry import Box, Size
from studio.doc.pixels import MaskPixels, Pixels, frozen, size_of
from studio.doc.skeleton import Pose
from studio.spec.field import Field, Kind
from studio.spec.measures import FramesWithin, MatchesSize
from studio.spec.operation import Operation, OperationSpec
from studio.spec.rules import Requires, Values

Masked = tuple[Pixels, MaskPixels]
"""A picture, and which pixels of it may change."""


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """`whole` goes with every frame of the result, `by_frame` with the frame at its place.

    `first` and `last` are key frames at the ends of the result, which it has exactly as they were sent.
    """

    whole: Masked | None = None
    by_frame: tuple[Masked | None, ...] = ()
    first: Pixels | None = None
    last: Pixels | None = None
    inset: Box | None = None
    padded: Size | None = None

    @property
    def mask(self) -> MaskPixels | None:
        """The one mask of the request, when it says where the result belongs."""
        return None if self.whole is None else self.whole[1]

    def cut(self, inset: Box | None) -> Sent:
        """The same without what was put around it."""
        known = [one for one in (self.whole, *self.by_frame) if one is not None]
        if inset is None or (self.padded is None and not known):
            return self
        return replace(
            self,
            first=None if self.first is None else frozen(self.first[inset.slices].copy()),
            last=None if self.last is None else frozen(self.last[inset.slices].copy()),
            whole=_cut(self.whole, inset),
            by_frame=tuple(_cut(one, inset) for one in self.by_frame),
            inset=inset,
        )

    def cut_frame(self, frame: Pixels) -> Pixels:
        """A frame of the result in the sprite's own size."""
        return frame if self.inset is None or self.padded is None else cut_back(frame, self.inset, self.padded)

    def moved_back(self, pose: Pose) -> Pose:
        """A pose of the result on the sprite."""
        return pose if self.inset is None else moved(pose, right=-self.inset.x, down=-self.inset.y)

    def put_back(self, frames: tuple[Pixels, ...]) -> tuple[tuple[Pixels, ...], int]:
        """The frames with everything outside the masks as it was, and how many pixels there had come back
        different."""
        kept: list[Pixels] = []
        total = 0
        for index, frame in enumerate(frames):
            masked = self.by_frame[index] if index < len(self.by_frame) else self.whole
            if masked is None or frame.shape != masked[0].shape:
                kept.append(frame)
                continue
            clean, changed = inside_mask(masked[0], frame, masked[1])
            kept.append(clean)
            total += changed
        return self._with_ends(tuple(kept)), total

    def _with_ends(self, frames: tuple[Pixels, ...]) -> tuple[Pixels, ...]:
        """In-betweens lie between frames that stay as they are, whatever came back in their place."""
        ends = [*frames]
        for place, own in ((0, self.first), (-1, self.last)):
            if frames and own is not None and frames[place].shape == own.shape:
                ends[place] = own
        return tuple(ends)


def sent_pictures(operation: Operation) -> Sent:
    """The pictures of a request and the masks that belong to them."""
    masks = [one for one in operation.spec.fields if one.kind is Kind.MASK and operation.values[one.name] is not None]
    whole = _masked(operation, masks[0]) if len(masks) == 1 else None
    first, last = _ends(operation)
    return Sent(whole, _masked_frames(operation), first, last, padded=_size(operation))


def _ends(operation: Operation) -> tuple[Pixels | None, Pixels | None]:
    """Key frames at the first and the last place of the result that was asked for."""
    for rule in operation.spec.rules:
        keys = operation.values[rule.keyframes] if isinstance(rule, FramesWithin) else None
        if isinstance(rule, FramesWithin) and keys:
            by_place = {key.index: key.pixels for key in keys}
            return by_place.get(0), by_place.get(operation.values[rule.total] - 1)
    return None, None


def names_under(spec: OperationSpec, values: Values, mask: Field) -> list[str]:
    """Fields of the picture that a mask lies on: those it needs, else those whose size it has, else the only picture
    there is."""
    needed = [
        need for rule in spec.rules if isinstance(rule, Requires) and rule.field == mask.name for need in rule.needs
    ]
    alike = [rule.other for rule in spec.rules if isinstance(rule, MatchesSize) and rule.image == mask.name]
    others = [one.name for one in spec.fields if one.kind is Kind.IMAGE and values.get(one.name) is not None]
    return needed or alike or (others if len(others) == 1 else [])


def _masked(operation: Operation, mask: Field) -> Masked | None:
    """The picture that the mask lies on, with it."""
    marked = operation.values[mask.name]
    for name in names_under(operation.spec, operation.values, mask):
        is_picture = operation.spec.field(name).kind is Kind.IMAGE
        picture = operation.values[name] if is_picture else None
        if picture is not None and size_of(picture) == size_of(marked):
            return picture, marked
    return None


def _masked_frames(operation: Operation) -> tuple[Masked | None, ...]:
    """Frames that were given with masks of their own."""
    masks = next((operation.values[one.name] for one in operation.spec.fields if one.kind is Kind.MASKS), None)
    if not masks:
        return ()
    frames = next(
        (
            operation.values[one.name]
            for one in operation.spec.fields
            if one.kind is Kind.IMAGES and one.nullable_items and operation.values[one.name]
        ),
        (),
    )
    return tuple(
        None if mask is None or frame is None or size_of(frame.pixels) != size_of(mask) else (frame.pixels, mask)
        for frame, mask in zip(frames, masks, strict=False)
    )


def _size(operation: Operation) -> Size | None:
    """Of the first picture in the request."""
    for declared in operation.spec.fields:
        value = operation.values[declared.name]
        if declared.kind is Kind.IMAGE and value is not None:
            return size_of(value)
        if declared.kind is Kind.IMAGES and value:
            return next((size_of(one.pixels) for one in value if one is not None), None)
        if declared.kind is Kind.KEYFRAMES and value:
            return size_of(value[0].pixels)
    return None


def _cut(masked: Masked | None, inset: Box) -> Masked | None:
    if masked is None:
        return None
    picture, mask = masked
    return frozen(picture[inset.slices].copy()), frozen(mask[inset.slices].copy())
