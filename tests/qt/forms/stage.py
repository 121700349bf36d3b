"""A session with a home of its own and one small sprite, and an operation that has a field of every kind."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from studio.app.session import Session
from studio.core.geometry import Size
from studio.doc.palette import Palette
from studio.doc.pixels import MaskPixels, Pixels
from studio.doc.skeleton import Pose
from studio.spec import fields as f
from studio.spec.field import Form, Keyframe, Picture, Source, Variant
from studio.spec.operation import Effect, Operation
from studio.spec.rules import OnlyIf, When
from studio.store.accounts import ACCOUNTS
from tests.qt.tools.desk import session_with

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A sprite of 4 x 2 with three frames is in front; nothing was ever generated. No provider can be reached."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    for account in ACCOUNTS.values():
        monkeypatch.setenv(account.url_variables[0], NOWHERE)
    return session_with("rgb.", "k..k", folder=tmp_path, frames=3)[0]


_INNER: tuple[Form, ...] = (
    f.form("plain", "Plain", words=f.text("Words", default="")),
    f.form("sized", "Sized", side=f.integer("Side", default=8, minimum=1, maximum=64)),
)


class Everything(
    Operation,
    id="local/everything",
    title="Everything",
    effect=Effect.FREE,
    rules=(OnlyIf(field="date", condition=When(field="flag", equals=True)),),
):
    """A field of every kind, none required."""

    text: str | None = f.text("Text", default=None)
    story: str | None = f.text("Story", default=None, lines=3)
    integer: int = f.integer("Integer", default=16, minimum=2, maximum=64, unit="px")
    number: float = f.number("Number", default=0.5, minimum=0.0, maximum=1.0, step=0.1)
    choice: str | None = f.choice("Choice", [("a", "First"), ("b", "Second")], default=None)
    choices: tuple[str, ...] | None = f.choices("Choices", [("a", "First"), ("b", "Second")], default=None)
    words: tuple[str, ...] | None = f.words("Words", default=None)
    flag: bool = f.flag("Flag", default=False)
    seed: int | None = f.seed("Seed", default=None, maximum=999)
    size: Size | None = f.size("Size", default=None, minimum=1, maximum=64)
    date: datetime.date | None = f.date("Date", default=None)
    image: Pixels | None = f.image("Image", default=None)
    images: tuple[Picture, ...] | None = f.images("Images", default=None)
    noted: tuple[Picture, ...] | None = f.images("Noted", default=None, note_key="usage")
    mask: MaskPixels | None = f.mask("Mask", default=None)
    masks: tuple[MaskPixels | None, ...] | None = f.masks("Masks", default=None)
    keyframes: tuple[Keyframe, ...] | None = f.keyframes("Keyframes", default=None)
    keypoints: tuple[Pose, ...] | None = f.keypoints("Keypoints", default=None, source=Source.POSE)
    palette: Palette | None = f.palette("Palette", default=None)
    variant: Variant | None = f.variant("Variant", _INNER, default=None)
    resource: str | None = f.resource("Resource", "character", default=None, advanced=True)
