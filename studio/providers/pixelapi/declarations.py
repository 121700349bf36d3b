"""Everything PixelAPI can be asked for. Importing it loads neither numpy nor the network."""

from __future__ import annotations

from studio.core.geometry import Size
from studio.core.words import _
from studio.spec import fields as f
from studio.spec.field import Limits, Place, WireForm
from studio.spec.measures import Spans
from studio.spec.operation import Effect, Intent, Operation, Returns
from studio.spec.rules import OnlyIf, When

SDXL = "sdxl"
FLUX = "flux-schnell"


class GenerateImage(
    Operation,
    id="pixelapi/generate-image",
    title=_("Make a picture with SDXL or Flux"),
    summary=_("Makes a large picture from words; Pixelate turns it into a sprite. 1 to 3 credits."),
    path="/v1/image/generate",
    intent=Intent.CREATE,
    effect=Effect.PAYS,
    usual_seconds=15.0,
    rules=(
        OnlyIf(field="negative_prompt", condition=When(field="model", equals=SDXL)),
        Spans(field="steps", by="model", table={SDXL: Limits(20, 50), FLUX: Limits(1, 8)}),
    ),
):
    """A picture from words."""

    prompt: str = f.text(_("Words"), lines=3, help=_("The picture you want."))
    model: str = f.choice(
        _("Model"), [(SDXL, _("SDXL")), (FLUX, _("Flux Schnell"))], default=SDXL, help=_("Which model draws.")
    )
    negative_prompt: str | None = f.text(
        _("Without"), default=None, lines=2, help=_("What should not be seen. Only SDXL reads it.")
    )
    size: Size = f.size(
        _("Size"),
        default=Size(1024, 1024),
        minimum=512,
        maximum=1536,
        reported=Limits(256, 2048),
        form=WireForm.SIZE_KEYS,
        wire="width,height",
        help=_("Width and height of the picture in pixels."),
    )
    steps: int | None = f.integer(
        _("Steps"),
        default=None,
        minimum=1,
        maximum=50,
        advanced=True,
        help=_("More steps draw longer: 20 to 50 with SDXL (30 when left open), 1 to 8 with Flux (4)."),
    )
    guidance: float | None = f.number(
        _("Guidance"),
        default=None,
        step=0.5,
        advanced=True,
        wire="guidance_scale",
        help=_("How closely the words are followed: 7.5 for SDXL and 0 for Flux when left open."),
    )
    seed: int | None = f.seed(
        _("Seed"),
        default=None,
        random=(None,),
        help=_("The same seed gives the same picture. Left open, one is drawn."),
    )


class ShowImage(
    Operation,
    id="pixelapi/show-image",
    title=_("Look up a PixelAPI picture"),
    summary=_("Shows how far a picture is and fetches it, up to 24 hours after it was asked for."),
    method="GET",
    path="/v1/image/{generation_id}",
    returns=Returns.JOB,
    intent=Intent.ACCOUNT,
    effect=Effect.READS,
    usual_seconds=1.0,
):
    """One picture that was asked for."""

    generation_id: str = f.resource(_("Picture"), "job", place=Place.PATH, help=_("The id of the picture."))


class ListModels(
    Operation,
    id="pixelapi/list-models",
    title=_("List PixelAPI models"),
    summary=_("Shows which models there are and what each costs."),
    method="GET",
    path="/v1/models",
    returns=Returns.TABLE,
    intent=Intent.ACCOUNT,
    effect=Effect.READS,
    usual_seconds=1.0,
):
    """Models and prices."""


class ShowBalance(
    Operation,
    id="pixelapi/show-balance",
    title=_("Show PixelAPI credits"),
    summary=_("Shows the credits you have and your plan."),
    method="GET",
    path="/v1/account/balance",
    returns=Returns.TABLE,
    intent=Intent.ACCOUNT,
    effect=Effect.READS,
    usual_seconds=1.0,
):
    """What is left."""


class ShowUsage(
    Operation,
    id="pixelapi/show-usage",
    title=_("Show PixelAPI usage"),
    summary=_("Lists the pictures you asked for lately."),
    method="GET",
    path="/v1/account/usage",
    returns=Returns.TABLE,
    intent=Intent.ACCOUNT,
    effect=Effect.READS,
    usual_seconds=1.0,
):
    """What was used."""

    limit: int | None = f.integer(
        _("How many"), default=None, minimum=1, place=Place.QUERY, help=_("How many entries are shown.")
    )


OPERATIONS: tuple[type[Operation], ...] = (GenerateImage, ShowImage, ListModels, ShowBalance, ShowUsage)
