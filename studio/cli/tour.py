"""The steps of the demo, each an ordinary use of the studio: a request in the queue, a take, one edit, one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from studio.app.place import Placement, edit_for
from studio.app.results import take_from
from studio.app.takes import Take
from studio.cli.carry_out import carried_out
from studio.cli.progress import Progress
from studio.codec.aseprite import write_aseprite
from studio.codec.images import write_png
from studio.codec.keypoints import write_keypoints
from studio.codec.load import open_sprite
from studio.codec.palettes import colours_of
from studio.core import assets
from studio.core.errors import UserError
from studio.core.files import cannot_write, write_atomic
from studio.core.geometry import Box, Size
from studio.core.words import _, ngettext
from studio.doc import edits, selection, tags
from studio.doc import mask as masks
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.palette import Palette
from studio.doc.pixels import MaskPixels, Pixels, frozen, opaque_box, size_of
from studio.doc.skeleton import BONES, Pose
from studio.export.recipe import Layout, Recipe
from studio.export.write import export
from studio.providers.local.declarations import (
    AnimateWithSkeleton,
    EstimateSkeleton,
    Inpaint,
    ProceduralSprite,
)
from studio.spec.operation import Operation

SEED = 7
NAME = "hero"
_SAMPLE = ("sample", "hero.aseprite")
_ZOOM = 8
_BONE = (232, 163, 61, 255)
_JOINT = (255, 255, 255, 255)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Hero:
    """The picture the tour starts from, its colours, and the mask painted on it where the sample brings one."""

    pixels: Pixels
    palette: Palette
    mask: MaskPixels | None = None


class Tour:
    """One run; the same input gives the same files."""

    def __init__(self, folder: Path, say: Say) -> None:
        self._folder = folder
        self._say = say
        self._step = 0

    def run(self) -> None:
        """All steps. UserError when the folder cannot be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self._folder, error) from error
        hero = self._hero()
        sprite = edits.from_rasters([hero.pixels], [Fraction(100)])
        document = Document(edits.set_palette(sprite, hero.palette), title=NAME)
        self._redo_masked_part(document, hero.mask)
        self._animate(document)
        self._save(document)
        self._say(_("Everything is in {folder}").format(folder=self._folder.resolve()))

    def _hero(self) -> _Hero:
        sample = assets.asset_path(*_SAMPLE)
        if sample.is_file():
            opened = open_sprite(sample).sprite
            first = next((frame for frame in opened.frames if frame.mask is not None), opened.frames[0])
            hero = _Hero(flatten(opened, first.id), opened.palette, first.mask)
            self._keep(_("Opened the sample hero"), "hero-1-sprite.png", write_png(hero.pixels))
            return hero
        made = _carried_out(ProceduralSprite(size=Size(48, 48), seed=SEED))
        self._keep(_("Made a sprite from a seed"), "hero-1-sprite.png", write_png(made.frames[0]))
        return _Hero(made.frames[0], colours_of(made.frames) or Palette())

    def _redo_masked_part(self, document: Document, painted: MaskPixels | None) -> None:
        frame = document.cursor.frame
        mask = _middle(document.composed(frame)) if painted is None else painted
        document.apply(_("Paint mask"), lambda sprite: edits.set_mask(sprite, frame, mask))
        self._keep(_("Painted a mask"), "hero-2-mask.png", write_png(_as_picture(mask)))

        before = document.composed(frame)
        take = _carried_out(Inpaint(image=before, mask=mask, seed=SEED))
        document.apply(_("Redo the masked part"), edit_for(take, Placement.REPLACE, document.cursor))
        after = document.composed(frame)
        changed = (before != after).any(axis=2)
        if (changed & (mask == 0)).any():
            raise UserError(_("The masked part was redone, but pixels outside the mask changed as well."))
        count = int(changed.sum())
        words = ngettext(
            "Redid the masked part: {count} pixel changed, none outside the mask",
            "Redid the masked part: {count} pixels changed, none outside the mask",
            count,
        ).format(count=count)
        self._keep(words, "hero-3-redone.png", write_png(after))

    def _animate(self, document: Document) -> None:
        frame, size = document.cursor.frame, document.sprite.size
        picture = document.composed(frame)
        found = _carried_out(EstimateSkeleton(image=picture))
        document.apply(_("Estimate skeleton"), edit_for(found, Placement.POSES, document.cursor))
        pose = found.poses[0]
        self._keep(
            _("Fitted a skeleton of {count} keypoints").format(count=len(pose.points)),
            "hero-4-skeleton.png",
            write_png(_with_skeleton(picture, pose)),
        )
        write_atomic(self._folder / "hero-4-keypoints.json", write_keypoints([pose], size))

        take = _carried_out(AnimateWithSkeleton(image=picture, rest=(pose,), preset="walk"))
        document.apply(_("Accept frames"), edit_for(take, Placement.FRAMES, document.cursor))
        first, last = document.sprite.frames[1].id, document.sprite.frames[-1].id
        document.apply(_("Add tag"), lambda sprite: tags.add_tag(sprite, "walk", first, last))
        strip = frozen(np.concatenate(take.frames, axis=1))
        words = ngettext("Made it walk: {count} frame", "Made it walk: {count} frames", len(take.frames))
        self._keep(words.format(count=len(take.frames)), "hero-5-walk.png", write_png(strip))

    def _save(self, document: Document) -> None:
        self._keep(_("Saved the sprite"), f"{NAME}.aseprite", write_aseprite(document.sprite))
        recipe = Recipe(layout=Layout.ROWS, trim=True, padding=1, merge_duplicates=True)
        written = export(document.sprite, recipe, self._folder / "export", title=NAME)
        self._tell(_("Exported the sheet"), *written.files)

    def _keep(self, words: str, name: str, data: bytes) -> None:
        write_atomic(self._folder / name, data)
        self._tell(words, self._folder / name)

    def _tell(self, words: str, *paths: Path) -> None:
        self._step += 1
        self._say(f"{self._step}. {words}")
        for path in paths:
            self._say(f"   {path}")


