"""Declarations of what moves: one picture brought to life, and frames filled in between given ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.words import _
from studio.providers.pixel_engine import words
from studio.spec import fields as f
from studio.spec.field import Limits, Source, WireForm
from studio.spec.measures import AspectRatio, FramesWithin, SameSize, Spans, UpToField
from studio.spec.operation import Effect, Intent, Operation
from studio.spec.rules import Count, Exclusive, OnlyIf, When
from studio.spec.sides import HardEdges, SidesBy

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import Pixels
    from studio.spec.field import Keyframe

_PIXEL_MODEL = When(field="model", equals=words.PIXEL_MODEL)
_PIXEL_MODE = When(field="render_mode", equals="pixel")


class Animate(
    Operation,
    id="pixel-engine/animate",
    title=_("Animate a picture"),
    summary=_("Adds movement to one picture; pose and place change little. 20 credits, given back if it fails."),
    intent=Intent.ANIMATE,
    effect=Effect.PAYS,
    usual_seconds=90.0,
    rules=(
        SidesBy(
            image="image",
            by="model",
            table={words.PIXEL_MODEL: words.PIXEL_SIDES, words.GENERAL_MODEL: words.GENERAL_SIDES},
        ),
        AspectRatio(image="image", limits=words.SHAPE),
        HardEdges(image="image"),
        Spans(
            field="frames",
            by="model",
            table={words.PIXEL_MODEL: Limits(2, 16), words.GENERAL_MODEL: Limits(2, 24)},
        ),
        OnlyIf(field="colours", condition=_PIXEL_MODEL),
        OnlyIf(field="palette", condition=_PIXEL_MODEL),
        Exclusive(fields=("colours", "palette")),
    ),
):
    """Movement out of one picture."""

    image: Pixels = f.image(
        _("Picture"),
        maximum=2048,
        formats=("png", "jpeg"),
        form=WireForm.IMAGE_BASE64,
        source=Source.FRAME,
        help=_("The picture that starts to move."),
    )
    prompt: str = f.text(_("Movement"), lines=3, help=_("What happens, such as: breathes slowly, the cape sways."))
    model: str = f.choice(
        _("Model"),
        words.MODELS,
        default=words.PIXEL_MODEL,
        help=_("Pixel art up to 256 pixels a side, or pictures of any style from 256 to 2048."),
    )
    frames: int = f.integer(
        _("Frames"),
        default=8,
        minimum=2,
        maximum=24,
        step=2,
        wire="output_frames",
        help=_("How many frames come back: an even number, for pixel art at most 16."),
    )
    negative_prompt: str | None = words.NEGATIVE_PROMPT
    colours: int | None = words.COLOURS
    palette: Palette | None = words.PALETTE
    seed: int | None = words.SEED
    output_format: str = words.OUTPUT_FORMAT
    matte: str | None = words.MATTE


class Keyframes(
    Operation,
    id="pixel-engine/keyframes",
    title=_("Fill in between key frames"),
    summary=_("Draws the frames between those you give. 24 credits, given back if it fails."),
    intent=Intent.ANIMATE,
    effect=Effect.PAYS,
    usual_seconds=120.0,
    rules=(
        Exclusive(fields=("keyframes", "linked"), count=Count.AT_LEAST_ONE),
        UpToField(field="keyframes", limit="total_frames"),
        UpToField(field="linked", limit="total_frames"),
        FramesWithin(keyframes="keyframes", total="total_frames"),
        SidesBy(
            image="keyframes",
            by="render_mode",
            table={"pixel": words.PIXEL_SIDES, "detailed": words.GENERAL_SIDES},
        ),
        AspectRatio(image="keyframes", limits=words.SHAPE),
        SameSize(images="keyframes"),
        HardEdges(image="keyframes"),
        OnlyIf(field="colours", condition=_PIXEL_MODE),
        OnlyIf(field="palette", condition=_PIXEL_MODE),
        Exclusive(fields=("colours", "palette")),
    ),
):
    """Movement out of several pictures."""

    keyframes: tuple[Keyframe, ...] | None = f.keyframes(
        _("Key frames"),
        default=None,
        min_items=1,
        wire="frames",
        source=Source.FRAMES,
        help=_("Pictures that have to appear, each at its frame. Give the first frame at least. Weights are 0 to 1."),
    )
    linked: tuple[str, ...] | None = f.words(
        _("Key frames from the web"),
        default=None,
        min_items=1,
        wire="frames",
        advanced=True,
        flag="--linked-keyframe",
        help=_(
            "Key frames that Pixel Engine fetches by itself: frame from 0, address and perhaps a weight, "
            "such as 0:https://example.org/a.png:0.8."
        ),
    )
    prompt: str = f.text(_("Movement"), lines=3, help=_("What happens between the key frames."))
    render_mode: str = f.choice(
        _("Style"),
        [("pixel", _("Pixel art")), ("detailed", _("Any style"))],
        default="pixel",
        help=_("Pixel art up to 256 pixels a side, or pictures of any style from 256 to 2048."),
    )
    total_frames: int = f.integer(
        _("Frames"), default=8, minimum=3, maximum=20, help=_("How many frames come back, key frames included.")
    )
    negative_prompt: str | None = words.NEGATIVE_PROMPT
    colours: int | None = words.COLOURS
    palette: Palette | None = words.PALETTE
    seed: int | None = words.SEED
    output_format: str = words.OUTPUT_FORMAT
    matte: str | None = words.MATTE
