"""Findings name the pixel and the frame."""

from __future__ import annotations

import numpy as np

from studio.local.lint import Fault, Finding, inspected
from studio.local.procedural import Kind, generate
from tests.unit.local.drawing import COLOURS, picture


def test_a_clean_sprite_has_no_findings() -> None:
    assert inspected([picture("krrk", "krrk"), picture("kbbk", "kbbk")]) == []


def test_each_fault_is_found_where_it_is() -> None:
    sprite = picture("rrrrr..b", "rrrrr...", "rrgrr...", "rrrrrh..", "rrrrr...")
    palette = np.array([COLOURS["r"], COLOURS["b"]], np.uint8)
    assert inspected([sprite], palette=palette) == [
        Finding(0, Fault.OFF_PALETTE, ((2, 2),)),
        Finding(0, Fault.HALF_TRANSPARENT, ((5, 3),)),
        Finding(0, Fault.ORPHAN_PIXEL, ((7, 0), (2, 2))),
        Finding(0, Fault.DETACHED_PART, ((7, 0),)),
    ]


def test_duplicates_and_empty_frames() -> None:
    first, hidden = picture("rr."), picture("rr.")
    hidden[0, 2] = (9, 9, 9, 0)
    assert inspected([first, picture("..."), hidden, picture(".rr")]) == [
        Finding(1, Fault.EMPTY_FRAME),
        Finding(2, Fault.DUPLICATE_FRAME, other=0),
    ]


def test_generated_sprites_are_clean_of_halves_and_detached_parts() -> None:
    for seed in range(8):
        faults = {finding.fault for finding in inspected([generate(Kind.CREATURE, (32, 32), None, seed)])}
        assert not faults & {Fault.HALF_TRANSPARENT, Fault.DETACHED_PART}
