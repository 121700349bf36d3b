"""The colour that stood for transparency, put back and taken out again."""

from __future__ import annotations

import pytest

from studio.app.fill import fill_of, is_filled, toggled
from studio.core.errors import UserError
from studio.doc.palette import Colour
from tests.unit.app.takes import take_of
from tests.unit.doc.drawing import INKS, drawn


def test_the_colour_is_put_where_the_take_is_transparent_and_taken_out_again() -> None:
    take = take_of("r. .k", "..", facts={"fill": Colour(*INKS["b"]).hex})
    assert fill_of(take) == Colour(*INKS["b"])
    filled = toggled(take)
    assert is_filled(filled)
    assert [drawn(frame) for frame in filled.frames] == ["rb\nbk", "bb"]
    cleared = toggled(filled)
    assert not is_filled(cleared)
    assert [drawn(frame) for frame in cleared.frames] == ["r.\n.k", ".."]


def test_a_take_from_which_nothing_was_taken_says_so() -> None:
    assert fill_of(take_of("r.")) is None
    with pytest.raises(UserError, match="No colour stood for transparency"):
        toggled(take_of("r."))
