"""Commands on the open sprite: history, selection, clipboard, canvas, layers, mask, modes, takes."""

from __future__ import annotations

from functools import partial

import numpy as np

from studio.app import clips, fill, recolour
from studio.app.commands import CommandGroup, Commands
from studio.app.place import Placement
from studio.app.toolbox import Mode, Tool
from studio.core.words import _
from studio.doc import canvas_size, edits, layers, mask
from studio.doc.canvas_size import Axis
from studio.doc.document import Edit
from studio.doc.model import Sprite
from studio.doc.pixels import MaskPixels, frozen
from studio.doc.selection import Selection
from studio.providers import registry


def register(commands: Commands) -> None:
    """History, selection, clipboard, canvas, layers, mask, modes and takes."""
    _History(commands).register()
    _Canvas(commands).register()
    _Layers(commands).register()
    _Masks(commands).register()
    _Tools(commands).register()
    _Takes(commands).register()


class _History(CommandGroup):
    def register(self) -> None:
        add = self.commands.add
        add("edit.undo", self._undo, enabled=self._can_undo)
        add("edit.redo", self._redo, enabled=self._can_redo)
        add("edit.copy", partial(clips.copy, self.session), enabled=self.is_open)
        add("edit.copy_palette", partial(clips.copy_palette, self.session), enabled=self.is_open)
        add("edit.cut", partial(clips.cut, self.session), enabled=self.can_edit)
        add("edit.paste", partial(clips.paste, self.session), enabled=partial(clips.can_paste, self.session))
        add("edit.replace_colour", partial(recolour.replace_colour, self.session), enabled=self.can_edit)
        add("edit.delete", partial(clips.clear, self.session), enabled=self.can_edit)
        add("select.all", self._select_all, enabled=self.is_open)
        add("select.none", self._select_none, enabled=self.has_selection)
        add("select.invert", self._select_invert, enabled=self.is_open)

    def _undo(self) -> None:
        self.document.undo()

    def _redo(self) -> None:
        self.document.redo()

    def _can_undo(self) -> bool:
        return self.session.active is not None and self.session.active.can_undo

    def _can_redo(self) -> bool:
        return self.session.active is not None and self.session.active.can_redo

    def _select_all(self) -> None:
        size = self.document.sprite.size
        self.document.select(Selection.of(np.ones((size.height, size.width), np.bool_)))

    def _select_none(self) -> None:
        self.document.select(None)

    def _select_invert(self) -> None:
        chosen = self.document.selection
        if chosen is None:
            self._select_all()
        else:
            self.document.select(Selection.of(~chosen.cells))


class _Canvas(CommandGroup):
    def register(self) -> None:
        add = self.commands.add
        add("sprite.crop", self._crop, enabled=self._can_crop)
        add("sprite.trim", partial(self._apply, _("Trim"), canvas_size.trim), enabled=self.can_edit)
        for action_id, label, axis in (
            ("sprite.flip_x", _("Flip left to right"), Axis.HORIZONTAL),
            ("sprite.flip_y", _("Flip top to bottom"), Axis.VERTICAL),
        ):
            add(action_id, partial(self._apply, label, partial(_flip, axis)), enabled=self.can_edit)
        for action_id, turns in (("sprite.turn_right", 1), ("sprite.turn_half", 2), ("sprite.turn_left", 3)):
            add(action_id, partial(self._apply, _("Turn"), partial(_turn, turns)), enabled=self.can_edit)

    def _apply(self, label: str, edit: Edit) -> None:
        self.document.apply(label, edit)

    def _can_crop(self) -> bool:
        return self.can_edit() and self.has_selection()

    def _crop(self) -> None:
        selection = self.document.selection
        if selection is not None:
            self.document.apply(_("Crop"), lambda sprite: canvas_size.crop(sprite, selection.box))