def _middle(picture: Pixels) -> MaskPixels:
    """An oval in the middle of the figure, where a person would redo a belt."""
    box = opaque_box(picture)
    width, height = max(2, box.width // 3), max(2, box.height // 6)
    part = Box(box.x + (box.width - width) // 2, box.y + box.height * 3 // 5, width, height)
    return masks.from_selection(selection.ellipse(size_of(picture), part))


def _carried_out(operation: Operation) -> Take:
    with Progress(operation.spec.title) as progress:
        done = carried_out(operation, progress.tell)
    return take_from(done.job, done.outcome, done.operation)


def _as_picture(mask: Pixels) -> Pixels:
    return frozen(np.dstack([mask, mask, mask, np.full_like(mask, 255)]))


def _with_skeleton(picture: Pixels, pose: Pose) -> Pixels:
    """The picture enlarged, with bones as lines and joints as dots."""
    large = picture.repeat(_ZOOM, axis=0).repeat(_ZOOM, axis=1).copy()
    for near, far in BONES:
        if near in pose.points and far in pose.points:
            start, end = pose.points[near], pose.points[far]
            steps = max(2, int(max(abs(end.x - start.x), abs(end.y - start.y)) * _ZOOM))
            for share in np.linspace(0.0, 1.0, steps):
                _dot(large, start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share, _BONE, reach=0)
    for point in pose.points.values():
        _dot(large, point.x, point.y, _JOINT, reach=1)
    return frozen(large)


def _dot(large: Pixels, x: float, y: float, colour: tuple[int, int, int, int], *, reach: int) -> None:
    column, row = int(x * _ZOOM), int(y * _ZOOM)
    large[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1] = colour
