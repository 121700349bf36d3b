"""Declarations of what is made from words, cleaned up or put into better words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.words import _
from studio.providers.pixel_engine import words
from studio.spec import fields as f
from studio.spec.field import Source, WireForm
from studio.spec.measures import AspectRatio, SameSize
from studio.spec.operation import Effect, Intent, Operation, Returns
from studio.spec.rules import Count, Exclusive, UsedIf, When
from studio.spec.sides import SidesBy

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.doc.pixels import Pixels
    from studio.spec.field import Picture

_STILL_MODELS = (
    ("nb_flash", _("Nano Banana Flash, 10 credits")),
    ("nb_pro", _("Nano Banana Pro, 30 credits")),
    ("oai_gpt2_low", _("GPT Image 2 low, 6 credits")),
    ("oai_gpt2_medium", _("GPT Image 2 medium, 12 credits")),
    ("oai_gpt2_high", _("GPT Image 2 high, 36 credits")),
)
_READS_SEEDS = ("oai_gpt2_low", "oai_gpt2_medium", "oai_gpt2_high")


class GenerateImage(
    Operation,
    id="pixel-engine/generate-image",
    title=_("Make or edit a picture from words"),
    summary=_("Makes a still in pixel art, or changes the one you give. 6 to 36 credits by model."),
    intent=Intent.CREATE,
    effect=Effect.PAYS,
    usual_seconds=45.0,
    rules=(
        Exclusive(fields=("image", "image_url")),
        Exclusive(fields=("colours", "palette"), count=Count.EXACTLY_ONE),
        UsedIf(field="seed", condition=When(field="model", one_of=_READS_SEEDS)),
    ),
):
    """A still."""

    prompt: str = f.text(_("Words"), lines=3, help=_("The picture you want, or what to change in yours."))
    image: Pixels | None = f.image(
        _("Picture to change"),
        default=None,
        formats=("png", "jpeg"),
        form=WireForm.IMAGE_BASE64,
        help=_("The picture to start from. Left open, one is made from the words alone."),
    )
    image_url: str | None = f.text(
        _("Picture from the web"), default=None, pattern=words.HTTPS, advanced=True, help=words.HELP_ADDRESS
    )
    model: str = f.choice(
        _("Model"),
        _STILL_MODELS,
        default="nb_flash",
        open_choices=True,
        help=_("Which model draws; it sets the price."),
    )
    colours: int | None = f.integer(
        _("Colours"),
        default=None,
        minimum=2,
        maximum=words.MOST_COLOURS,
        wire="pixel_config.colors",
        help=_("How many colours the picture has. Either this or a palette is needed."),
    )
    palette: Palette | None = words.PALETTE
    seed: int | None = f.seed(
        _("Seed"),
        default=None,
        maximum=9_999_999_999,
        random=(None,),
        help=_("The same seed gives a similar picture. The Nano Banana models ignore it."),
    )


class Pixelate(
    Operation,
    id="pixel-engine/pixelate",
    title=_("Turn a picture into pixel art"),
    summary=_("Finds the grid of a picture and redraws it in clean pixels. Free."),
    intent=Intent.CLEAN_UP,
    effect=Effect.FREE,
    usual_seconds=20.0,
    rules=(AspectRatio(image="image", limits=words.SHAPE), Exclusive(fields=("colours", "palette"))),
):
    """Clean pixels."""

    image: Pixels = f.image(
        _("Picture"),
        maximum=2048,
        formats=("png", "jpeg"),
        form=WireForm.IMAGE_BASE64,
        source=Source.FRAME,
        help=_("A picture that looks like pixel art but is not, or any other."),
    )
    colours: int | None = f.integer(
        _("Colours"), default=None, minimum=2, maximum=words.MOST_COLOURS, wire="colors", help=words.HELP_COLOURS
    )
    palette: Palette | None = f.palette(
        _("Palette"),
        default=None,
        min_items=1,
        max_items=words.MOST_COLOURS,
        source=Source.NONE,
        help=words.HELP_PALETTE,
    )


class RemoveBackground(
    Operation,
    id="pixel-engine/remove-background",
    title=_("Remove the background"),
    summary=_("Makes the background of a picture, or of all frames at once, transparent. 2 credits."),
    intent=Intent.CLEAN_UP,
    effect=Effect.PAYS,
    usual_seconds=20.0,
    rules=(Exclusive(fields=("images", "image_url"), count=Count.EXACTLY_ONE), SameSize(images="images")),
):
    """Transparency behind the figure."""

    images: tuple[Picture, ...] | None = f.images(
        _("Frames"),
        default=None,
        min_items=1,
        formats=("png", "webp"),
        wire="image",
        form=WireForm.FRAMES_WEBP,
        flag="--image",
        source=Source.FRAMES,
        help=_("One picture, or the frames of an animation, which are done together."),
    )
    image_url: str | None = f.text(
        _("Picture from the web"), default=None, pattern=words.HTTPS, advanced=True, help=words.HELP_ADDRESS
    )
    threshold: int | None = f.integer(
        _("Transparent below"),
        default=None,
        minimum=0,
        maximum=255,
        advanced=True,
        wire="rmbg_alpha_threshold",
        help=_("Pixels whose opacity is below this become transparent, 0 to 255. Left open, Pixel Engine chooses."),
    )


class EnhancePrompt(
    Operation,
    id="pixel-engine/enhance-prompt",
    title=_("Improve the words of a request"),
    summary=_("Rewrites a short description so that the model understands it better. Free."),
    returns=Returns.TEXT,
    intent=Intent.ANIMATE,
    effect=Effect.FREE,
    usual_seconds=5.0,
    rules=(
        Exclusive(fields=("prompt", "image"), count=Count.AT_LEAST_ONE),
        SidesBy(
            image="image",
            by="model",
            table={words.PIXEL_MODEL: words.PIXEL_SIDES, words.GENERAL_MODEL: words.GENERAL_SIDES},
        ),
        AspectRatio(image="image", limits=words.SHAPE),
    ),
):
    """Better words."""

    prompt: str = f.text(
        _("Words"),
        default="",
        lines=3,
        max_length=2000,
        help=_("What you want, in short. May be empty with a picture."),
    )
    image: Pixels | None = f.image(
        _("Picture"),
        default=None,
        maximum=2048,
        formats=("png", "jpeg"),
        form=WireForm.IMAGE_BASE64,
        help=_("The picture the words are about."),
    )
    model: str = f.choice(
        _("For the model"), words.MODELS, default=words.PIXEL_MODEL, help=_("The model that will read the words.")
    )