class _Layers(CommandGroup):
    def register(self) -> None:
        add = self.commands.add
        add("layer.new", self._new, enabled=self.can_edit)
        add("layer.group", self._group, enabled=self.can_edit)
        add("layer.duplicate", self._duplicate, enabled=self.can_edit)
        add("layer.merge_down", self._merge, enabled=self.can_edit)
        add("layer.flatten", self._flatten, enabled=self._can_delete)
        add("layer.delete", self._delete, enabled=self._can_delete)
        add("layer.up", partial(self._step, 1), enabled=self.can_edit)
        add("layer.down", partial(self._step, -1), enabled=self.can_edit)
        add("layer.visible", self._toggle_visible, enabled=self.can_edit, checked=self._is_visible)
        add("layer.lock", self._toggle_lock, enabled=self.can_edit, checked=self._is_locked)

    def _new(self) -> None:
        document = self.document
        before = {layer.id for layer in document.sprite.layers}
        document.apply(_("New layer"), lambda sprite: layers.add_layer(sprite, above=document.cursor.layer))
        document.move_to(layer=next(layer.id for layer in document.sprite.layers if layer.id not in before))

    def _group(self) -> None:
        document = self.document
        before = {layer.id for layer in document.sprite.layers}
        document.apply(_("New group"), lambda sprite: layers.add_group(sprite, above=document.cursor.layer))
        document.move_to(layer=next(layer.id for layer in document.sprite.layers if layer.id not in before))

    def _duplicate(self) -> None:
        layer = self.document.cursor.layer
        self.document.apply(_("Duplicate layer"), lambda sprite: layers.duplicate_layer(sprite, layer))

    def _merge(self) -> None:
        layer = self.document.cursor.layer
        self.document.apply(_("Merge down"), lambda sprite: layers.merge_down(sprite, layer))

    def _flatten(self) -> None:
        self.document.apply(_("Flatten layers"), layers.flatten_layers)

    def _delete(self) -> None:
        layer = self.document.cursor.layer
        self.document.apply(_("Delete layer"), lambda sprite: layers.remove_layer(sprite, layer))

    def _can_delete(self) -> bool:
        return self.can_edit() and len(self.document.sprite.layers) > 1

    def _step(self, by: int) -> None:
        layer = self.document.cursor.layer
        self.document.apply(_("Move layer"), lambda sprite: layers.step_layer(sprite, layer, by))

    def _toggle_visible(self) -> None:
        layer = self.document.sprite.layer(self.document.cursor.layer)
        label = _("Hide layer") if layer.visible else _("Show layer")
        self.document.apply(label, lambda sprite: layers.set_layer(sprite, layer.id, visible=not layer.visible))

    def _toggle_lock(self) -> None:
        layer = self.document.sprite.layer(self.document.cursor.layer)
        label = _("Unlock layer") if layer.locked else _("Lock layer")
        self.document.apply(label, lambda sprite: layers.set_layer(sprite, layer.id, locked=not layer.locked))

    def _is_visible(self) -> bool:
        return self.is_open() and self.document.sprite.layer(self.document.cursor.layer).visible

    def _is_locked(self) -> bool:
        return self.is_open() and self.document.sprite.layer(self.document.cursor.layer).locked


class _Masks(CommandGroup):
    def register(self) -> None:
        add = self.commands.add
        add("mask.invert", self._invert, enabled=self.can_edit)
        add("mask.fill", self._fill, enabled=self.can_edit)
        add("mask.clear", self._clear, enabled=self._has_mask)
        add("mask.from_selection", self._from_selection, enabled=self.has_selection)
        add("mask.from_picture", self._from_picture, enabled=self.can_edit)
        add("mask.to_selection", self._to_selection, enabled=self._has_mask)
        add("mask.copy_next", self._copy_next, enabled=self._has_mask)

    def _has_mask(self) -> bool:
        return self.can_edit() and self.document.sprite.frame(self.document.cursor.frame).mask is not None

    def _set(self, label: str, new: MaskPixels | None) -> None:
        frame = self.document.cursor.frame
        self.document.apply(label, lambda sprite: edits.set_mask(sprite, frame, new))

    def _invert(self) -> None:
        sprite = self.document.sprite
        self._set(_("Invert mask"), mask.inverted(sprite.frame(self.document.cursor.frame).mask, sprite.size))

    def _fill(self) -> None:
        size = self.document.sprite.size
        self._set(_("Mask everything"), frozen(np.full((size.height, size.width), 255, np.uint8)))

    def _clear(self) -> None:
        self._set(_("Clear mask"), None)

    def _from_selection(self) -> None:
        selection = self.document.selection
        if selection is not None:
            self._set(_("Mask from selection"), mask.from_selection(selection))

    def _from_picture(self) -> None:
        document = self.document
        self._set(_("Mask from picture"), mask.from_alpha(document.composed(document.cursor.frame)))

    def _to_selection(self) -> None:
        current = self.document.sprite.frame(self.document.cursor.frame).mask
        if current is not None:
            self.document.select(mask.to_selection(current))

    def _copy_next(self) -> None:
        document = self.document
        source, target = document.cursor.frame, self.next_frame()
        document.apply(_("Copy mask to next frame"), lambda sprite: edits.copy_mask(sprite, source, target))
        document.move_to(frame=target)


