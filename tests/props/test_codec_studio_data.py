"""Whatever another program does to the frames of a file, poses follow their pictures and none is thrown away."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.codec.aseprite import open_aseprite, read_aseprite, write_aseprite
from tests.unit.codec.elsewhere import elsewhere, sprite_of
from tests.unit.codec.sprites import pose

SHADES = tuple(range(10, 100, 10))
FILE = write_aseprite(sprite_of(SHADES))

orders = st.permutations(range(len(SHADES))).flatmap(
    lambda order: st.integers(1, len(order)).map(lambda count: order[:count])
)


@settings(max_examples=80, deadline=None)
@given(orders)
def test_moved_and_dropped_frames_keep_their_poses(order: list[int]) -> None:
    data = elsewhere(FILE, order)
    opened = open_aseprite(data)
    assert [frame.pose for frame in opened.sprite.frames] == [pose(index) for index in order]
    assert (opened.notices == ()) == (order == list(range(len(SHADES))))
    again = read_aseprite(write_aseprite(opened.sprite))
    assert [frame.pose for frame in again.frames] == [pose(index) for index in order]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, len(SHADES) - 1), min_size=1, max_size=12), st.sets(st.integers(0, len(SHADES) - 1)))
def test_nothing_is_thrown_away(order: list[int], repainted: set[int]) -> None:
    """Each pose is on a frame or waits in the file; a copy has the pose of its picture."""
    sprite = open_aseprite(elsewhere(FILE, order, edit=sorted(repainted))).sprite
    placed = [frame.pose for frame in sprite.frames]
    on_frames = {index for index in range(len(SHADES)) if pose(index) in placed}
    waiting = [chunk for chunk in sprite.keep.chunks if chunk.kind == 0]
    assert len(on_frames) + len(waiting) == len(SHADES)
    for index, found in zip(order, placed, strict=True):
        assert index in repainted or found == pose(index)
