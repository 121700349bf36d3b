"""`info SPRITE`: what a file holds, as text or as JSON. Any file the studio opens, by its bytes and not its name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studio.cli.terminal import say
from studio.core.words import _, ngettext

if TYPE_CHECKING:
    from studio.codec.opened import Opened
    from studio.doc.model import Cel, CelKey, Frame, Layer, Sprite, Tag

SCHEMA = 1


@click.command(
    name="info", help=_("Tell what a sprite holds: size, frames, layers, cels, tags, palette, poses, masks.")
)
@click.argument("sprite", type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help=_("Print everything, as JSON."))
def command(sprite: Path, as_data: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Print it."""
    from studio.codec.load import open_sprite  # noqa: PLC0415 - --help does not read files

    opened = open_sprite(sprite)
    about = describe_sprite(opened, name=sprite.name)
    if as_data:
        click.echo(json.dumps(about, ensure_ascii=False, indent=2))
        return
    for line in _lines(about):
        say(line.replace("\n", "\ufffd"))  # the name of a layer begins no line


def describe_sprite(opened: Opened, *, name: str) -> dict[str, Any]:
    """Everything `info` tells, as JSON values. Durations are milliseconds, keypoints sprite pixels."""
    sprite = opened.sprite
    return {
        "schema": SCHEMA,
        "file": name,
        "width": sprite.size.width,
        "height": sprite.size.height,
        "colour_mode": sprite.mode.value,
        "read_only": sprite.read_only,
        "frames": [_frame(index, frame) for index, frame in enumerate(sprite.frames)],
        "layers": [_layer(sprite, layer) for layer in sprite.layers],
        "cels": [
            _cel(sprite, key, cel) for key, cel in sorted(sprite.cels.items(), key=lambda item: _order(sprite, item[0]))
        ],
        "tags": [_tag(sprite, tag) for tag in sprite.tags],
        "palette": [colour.hex for colour in sprite.palette.colours],
        "notices": list(opened.notices),
    }


def _frame(index: int, frame: Frame) -> dict[str, Any]:
    about: dict[str, Any] = {"index": index, "duration_ms": _plain(frame.duration), "pose": None, "masked_pixels": 0}
    if frame.pose is not None:
        points = frame.pose.points
        about["pose"] = {
            "key": frame.pose.key,
            "keypoints": [
                {"label": label, "x": point.x, "y": point.y, "z": point.z} for label, point in points.items()
            ],
        }
    if frame.mask is not None:
        about["masked_pixels"] = int((frame.mask > 0).sum())
    return about


def _layer(sprite: Sprite, layer: Layer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "kind": layer.kind.value,
        "parent": None if layer.parent is None else sprite.layer(layer.parent).name,
        "visible": layer.visible,
        "locked": layer.locked,
        "opacity": layer.opacity,
        "blend": layer.blend.value,
    }


def _cel(sprite: Sprite, key: CelKey, cel: Cel) -> dict[str, Any]:
    return {
        "layer": sprite.layer(key.layer).name,
        "frame": sprite.frame_index(key.frame),
        "x": cel.x,
        "y": cel.y,
        "width": cel.box.width,
        "height": cel.box.height,
        "opacity": cel.opacity,
        "z": cel.z,
        "linked": cel.link is not None,
    }


def _order(sprite: Sprite, key: CelKey) -> tuple[int, int]:
    return sprite.frame_index(key.frame), sprite.layer_index(key.layer)


def _tag(sprite: Sprite, tag: Tag) -> dict[str, Any]:
    frames = sprite.tag_range(tag)
    return {
        "name": tag.name,
        "from": frames.start,
        "to": frames.stop - 1,
        "playback": tag.playback.value,
        "repeat": tag.repeat,
        "colour": tag.colour.hex,
    }


def _plain(duration: Fraction | float) -> int | float:
    return int(duration) if duration == int(duration) else float(duration)


def _lines(about: Mapping[str, Any]) -> list[str]:
    frames, poses = about["frames"], [frame for frame in about["frames"] if frame["pose"]]
    masks = [frame for frame in about["frames"] if frame["masked_pixels"]]
    total = sum(frame["duration_ms"] for frame in frames)
    lines = [
        _("{file}: {width} x {height} pixels, {mode}").format(
            file=about["file"], width=about["width"], height=about["height"], mode=about["colour_mode"]
        ),
        ngettext("{count} frame, {total} ms", "{count} frames, {total} ms", len(frames)).format(
            count=len(frames), total=_plain(total)
        ),
        *(f"  {frame['index']}: {frame['duration_ms']} ms" for frame in frames),
        ngettext("{count} layer", "{count} layers", len(about["layers"])).format(count=len(about["layers"])),
        *(_layer_line(layer) for layer in reversed(about["layers"])),
        ngettext("{count} cel", "{count} cels", len(about["cels"])).format(count=len(about["cels"])),
        ngettext("{count} tag", "{count} tags", len(about["tags"])).format(count=len(about["tags"])),
        *(f"  {tag['name']}: {tag['from']}–{tag['to']}, {tag['playback']}" for tag in about["tags"]),
        ngettext("{count} palette colour", "{count} palette colours", len(about["palette"])).format(
            count=len(about["palette"])
        ),
        ngettext("{count} pose", "{count} poses", len(poses)).format(count=len(poses)),
        ngettext("{count} mask", "{count} masks", len(masks)).format(count=len(masks)),
    ]
    return [*lines, *dict.fromkeys([about["read_only"], *about["notices"]] if about["read_only"] else about["notices"])]


def _layer_line(layer: Mapping[str, Any]) -> str:
    facts = [layer["kind"]]
    if not layer["visible"]:
        facts.append(_("hidden"))
    if layer["locked"]:
        facts.append(_("locked"))
    if layer["opacity"] != 255:
        facts.append(_("opacity {opacity}").format(opacity=layer["opacity"]))
    if layer["blend"] != "normal":
        facts.append(layer["blend"])
    return f"  {layer['name']}: {', '.join(facts)}"
