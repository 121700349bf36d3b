"""Everything PixelDojo can be asked for: one operation. Importing it loads neither numpy nor the network."""

from __future__ import annotations

from studio.core.words import _
from studio.spec import fields as f
from studio.spec.field import Absent
from studio.spec.operation import Effect, Intent, Operation
from studio.spec.rules import OnlyIf, UsedIf, When

LORA_MODEL = "flux-dev-single-lora"
ULTRA_MODEL = "flux-1.1-pro-ultra"
_PRO_MODELS = ("flux-pro", "flux-1.1-pro", ULTRA_MODEL)
_LORA = When(field="model", equals=LORA_MODEL)


class Flux(
    Operation,
    id="pixeldojo/flux",
    title=_("Make pictures with Flux"),
    summary=_("Makes one to four large pictures from words; Pixelate turns one into a sprite. 1 credit a picture."),
    intent=Intent.CREATE,
    effect=Effect.PAYS,
    usual_seconds=20.0,
    rules=(
        OnlyIf(field="lora_weights", condition=_LORA),
        UsedIf(field="lora_scale", condition=_LORA),
        UsedIf(field="go_fast", condition=When(field="model", one_of=_PRO_MODELS)),
    ),
):
    """Pictures from words."""

    prompt: str = f.text(_("Words"), lines=3, help=_("The picture you want."))
    model: str = f.choice(
        _("Model"),
        [
            ("flux-pro", _("Flux Pro")),
            ("flux-1.1-pro", _("Flux 1.1 Pro")),
            (ULTRA_MODEL, _("Flux 1.1 Pro Ultra")),
            (LORA_MODEL, _("Flux Dev with a LoRA")),
        ],
        default="flux-1.1-pro",
        help=_("Which model draws."),
    )
    aspect_ratio: str = f.text(
        _("Shape"),
        default="1:1",
        pattern="[1-9][0-9]{0,2}:[1-9][0-9]{0,2}",
        suggestions=("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3"),
        help=_("Width to height, such as 1:1 or 16:9."),
    )
    count: int = f.integer(
        _("How many"), default=1, minimum=1, maximum=4, wire="num_outputs", help=_("Number of pictures; each is paid.")
    )
    seed: int | None = f.seed(
        _("Seed"),
        default=None,
        random=(None, -1),
        help=_("The same seed gives the same pictures. Left open, one is drawn."),
    )
    lora_weights: str | None = f.text(
        _("LoRA"),
        default=None,
        pattern=r"https?://\S+",
        help=_("The address of a Flux LoRA that gives the pictures its style."),
    )
    lora_scale: float = f.number(
        _("LoRA weight"),
        default=0.7,
        step=0.05,
        absent=Absent.OMIT,
        help=_("How strongly the LoRA counts."),
    )
    megapixels: str = f.text(
        _("Megapixels"),
        default="1",
        pattern=r"[0-9]+(\.[0-9]+)?",
        suggestions=("0.25", "1"),
        advanced=True,
        help=_("How large the pictures are, in millions of pixels."),
    )
    go_fast: bool = f.flag(_("Faster"), default=False, advanced=True, help=_("Draws faster and less well."))


OPERATIONS: tuple[type[Operation], ...] = (Flux,)
