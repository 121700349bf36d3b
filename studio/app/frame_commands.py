"""Commands on frames, tags and poses of the open sprite."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from studio.app.commands import CommandGroup, Commands
from studio.core.errors import UserError
from studio.core.words import _
from studio.doc import cels, edits, frames
from studio.doc.skeleton import Pose


def register(commands: Commands) -> None:
    """Frames and poses."""
    _Frames(commands).register()
    _Poses(commands).register()


class _Frames(CommandGroup):
    def register(self) -> None:
        add = self.commands.add
        add("frame.new", partial(self._new, copy=True), enabled=self.can_edit)
        add("frame.new_empty", partial(self._new, copy=False), enabled=self.can_edit)
        add("frame.duplicate", partial(self._duplicate, linked=False), enabled=self.can_edit)
        add("frame.duplicate_linked", partial(self._duplicate, linked=True), enabled=self.can_edit)
        add("frame.delete", self._delete, enabled=self._can_delete)
        add("frame.reverse", self._reverse, enabled=self._can_delete)
        add("frame.previous", partial(self._step, -1), enabled=self.has_many_frames)
        add("frame.next", partial(self._step, 1), enabled=self.has_many_frames)
        add("frame.first", partial(self._go, 0), enabled=self.has_many_frames)
        add("frame.last", partial(self._go, -1), enabled=self.has_many_frames)
        add("frame.play", self._play, enabled=self._can_play, checked=self._is_playing)
        add("frame.faster", partial(self._scale, Fraction(1, 2)), enabled=self.can_edit)
        add("frame.slower", partial(self._scale, Fraction(2)), enabled=self.can_edit)
        add("frame.link", self._link, enabled=self.can_edit)
        add("frame.unlink", self._unlink, enabled=self.can_edit)
        add("frame.key", self._key, enabled=self.is_open, checked=self._is_key)

    def _can_play(self) -> bool:
        return self.has_many_frames() or self._floats()

    def _play(self) -> None:
        """Play or stop; what floats on the picture is put down first, as Enter does elsewhere, and nothing else."""
        if self._floats():
            self.document.select(None)
        else:
            self.session.playhead.toggle()

    def _floats(self) -> bool:
        active = self.session.active
        return active is not None and active.floating is not None

    def _key(self) -> None:
        """Mark the chosen frames as key frames, or take their marks off when all have one."""
        document, marks = self.document, self.session.key_marks
        unmarked = [frame for frame in document.selected_frames if marks.find(document, frame) is None]
        for frame in unmarked or document.selected_frames:
            marks.toggle(document, frame)

    def _is_key(self) -> bool:
        active = self.session.active
        return active is not None and self.session.key_marks.find(active, active.cursor.frame) is not None

    def _new(self, *, copy: bool) -> None:
        document = self.document
        index = document.sprite.frame_index(document.cursor.frame)
        document.apply(
            _("New frame") if copy else _("New empty frame"), lambda sprite: frames.add_frame(sprite, index, copy=copy)
        )
        document.move_to(frame=document.sprite.frames[index + 1].id)

    def _duplicate(self, *, linked: bool) -> None:
        document = self.document
        chosen = document.selected_frames
        known = {frame.id for frame in document.sprite.frames}
        document.apply(
            _("Duplicate linked frames") if linked else _("Duplicate frames"),
            lambda sprite: frames.duplicate_frames(sprite, chosen, linked=linked),
        )
        made = [frame.id for frame in document.sprite.frames if frame.id not in known]
        document.move_to(frame=made[0])
        document.select_frames(made)

    def _can_delete(self) -> bool:
        return self.can_edit() and self.has_many_frames()

    def _delete(self) -> None:
        chosen = self.document.selected_frames
        self.document.apply(_("Delete frames"), lambda sprite: frames.remove_frames(sprite, chosen))

    def _reverse(self) -> None:
        document = self.document
        chosen = document.selected_frames
        if len(chosen) < 2:
            chosen = tuple(frame.id for frame in document.sprite.frames)
        document.apply(_("Reverse frames"), lambda sprite: frames.reverse_frames(sprite, chosen))

    def _step(self, by: int) -> None:
        document = self.document
        count = len(document.sprite.frames)
        index = (document.sprite.frame_index(document.cursor.frame) + by) % count
        document.move_to(frame=document.sprite.frames[index].id)

    def _go(self, index: int) -> None:
        self.document.move_to(frame=self.document.sprite.frames[index].id)

    def _is_playing(self) -> bool:
        return self.session.playhead.playing

    def _scale(self, factor: Fraction) -> None:
        document = self.document
        chosen = document.selected_frames
        if len(chosen) < 2:
            chosen = tuple(frame.id for frame in document.sprite.frames)
        document.apply(_("Frame times"), lambda sprite: frames.scale_durations(sprite, chosen, factor))

    def _link(self) -> None:
        document = self.document
        chosen, layer = document.selected_frames, document.cursor.layer
        if len(chosen) < 2:
            raise UserError(_("Select two or more frames on the timeline to link their cels."))
        document.apply(_("Link cels"), lambda sprite: cels.link_cels(sprite, layer, chosen))

    def _unlink(self) -> None:
        layer, frame = self.document.cursor
        self.document.apply(_("Unlink cel"), lambda sprite: cels.unlink_cel(sprite, layer, frame))


class _Poses(CommandGroup):
    def register(self) -> None:
        add = self.commands.add
        add("pose.estimate", self._estimate, enabled=self.can_edit)
        add("pose.copy_next", self._copy_next, enabled=self._has_pose)
        add("pose.mirror", self._mirror, enabled=self._has_pose)
        add("pose.delete", self._delete, enabled=self._has_pose)

    def _has_pose(self) -> bool:
        return self.can_edit() and self._pose() is not None

    def _pose(self) -> Pose | None:
        return self.document.sprite.frame(self.document.cursor.frame).pose

    def _estimate(self) -> None:
        self.session.estimate_skeleton()

    def _copy_next(self) -> None:
        document = self.document
        source, target = document.cursor.frame, self.next_frame()
        document.apply(_("Copy pose to next frame"), lambda sprite: edits.copy_pose(sprite, source, target))
        document.move_to(frame=target)

    def _mirror(self) -> None:
        document = self.document
        frame, pose = document.cursor.frame, self._pose()
        if pose is not None:
            mirrored = pose.mirrored(document.sprite.size.width)
            document.apply(_("Mirror pose"), lambda sprite: edits.set_pose(sprite, frame, mirrored))

    def _delete(self) -> None:
        frame = self.document.cursor.frame
        self.document.apply(_("Delete pose"), lambda sprite: edits.set_pose(sprite, frame, None))
