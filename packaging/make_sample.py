"""Writes the sample project, resources/sample, from drawings in this folder and the studio's own code.

Every run writes the same bytes: `--check` writes nothing and answers 1 when a file differs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import sample_hero as hero
import sample_slime as slime

from studio.app.takes import Take
from studio.app.takes_store import PROJECT_TAKES, write_take
from studio.codec.palettes import read_palette
from studio.core.words import _
from studio.doc import edits, layers, tags
from studio.doc.compose import flatten
from studio.doc.model import CelKey, Playback, Sprite
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen
from studio.doc.skeleton import Pose
from studio.export.recipe import Layout, Recipe
from studio.local import puppet, tiles
from studio.providers.local.presets import fitted
from studio.store.project import create_project, save_project
from studio.store.sprite_file import save_sprite

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "resources" / "sample"
PALETTE = ROOT / "resources" / "palettes" / "wayfarer-32.gpl"
_MADE = 1_700_000_000.0
"""When the waiting take says it was made: any time, as long as it is always the same."""


def main(argv: Sequence[str]) -> int:
    """Write or check the sample project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / "sample"
        make(made)
        if options.check:
            return int(_contents(made) != _contents(SAMPLE))
        shutil.rmtree(SAMPLE, ignore_errors=True)
        shutil.copytree(made, SAMPLE)
    return 0


def make(folder: Path) -> None:
    """Write the whole project into a new folder."""
    project = create_project(folder, "Sample")
    hero_sprite = make_hero()
    save_sprite(folder / "hero.aseprite", hero_sprite)
    save_sprite(folder / "slime.aseprite", make_slime())
    save_sprite(folder / "tileset.aseprite", make_tileset())
    sheet = Recipe(name=_("Sheet"), folder="export", layout=Layout.TAG_ROWS, padding=1)
    packed = Recipe(name=_("Packed, for the game"), folder="export/packed", layout=Layout.PACKED, trim=True, extrude=1)
    project = replace(project, palette=_wayfarer())
    save_project(project.with_recipes([sheet.to_mapping(), packed.to_mapping()]))
    write_take(folder / PROJECT_TAKES, make_take(hero_sprite))
    (folder / ".studio" / ".gitignore").unlink()  # made anew in the person's copy; here it would hide the take


def make_hero() -> Sprite:
    """Standing and walking, three layers, a skeleton on every frame, a mask over the belt of the fourth."""
    walking, movement = hero.walk()
    bodies = [*hero.idle(), *walking]
    times = [Fraction(time) for time in hero.IDLE_MS] + [Fraction(time) for time in movement.durations]
    sinks = [trunk for trunk, _head in hero.BREATH]
    tails = [hero.scarf(index / 4, wind=0.15, sink=sinks[index]) for index in range(4)]
    tails += [hero.scarf(index / 4, wind=0.8) for index in range(len(walking))]
    sprite = edits.from_rasters([frozen(body) for body in bodies], times, layer_name=_("Hero"))
    poses = [*(_sunk(hero.rest_pose(), sink) for sink in sinks), *movement.poses]
    for frame, pose in zip(sprite.frames, poses, strict=True):
        sprite = edits.set_pose(sprite, frame.id, pose)
    sprite = _add_below(sprite, _("Scarf"), tails)
    sprite = _add_below(sprite, _("Shadow"), [hero.shadow(20)] * len(bodies))
    sprite = layers.set_layer(sprite, sprite.layers[0].id, visible=False)
    sprite = _tagged(sprite, _("idle"), range(4), Colour(111, 207, 138))
    sprite = _tagged(sprite, _("walk"), range(4, len(bodies)), Colour(63, 182, 198))
    sprite = edits.set_mask(sprite, sprite.frames[3].id, _belt_mask(bodies[3]))
    return edits.set_palette(sprite, _palette(_("Hero"), [Colour.parse(text) for text in hero.INK.values()]))