class _Tools(CommandGroup):
    def register(self) -> None:
        for mode in Mode:
            self.commands.add(
                f"mode.{mode.value}", partial(self._set_mode, mode), checked=partial(self._has_mode, mode)
            )
        for tool in Tool:
            self.commands.add(
                f"tool.{tool.value}", partial(self._set_tool, tool), checked=partial(self._has_tool, tool)
            )
        add = self.commands.add
        add("tool.swap", self.session.toolbox.swap_colours)
        add("tool.smaller", partial(self._grow, -1))
        add("tool.larger", partial(self._grow, 1))
        for name, attribute in (("grid", "grid_shown"), ("onion", "onion_shown"), ("mask", "mask_shown")):
            add(f"view.{name}", partial(self._toggle, attribute), checked=partial(self._is_on, attribute))

    def _set_mode(self, mode: Mode) -> None:
        self.session.toolbox.mode = mode

    def _has_mode(self, mode: Mode) -> bool:
        return self.session.toolbox.mode is mode

    def _set_tool(self, tool: Tool) -> None:
        toolbox = self.session.toolbox
        toolbox.tool = tool
        if toolbox.mode is Mode.POSE and tool not in (Tool.HAND, Tool.ZOOM):
            toolbox.mode = Mode.DRAW  # a drawing tool does nothing to a pose

    def _has_tool(self, tool: Tool) -> bool:
        return self.session.toolbox.tool is tool

    def _grow(self, by: int) -> None:
        self.session.toolbox.brush_size += by

    def _toggle(self, attribute: str) -> None:
        setattr(self.session.toolbox, attribute, not getattr(self.session.toolbox, attribute))

    def _is_on(self, attribute: str) -> bool:
        return bool(getattr(self.session.toolbox, attribute))


class _Takes(CommandGroup):
    def register(self) -> None:
        add = self.commands.add
        for placement in (Placement.FRAMES, Placement.REPLACE, Placement.LAYER, Placement.SPRITE):
            enabled = partial(self._can_accept, placement)
            add(f"take.accept_{placement.value}", partial(self._accept, placement), enabled=enabled)
        add("take.accept", partial(self._accept, None), enabled=partial(self._can_accept, None))
        add("take.generate", self._generate)
        add("take.show", self._show_newest, enabled=self._has_takes)
        add("take.leave", self._leave, enabled=self._has_take)
        add("take.compare", self._compare, enabled=self._can_compare)
        add("help.pixellab", self._fetch_documentation)
        add("take.discard", self._discard, enabled=self._has_take)
        add("take.restore", self.session.takes.restore, enabled=self._can_restore)
        add("take.fill", self._toggle_fill, enabled=self._has_fill, checked=self._is_filled)

    def _fetch_documentation(self) -> None:
        """A free question; its text lands among the takes."""
        operation = registry.operation("pixellab-v2/show-documentation")
        self.session.generate(operation())

    def _toggle_fill(self) -> None:
        take = self.session.takes.chosen
        if take is not None:
            self.session.takes.add(fill.toggled(take))

    def _has_fill(self) -> bool:
        take = self.session.takes.chosen
        return take is not None and fill.fill_of(take) is not None

    def _is_filled(self) -> bool:
        take = self.session.takes.chosen
        return take is not None and fill.is_filled(take)

    def _show_newest(self) -> None:
        self.session.arrivals.show_newest()

    def _has_takes(self) -> bool:
        return bool(self.session.takes.takes)

    def _has_take(self) -> bool:
        return self.session.takes.chosen is not None

    def _can_restore(self) -> bool:
        return self.session.takes.can_restore

    def _can_accept(self, placement: Placement | None) -> bool:
        take = self.session.takes.chosen
        ways = self.session.acceptance.placements(take) if take is not None else ()
        return bool(ways) if placement is None else placement in ways

    def _generate(self) -> None:
        """Send the form in front; show the forms where none was looked at yet."""
        if len(self.session.generate_wanted):
            self.session.generate_wanted.emit()
        else:
            self.session.panel_wanted.emit("generate")

    def _leave(self) -> None:
        self.session.takes.leave()

    def _can_compare(self) -> bool:
        take = self.session.takes.chosen
        return take is not None and bool(take.frames) and self.session.active is not None

    def _compare(self) -> None:
        self.session.takes.compare(on=not self.session.takes.is_comparing)

    def _accept(self, placement: Placement | None) -> None:
        take = self.session.takes.chosen
        if take is not None:
            self.session.acceptance.accept_soon(take, placement)

    def _discard(self) -> None:
        take = self.session.takes.chosen
        if take is not None:
            self.session.takes.discard(take.id)


def _flip(axis: Axis, sprite: Sprite) -> Sprite:
    return canvas_size.flip(sprite, axis)


def _turn(turns: int, sprite: Sprite) -> Sprite:
    return canvas_size.rotate90(sprite, turns)
