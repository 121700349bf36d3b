"""What the pose panel does to a sprite: pure functions, no Qt. Poses are in sprite pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from studio.core.errors import UserError
from studio.core.geometry import Box
from studio.core.words import _
from studio.doc.compose import flatten
from studio.doc.edits import set_pose
from studio.doc.frames import add_frame
from studio.doc.model import Sprite
from studio.doc.pixels import opaque_box
from studio.doc.skeleton import Pose
from studio.providers.local.presets import fitted, load_preset


def standing(sprite: Sprite, frame_id: str, *, preset: str = "stand-front") -> Pose:
    """A standing figure as large as what the frame shows; as the canvas when it shows nothing."""
    box = opaque_box(flatten(sprite, frame_id))
    return stretched(load_preset(preset).poses[0], sprite.box.grown(-1) if box.is_empty else box)


def stretched(pose: Pose, box: Box) -> Pose:
    """The pose as high as the box and in its middle, with its proportions. A flat pose only moves there."""
    xs = [point.x for point in pose.points.values()]
    ys = [point.y for point in pose.points.values()]
    # Joints lie inside the figure: the ears below its top, the ankles above its soles.
    scale = 0.86 * box.height / ((max(ys) - min(ys)) or 1.0)
    middle = (max(xs) + min(xs)) / 2
    left, top = box.x + box.width / 2, box.y + 0.09 * box.height
    return Pose.of(
        {
            label: point._replace(x=left + (point.x - middle) * scale, y=top + (point.y - min(ys)) * scale)
            for label, point in pose.points.items()
        }
    )


def with_standing(sprite: Sprite, frame_id: str) -> Sprite:
    """The frame with a standing skeleton; joints it has already stay where they are."""
    pose = sprite.frame(frame_id).pose
    points = {**standing(sprite, frame_id).points, **(pose.points if pose else {})}
    return set_pose(sprite, frame_id, Pose.of(points))


def with_preset_pose(sprite: Sprite, frame_id: str, name: str, index: int) -> Sprite:
    """The frame in one pose of a movement, in the proportions of its own skeleton."""
    pose = fitted(name, _rest(sprite, frame_id)).poses[index]
    return set_pose(sprite, frame_id, replace(pose, key=True))


def with_movement(sprite: Sprite, frame_id: str, name: str) -> Sprite:
    """The poses of a movement on the frames from this one on. Where frames are missing, copies of it are added."""
    poses: Sequence[Pose] = fitted(name, _rest(sprite, frame_id)).poses
    start = sprite.frame_index(frame_id)
    for index, pose in enumerate(poses):
        if start + index >= len(sprite.frames):
            sprite = add_frame(sprite, len(sprite.frames) - 1, copy=True)
        sprite = set_pose(sprite, sprite.frames[start + index].id, replace(pose, key=True))
    return sprite


def with_point(sprite: Sprite, frame_id: str, label: str, *, x: float, y: float) -> Sprite:
    """One joint elsewhere. UserError when the frame has no such joint."""
    pose = sprite.frame(frame_id).pose
    if pose is None or label not in pose.points:
        raise UserError(_("This frame has no such joint. Add a skeleton first."))
    return set_pose(sprite, frame_id, pose.moved(label, x, y))


def with_visibility(sprite: Sprite, frame_id: str, label: str, *, visible: bool) -> Sprite:
    """One joint shown or hidden; the very same sprite when the frame lacks it."""
    pose = sprite.frame(frame_id).pose
    if pose is None or label not in pose.points:
        return sprite
    point = pose.points[label]._replace(visible=visible)
    return set_pose(sprite, frame_id, Pose.of({**pose.points, label: point}, key=pose.key))


def _rest(sprite: Sprite, frame_id: str) -> Pose:
    """The skeleton a movement is fitted to: of the frame, else of the nearest before it, else a standing one."""
    for index in range(sprite.frame_index(frame_id), -1, -1):
        pose = sprite.frames[index].pose
        if pose is not None:
            return pose
    return standing(sprite, frame_id)
