"""The timeline in words."""

from __future__ import annotations

import pytest

from studio.ui.timeline.words import tag_letters


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("south-west", "SW"), ("walk/north", "N"), ("walk", "walk"), ("southern", "southern")],
)
def test_a_tag_without_room_tells_its_direction_by_letters(name: str, drawn: str) -> None:
    assert tag_letters(name) == drawn
