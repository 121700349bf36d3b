"""Declarations of characters kept at the service: made, animated, listed, downloaded, tagged, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.geometry import Size
from studio.core.words import _
from studio.providers import pixellab_fields as p
from studio.providers.pixellab_v2 import templates
from studio.spec import fields as f
from studio.spec.field import Absent, Limits, Place, Source
from studio.spec.operation import Effect, Intent, Operation, Returns
from studio.spec.rules import Requires, When

if TYPE_CHECKING:
    from studio.doc.palette import Palette
    from studio.spec.field import Variant

_GROUP = _("Characters")
_LOOK = _("Look")
_FORCED = (Requires(field="force_colours", needs=("palette",), when=When(field="force_colours", equals=True)),)

_SOFT_OUTLINES = (
    ("thin", _("Thin")),
    ("medium", _("Medium")),
    ("thick", _("Thick")),
    ("none", _("None")),
    *p.OUTLINES,
)
_SOFT_SHADINGS = (("soft", _("Soft")), ("hard", _("Hard")), ("flat", _("Flat")), ("none", _("None")), *p.SHADINGS[1:])
_SOFT_DETAILS = (("low", _("Low")), ("medium", _("Medium")), ("high", _("High")))
_SOFT_VIEWS = (*p.VIEWS, ("perspective", _("Perspective")))


def _hint(title: str, choices: tuple[tuple[str, str], ...], help: str) -> str | None:  # noqa: A002
    """A weak hint; any words are accepted."""
    return f.choice(title, choices, default=None, open_choices=True, group=_LOOK, help=help)


def _own_hint(title: str, choices: tuple[tuple[str, str], ...]) -> str | None:
    """The same where the character has one already."""
    return f.choice(
        title,
        choices,
        default=None,
        open_choices=True,
        advanced=True,
        help=_("Replaces what was asked for when the character was made."),
    )


def _factor(title: str) -> float:
    return f.number(title, default=1.0, minimum=0.5, maximum=2, step=0.05, help=_("1 is as usual, 2 is twice as much."))


def _force_colours() -> bool:
    return f.flag(
        _("Only these colours"),
        default=False,
        absent=Absent.OMIT,
        wire="force_colors",
        flag="--force-colours",
        help=_("Limits the result to the palette strictly."),
    )


def _isometric() -> bool:
    return f.flag(_("Isometric"), default=False, absent=Absent.OMIT, advanced=True, help=_("Draws in isometric view."))


def _background_job() -> bool | None:
    return f.flag(
        _("As a background job"),
        default=None,
        deprecated=True,
        wire="async_mode",
        help=_("Without effect: it always is a background job."),
    )


class ListCharacters(
    Operation,
    id="pixellab-v2/list-characters",
    title=_("List characters"),
    summary=_("Lists the characters of the account, a page at a time."),
    returns=Returns.TABLE,
    effect=Effect.READS,
    intent=Intent.CHARACTER,
    method="GET",
    path="/characters",
    usual_seconds=1,
    group=_GROUP,
):
    """One page of characters."""

    limit: int = f.integer(
        _("How many"), default=50, minimum=1, maximum=100, place=Place.QUERY, help=_("How many one page holds.")
    )
    offset: int = f.integer(
        _("Start at"), default=0, minimum=0, place=Place.QUERY, help=_("How many are passed over first.")
    )


class ShowCharacter(
    Operation,
    id="pixellab-v2/show-character",
    title=_("Show a character"),
    summary=_("Reads what the service keeps about one character, with its pictures."),
    returns=Returns.THING,
    effect=Effect.READS,
    intent=Intent.CHARACTER,
    method="GET",
    path="/characters/{character_id}",
    usual_seconds=2,
    group=_GROUP,
):
    """One character."""

    character: str = f.resource(
        _("Character"), "character", place=Place.PATH, wire="character_id", help=_("Which character.")
    )


class DeleteCharacter(
    Operation,
    id="pixellab-v2/delete-character",
    title=_("Delete a character"),
    summary=_("Deletes a character and all its animations at the service. This cannot be undone."),
    returns=Returns.TABLE,
    effect=Effect.CHANGES,
    intent=Intent.CHARACTER,
    method="DELETE",
    path="/characters/{character_id}",
    usual_seconds=2,
    group=_GROUP,
):
    """Gone for good."""

    character: str = f.resource(
        _("Character"), "character", place=Place.PATH, wire="character_id", help=_("Which character.")
    )


class DownloadCharacter(
    Operation,
    id="pixellab-v2/download-character",
    title=_("Download a character"),
    summary=_("Fetches all directions and animations of a character."),
    returns=Returns.THING,
    effect=Effect.READS,
    intent=Intent.CHARACTER,
    method="GET",
    path="/characters/{character_id}/zip",
    usual_seconds=5,
    group=_GROUP,
):
    """Everything of one character."""

    character: str = f.resource(
        _("Character"), "character", place=Place.PATH, wire="character_id", help=_("Which character.")
    )


class TagCharacter(
    Operation,
    id="pixellab-v2/tag-character",
    title=_("Tag a character"),
    summary=_("Replaces the tags of a character at the service."),
    returns=Returns.TABLE,
    effect=Effect.CHANGES,
    intent=Intent.CHARACTER,
    method="PATCH",
    path="/characters/{character_id}/tags",
    usual_seconds=1,
    group=_GROUP,
):
    """Words to find it by."""

    character: str = f.resource(
        _("Character"), "character", place=Place.PATH, wire="character_id", help=_("Which character.")
    )
    tags: tuple[str, ...] = f.words(
        _("Tags"), max_items=20, help=_("At most 20 tags of at most 50 characters; they replace those there are.")
    )


class _CreateCharacter(Operation):
    """What both numbers of directions have in common."""

    description: str = f.text(
        _("Description"), lines=3, min_length=1, max_length=2000, help=_("What the character looks like, in words.")
    )
    size: Size = f.size(
        _("Size"),
        minimum=32,
        maximum=400,
        reported=Limits(16, 128),
        source=Source.CANVAS_SIZE,
        wire="image_size",
        help=_("Width and height in pixels. The pictures come larger, with room for movement around the figure."),
    )
    outline: str | None = _hint(_("Outline"), _SOFT_OUTLINES, _("How the outline is drawn."))
    shading: str | None = _hint(_("Shading"), _SOFT_SHADINGS, _("How much shading there is."))
    detail: str | None = _hint(_("Detail"), _SOFT_DETAILS, _("How detailed the drawing is."))
    view: str | None = _hint(_("View"), _SOFT_VIEWS, _("The camera angle."))
    palette: Palette | None = p.palette()
    force_colours: bool = _force_colours()
    proportions: Variant | None = f.variant(
        _("Proportions"),
        [
            f.form(
                "preset",
                _("Preset"),
                name=f.choice(
                    _("Body"),
                    [
                        ("default", _("Usual")),
                        ("chibi", _("Chibi")),
                        ("cartoon", _("Cartoon")),
                        ("stylized", _("Stylised")),
                        ("realistic_male", _("Realistic, male")),
                        ("realistic_female", _("Realistic, female")),
                        ("heroic", _("Heroic")),
                    ],
                    default="default",
                    open_choices=True,
                    help=_("The build of the body."),
                ),
            ),
            f.form(
                "custom",
                _("Own values"),
                head_size=_factor(_("Head")),
                arms_length=_factor(_("Arms")),
                legs_length=_factor(_("Legs")),
                shoulder_width=_factor(_("Shoulders")),
                hip_width=_factor(_("Hips")),
            ),
        ],
        default=None,
        selector="type",
        advanced=True,
        help=_("The build of a humanoid body."),
    )
    guidance: float = p.guidance(8.0, absent=Absent.OMIT)
    isometric: bool = _isometric()
    seed: int | None = p.seed()
    background_job: bool | None = _background_job()
    output_type: str | None = f.text(
        _("Form of the answer"), default=None, deprecated=True, help=_("Without effect for other programs.")
    )


class CreateCharacterFour(
    _CreateCharacter,
    id="pixellab-v2/create-character-with-4-directions",
    title=_("Create a character, four directions"),
    summary=_("Makes a character seen from south, west, east and north. It is kept at the service."),
    returns=Returns.THING,
    intent=Intent.CHARACTER,
    usual_seconds=120,
    group=_GROUP,
    rules=_FORCED,
):
    """South, west, east, north."""


class CreateCharacterEight(
    _CreateCharacter,
    id="pixellab-v2/create-character-with-8-directions",
    title=_("Create a character, eight directions"),
    summary=_("Makes a character seen from all eight directions. It is kept at the service."),
    returns=Returns.THING,
    intent=Intent.CHARACTER,
    usual_seconds=180,
    group=_GROUP,
    rules=_FORCED,
):
    """All eight."""


class _AnimateCharacter(Operation):
    """What both addresses have in common."""

    character: str = f.resource(
        _("Character"), "character", wire="character_id", help=_("The character that is moved.")
    )
    template: str = f.choice(
        _("Movement"),
        templates.CHOICES,
        open_choices=True,
        wire="template_animation_id",
        help=_("The movement; the list may lack some that the service knows."),
    )
    directions: tuple[str, ...] | None = f.choices(
        _("Directions"),
        p.DIRECTIONS,
        default=None,
        max_items=8,
        help=_("Which directions are drawn, each at its own price; all of the character's unless chosen."),
    )
    action: str | None = f.text(
        _("Action"), default=None, wire="action_description", help=_("The movement in words, for example “walking”.")
    )
    name: str | None = f.text(
        _("Name"), default=None, advanced=True, wire="animation_name", help=_("What the animation is called.")
    )
    description: str | None = f.text(
        _("Description"),
        default=None,
        lines=2,
        advanced=True,
        help=_("Replaces what the character was said to look like."),
    )
    outline: str | None = _own_hint(_("Outline"), _SOFT_OUTLINES)
    shading: str | None = _own_hint(_("Shading"), _SOFT_SHADINGS)
    detail: str | None = _own_hint(_("Detail"), _SOFT_DETAILS)
    palette: Palette | None = p.palette()
    force_colours: bool = _force_colours()
    guidance: float = p.guidance(8.0, absent=Absent.OMIT)
    isometric: bool = _isometric()
    seed: int | None = p.seed()
    background_job: bool | None = _background_job()


class AnimateCharacter(
    _AnimateCharacter,
    id="pixellab-v2/animate-character",
    title=_("Animate a character"),
    summary=_("Draws a movement of a character kept at the service, one job a direction."),
    returns=Returns.THING,
    intent=Intent.CHARACTER,
    usual_seconds=180,
    group=_GROUP,
    rules=_FORCED,
):
    """A movement in several directions."""


class CreateCharacterAnimation(
    _AnimateCharacter,
    id="pixellab-v2/create-character-animation",
    title=_("Animate a character (other address)"),
    summary=_("The same as animating a character, at another address of the service."),
    returns=Returns.THING,
    intent=Intent.CHARACTER,
    path="/characters/animations",
    usual_seconds=180,
    group=_GROUP,
    rules=_FORCED,
    twin_of="pixellab-v2/animate-character",
):
    """The twin address."""
