"""A movement by real mouse and keys: fit a skeleton, animate with it, watch it play, accept, play it again, tag it."""

from __future__ import annotations

from pathlib import Path

from studio.codec.load import open_sprite
from tests.e2e.conftest import Start
from tests.e2e.screen import Studio

SHOWN = 4
"""Different pictures that have to come by before something counts as playing."""


def test_a_skeleton_moves_the_hero_and_its_frames_become_a_tag(start: Start, tmp_path: Path) -> None:
    studio = start()
    studio.wait_for_sample()
    studio.run_action("Estimate")
    studio.wait("changed", undo="Estimate skeleton")
    made = _animate(studio)
    before = 12
    studio.click("accept-frames")
    assert studio.wait("changed", undo="Accept Animate with skeleton")["frames"] == before + made
    _play_on_the_timeline(studio)
    _tag(studio, "jumping")
    studio.key("ctrl+s")
    studio.wait("saved")
    studio.key("alt+F4")
    assert studio.ended() == 0
    sprite = open_sprite(next((tmp_path / "home").rglob("hero.aseprite"))).sprite
    tags = {tag.name: len(sprite.tag_range(tag)) for tag in sprite.tags}
    assert tags == {"idle": 4, "walk": 8, "Animate with skeleton": made, "jumping": made}


def _animate(studio: Studio) -> int:
    """How many frames the take has; it was seen playing in place of the sprite."""
    studio.click("generate-search")
    studio.type("animate with skeleton")
    studio.key("Return")
    studio.click("field-preset-control")
    studio.type("jump")
    studio.key("Return")
    studio.key("ctrl+Return")
    frames = int(studio.wait("take", operation="local/animate-with-skeleton")["frames"])
    assert frames >= SHOWN
    _differ(studio, "preview", "picture")
    return frames


def _play_on_the_timeline(studio: Studio) -> None:
    studio.click("timeline-frame-play")
    studio.wait("playing", on=True)
    _differ(studio, "cursor", "frame")
    studio.click("timeline-frame-play")
    studio.wait("playing", on=False)


def _tag(studio: Studio, name: str) -> None:
    studio.key("alt+t")
    studio.wait_for("name")
    studio.key("ctrl+a")
    studio.type(name)
    studio.key("Return")
    studio.wait("changed", undo="Tag frames")


def _differ(studio: Studio, event: str, fact: str) -> None:
    """Until so many different pictures were shown."""
    seen: set[object] = set()
    while len(seen) < SHOWN:
        seen.add(studio.wait(event)[fact])