def make_slime() -> Sprite:
    """A jump on the spot, two layers."""
    times = [Fraction(moment.milliseconds) for moment in slime.JUMP]
    sprite = edits.from_rasters([frozen(slime.body(moment)) for moment in slime.JUMP], times, layer_name=_("Slime"))
    sprite = _add_below(sprite, _("Shadow"), [slime.shadow(moment) for moment in slime.JUMP])
    sprite = _tagged(sprite, _("jump"), range(len(slime.JUMP)), Colour(120, 160, 230))
    return edits.set_palette(sprite, _palette(_("Slime"), list(slime.COLOURS)))


def make_tileset() -> Sprite:
    """Grass, earth, water, stone and banks of 16 x 16, a row each."""
    picture = tiles.tileset(5, size=16, palette=_wayfarer().array())
    sprite = edits.from_rasters([frozen(picture)], [Fraction(100)], layer_name=_("Tiles"))
    return edits.set_palette(sprite, _wayfarer())


def make_take(sprite: Sprite) -> Take:
    """The hero running, as the operation of the studio gives it; nobody has accepted it yet."""
    movement = fitted("run", hero.rest_pose())
    rest = _joints(hero.rest_pose())
    frames = puppet.animate(flatten(sprite, sprite.frames[0].id), rest, [_joints(pose) for pose in movement.poses])
    return Take(
        id="take-sample-run",
        operation="local/animate-with-skeleton",
        title=_("Animate with skeleton"),
        frames=tuple(frozen(frame) for frame in frames),
        durations=movement.durations,
        poses=movement.poses,
        created=_MADE,
        request={_("Movement"): _("Run")},
    )


def _add_below(sprite: Sprite, name: str, rasters: Sequence[Pixels]) -> Sprite:
    """A layer at the bottom; equal neighbours share one picture."""
    known = {layer.id for layer in sprite.layers}
    sprite = layers.add_layer(sprite, name)
    made = next(layer.id for layer in sprite.layers if layer.id not in known)
    sprite = layers.move_layer(sprite, made, 0)
    first = None
    for frame, raster in zip(sprite.frames, rasters, strict=True):
        if first is not None and np.array_equal(raster, rasters[0]):
            cel = sprite.cels[CelKey(made, first)]
            cel = replace(cel, link=f"link-{name}")
            sprite = sprite.with_cels({CelKey(made, first): cel, CelKey(made, frame.id): cel})
        else:
            sprite = edits.put_raster(sprite, made, frame.id, frozen(raster))
            first = first or frame.id
    return sprite


def _tagged(sprite: Sprite, name: str, indices: range, colour: Colour) -> Sprite:
    sprite = tags.add_tag(sprite, name, sprite.frames[indices[0]].id, sprite.frames[indices[-1]].id)
    return tags.set_tag(sprite, sprite.tags[-1].id, colour=colour, playback=Playback.FORWARD)


def _belt_mask(body: Pixels) -> Pixels:
    """The belt in front of the arm: redone, it becomes tunic like what is around it."""
    leather = np.array([Colour.parse(hero.INK[letter]) for letter in "abcdy"], np.uint8)
    marked = (body[:, :, None, :] == leather).all(axis=-1).any(axis=-1)
    top, bottom, left = hero.BELT
    marked[:top] = marked[bottom:] = False
    marked[:, :left] = False
    return frozen(np.where(marked, 255, 0).astype(np.uint8))


def _sunk(pose: Pose, by: int) -> Pose:
    above = [label for label in pose.points if not label.endswith(("HIP", "KNEE", "LEG"))]
    return pose.shifted(0, by, above)


def _joints(pose: Pose) -> dict[str, tuple[float, float]]:
    return {label: (point.x, point.y) for label, point in pose.points.items()}


def _wayfarer() -> Palette:
    return read_palette(PALETTE)


def _palette(title: str, colours: list[Colour]) -> Palette:
    return Palette(tuple(colours), title=title)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
