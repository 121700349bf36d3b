"""The studio's settings, declared in the same field language: the settings window and the settings file read this.

A setting's name is `room.name`; every setting has a default, so that a missing or damaged file costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from studio.core.words import _
from studio.spec import fields as f
from studio.spec.field import Field
from studio.spec.validate import field_problems


def setting(name: str) -> Field:
    """The declaration; KeyError for a name no setting has."""
    return SETTINGS[name]


def accepts(name: str, value: object) -> bool:
    """Whether the setting may have this value; False for unknown names."""
    declared = SETTINGS.get(name)
    return declared is not None and not any(problem.blocking for problem in field_problems(declared, value))


def _named(name: str, declared: object) -> Field:
    if not isinstance(declared, Field):
        raise TypeError(f"{name} is not a declared field")
    room = name.partition(".")[0]
    return f.with_wire_names(replace(declared, name=name, group=declared.group or _ROOMS[room]))


_ROOMS: Mapping[str, str] = {
    "appearance": _("Appearance"),
    "canvas": _("Canvas"),
    "timeline": _("Timeline"),
    "generate": _("Generate"),
    "files": _("Files"),
    "accounts": _("Accounts"),
}


def _address(provider: str) -> object:
    return f.text(
        _("API address of {provider}").format(provider=provider),
        default=None,
        max_length=2000,
        help=_("Left empty, it is the provider's own."),
    )


_DECLARED: Mapping[str, object] = {
    "appearance.theme": f.choice(
        _("Theme"),
        [
            ("system", _("As the system")),
            ("light", _("Light")),
            ("dark", _("Dark")),
            ("high-contrast", _("High contrast")),
        ],
        default="system",
        help=_("Colours of the window. As the system follows the desktop when it changes."),
    ),
    "appearance.scale": f.choice(
        _("Size of the interface"),
        [("1", "100 %"), ("1.25", "125 %"), ("1.5", "150 %"), ("1.75", "175 %"), ("2", "200 %")],
        default="1",
        help=_("Larger icons and controls. Takes effect at the next start."),
    ),
    "appearance.font_size": f.integer(
        _("Font size"),
        default=None,
        minimum=10,
        maximum=20,
        unit="pt",
        help=_("Size of all text in the window. Left open, it is that of the system."),
    ),
    "appearance.reduced_motion": f.flag(
        _("Less motion"), default=False, help=_("Takes play only when asked to, not by themselves.")
    ),
    "canvas.pixel_grid_zoom": f.integer(
        _("Pixel grid from zoom"),
        default=8,
        minimum=2,
        maximum=64,
        help=_("Screen pixels that a pixel of the sprite has when lines between pixels show."),
    ),
    "canvas.mask_opacity": f.integer(
        _("Mask overlay"),
        default=45,
        minimum=10,
        maximum=90,
        unit="%",
        help=_("How strongly the mask tints the sprite."),
    ),
    "canvas.wheel": f.choice(
        _("Mouse wheel"),
        [("zoom", _("Zooms")), ("scroll", _("Scrolls, Ctrl zooms"))],
        default="zoom",
        help=_("What the wheel does over the canvas."),
    ),
    "canvas.undo_memory": f.integer(
        _("Memory for undo"),
        default=256,
        minimum=16,
        maximum=4096,
        unit="MiB",
        help=_("For each sprite opened from now on. Older steps are packed, then let go."),
    ),
    "timeline.duration": f.integer(
        _("Frame time of new sprites"),
        default=100,
        minimum=1,
        maximum=65535,
        unit="ms",
        help=_("How long the first frame of a new sprite shows. Further frames take over the time of their neighbour."),
    ),
    "timeline.onion_before": f.integer(
        _("Onion skin before"), default=1, minimum=0, maximum=5, help=_("Frames shown faintly before the current one.")
    ),
    "timeline.onion_after": f.integer(
        _("Onion skin after"), default=1, minimum=0, maximum=5, help=_("Frames shown faintly after the current one.")
    ),
    "generate.play_takes": f.flag(
        _("Play a take when it arrives"), default=True, help=_("Shows the frames of a new take moving in the preview.")
    ),
    "generate.tell_ends": f.flag(
        _("Tell when a job ends"),
        default=True,
        help=_(
            "A notice of the desktop when a job ends behind other windows. While the studio is in front, none comes."
        ),
    ),
    "generate.tell_at_closing": f.flag(
        _("Ask before closing while jobs run"),
        default=True,
        help=_("Says what becomes of them. They are picked up at the next start either way."),
    ),
    "files.recovery_seconds": f.integer(
        _("Time to a recovery copy"),
        default=2,
        minimum=1,
        maximum=600,
        unit="s",
        help=_("How soon after a change unsaved work is kept aside, in case the program or the machine stops."),
    ),
    "files.recent": f.integer(
        _("Recent files"), default=12, minimum=0, maximum=50, help=_("How many files the Open recent menu remembers.")
    ),
    "accounts.pixellab-v2": _address("PixelLab"),
    "accounts.pixellab-v1": _address("PixelLab (first API)"),
    "accounts.pixel-engine": _address("Pixel Engine"),
    "accounts.pixeldojo": _address("PixelDojo"),
    "accounts.pixelapi": _address("PixelAPI"),
}

SETTINGS: Mapping[str, Field] = MappingProxyType({name: _named(name, declared) for name, declared in _DECLARED.items()})
"""Every setting by name, in the order of the settings window."""
