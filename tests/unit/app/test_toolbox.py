"""The tools in hand."""

from __future__ import annotations

from studio.app.toolbox import Mode, Tool, ToolBox


def test_whoever_goes_to_the_mask_with_a_selecting_tool_gets_one_that_paints() -> None:
    toolbox = ToolBox()
    toolbox.tool = Tool.MARQUEE
    toolbox.mode = Mode.MASK
    assert toolbox.tool is Tool.PENCIL


def test_a_tool_that_paints_masks_stays_in_hand() -> None:
    toolbox = ToolBox()
    toolbox.tool = Tool.FILL
    toolbox.mode = Mode.MASK
    assert toolbox.tool is Tool.FILL
