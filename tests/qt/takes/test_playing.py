"""Which frame of a take shows when."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pytestqt.qtbot import QtBot

from studio.ui.takes.playing import TakePlayer, frame_at
from tests.unit.app.takes import take_of

TAKE = take_of("r", "g", "b", durations=(Fraction(100), Fraction(50), Fraction(1000, 3)))


@pytest.mark.parametrize(
    ("elapsed", "index", "rest"),
    [(0, 0, 100), (99, 0, 1), (100, 1, 50), (149, 1, 1), (150, 2, Fraction(1000, 3)), (484, 0, Fraction(298, 3))],
)
def test_each_frame_shows_for_its_own_time_and_then_it_starts_over(elapsed: int, index: int, rest: Fraction) -> None:
    assert frame_at(TAKE, elapsed) == (index, rest)


def test_a_take_plays_by_itself_and_stands_where_it_is_told(qtbot: QtBot) -> None:
    player = TakePlayer()
    player.load(take_of("r", "g", durations=(Fraction(20), Fraction(20))))
    with qtbot.waitSignal(player.moved, timeout=2000):
        player.play()
    assert player.is_playing
    player.show(-1)
    assert not player.is_playing
    assert player.index == 1


def test_a_single_picture_does_not_play(qtbot: QtBot) -> None:
    player = TakePlayer()
    player.load(take_of("r"))
    player.play()
    assert not player.is_playing
