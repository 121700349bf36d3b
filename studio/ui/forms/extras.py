"""What some forms have beyond their fields: a part of the sprite around the mask, better words, key frames that set
the length. One for a form; the form asks it when it settles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import is_
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.app.enhance import Wish, enhancer_of, wish_for
from studio.app.fitting import fit_for
from studio.app.inpaint import Part, around_mask, mask_field, masked_picture, whole_is_possible
from studio.app.outpaint import redoes_a_part
from studio.app.sending import SentPart
from studio.app.sources import SourceKind
from studio.app.weighing import heavy_pictures, weighed
from studio.core.geometry import Box, Size
from studio.core.words import _
from studio.doc.pixels import Pixels, size_of
from studio.providers import registry
from studio.spec.field import FieldValue, Kind
from studio.spec.measures import FramesWithin
from studio.ui.forms.enhance import EnhanceButton, EnhanceWindow
from studio.ui.forms.keyframes import KeyframesEditor
from studio.ui.forms.marks import MaskEditor
from studio.ui.forms.plain import LinesEditor

if TYPE_CHECKING:
    from studio.app.session import Session
    from studio.core.errors import Problem
    from studio.spec.operation import Operation, OperationSpec
    from studio.ui.forms.editor import FieldEditor

_PICTURED = (Kind.IMAGES, Kind.KEYFRAMES, Kind.IMAGE)
_OF_CANVAS = frozenset({SourceKind.FRAME, SourceKind.LAYER})


class FormExtras(QObject):
    """Beside the editors of one form. `weighed` comes when its pictures turned out to have too many bytes."""

    weighed = Signal()

    def __init__(self, spec: OperationSpec, session: Session, editors: Mapping[str, FieldEditor]) -> None:
        super().__init__()
        self._spec = spec
        self._session = session
        self._editors = editors
        self._part: Part | None = None
        self._place: Box | None = None
        self._scales: tuple[Pixels, ...] = ()
        self._weight: tuple[Problem, ...] = ()
        declared = mask_field(spec)
        editor = editors.get(declared.name) if declared is not None else None
        self._mask = editor if isinstance(editor, MaskEditor) else None
        if self._mask is not None:
            self._mask.offer_outpaint(offered=redoes_a_part(spec))
        for name, prompt in editors.items():
            if isinstance(prompt, LinesEditor) and enhancer_of(spec, name) is not None:
                Enhancer(prompt, spec, self.values)

        for rule in spec.rules:
            keys = editors.get(rule.keyframes) if isinstance(rule, FramesWithin) else None
            if isinstance(rule, FramesWithin) and isinstance(keys, KeyframesEditor) and rule.total in editors:
                Lengthener(keys, editors[rule.total])

    def values(self) -> dict[str, FieldValue]:
        """What stands in the form at this moment, unchecked."""
        return {name: editor.value() for name, editor in self._editors.items()}

    @property
    def box(self) -> Box | None:
        """The part of the canvas that is sent, where it is only a part around a mask."""
        return self._part.box if self._part is not None else self._place

    def frames(self) -> tuple[str, ...]:
        """The frames of the sprite whose pictures are sent, in order; nothing where none are."""
        for kind in _PICTURED:
            for editor in self._editors.values():
                if editor.declared.kind is kind and (found := editor.frames()):
                    return found
        return ()

    def narrowed(self, values: dict[str, FieldValue]) -> dict[str, FieldValue]:
        """The values with only the part of the sprite that goes along with the mask."""
        self._part, self._place = None, self._known_place(values)
        if self._mask is None:
            return values
        offered = self._lies_on_canvas(values)
        self._mask.offer_reach(offered=offered)
        if offered:
            self._mask.suggest_around(around=not whole_is_possible(self._spec, values))
        if self._mask.padding is not None:
            self._part = around_mask(self._spec, values, padding=self._mask.padding)
        return values if self._part is None else self._part.values

    def too_heavy(self, values: Mapping[str, FieldValue], problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """What is known of pictures with too many bytes; large ones that were not looked at yet are weighed, and
        `weighed` comes. Values with other blocking `problems` wait for those."""
        pictures = heavy_pictures(values)
        if not pictures or any(problem.blocking for problem in problems):
            return ()
        if len(pictures) == len(self._scales) and all(map(is_, pictures, self._scales)):
            return self._weight
        self._scales, self._weight = pictures, ()
        operation = registry.operation(self._spec.id).from_values(dict(values))
        self._session.tasks.launch(self._weigh(operation, pictures), name="weigh pictures")
        return ()

    async def _weigh(self, operation: Operation, pictures: tuple[Pixels, ...]) -> None:
        found = await weighed(registry.provider(self._spec.provider), operation)
        if self._scales is pictures and found:
            self._weight = found
            self.weighed.emit()

    def show_part(self, values: Mapping[str, FieldValue]) -> None:
        """Tell the canvas what of it is sent; `values` are those that are narrowed."""
        if self._mask is None:
            return
        active, name = self._session.active, masked_picture(self._spec, values)
        if active is None or name is None or not (self.box is not None or self._lies_on_canvas(values)):
            self._mask.show_part(None)
            return
        own = self.box or Box.of_size(size_of(values[name]))
        box = own
        fit = fit_for(self._spec, values)
        if fit is not None:
            box = Box(box.x - fit.inset.x, box.y - fit.inset.y, *fit.size)
        self._mask.show_part(SentPart(active.id, box, _words(own.size, box.size)))

    def _known_place(self, values: Mapping[str, FieldValue]) -> Box | None:
        """Where the part lay that an earlier request sent, while it is in the form again and fits the canvas."""
        active = self._session.active
        for name, editor in self._editors.items():
            is_given = editor.declared.kind is Kind.IMAGE and editor.source_kind is SourceKind.GIVEN
            place = self._session.sending.place_of(values[name]) if is_given and name in values else None
            if active is not None and place is not None and place.intersected(active.sprite.box) == place:
                return place
        return None

    def _lies_on_canvas(self, values: Mapping[str, FieldValue]) -> bool:
        """Whether the picture under the mask is the current frame or layer as it lies on the canvas."""
        active, name = self._session.active, masked_picture(self._spec, values)
        editor = self._editors.get(name) if name is not None else None
        if active is None or name is None or editor is None or editor.source_kind not in _OF_CANVAS:
            return False
        return size_of(values[name]) == active.sprite.size


class Lengthener(QObject):
    """Asks for as many frames as the marks of the timeline span, as far as that is possible."""

    def __init__(self, keys: KeyframesEditor, total: FieldEditor) -> None:
        super().__init__(keys)
        self._total = total
        keys.length_changed.connect(self._on_length)

    def _on_length(self, length: int) -> None:
        limits = self._total.declared.limits
        if length > 1:
            self._total.show_value(int(min(max(length, limits.minimum or 1), limits.maximum or length)))


class Enhancer(QObject):
    """The button below the words of a form, and its window."""

    def __init__(
        self, editor: LinesEditor, spec: OperationSpec, values: Callable[[], Mapping[str, FieldValue]]
    ) -> None:
        super().__init__(editor)
        self._editor = editor
        self._spec = spec
        self._values = values
        self._window: EnhanceWindow | None = None
        button = EnhanceButton(editor.objectName(), editor)
        editor.add_below(button)
        button.clicked.connect(self._on_clicked)
        editor.changed.connect(self._show_words)

    def _on_clicked(self) -> None:
        if self._window is None:
            window = EnhanceWindow(self._editor.session, self._wish, self._editor.window())
            window.used.connect(self._editor.take_words)
            window.destroyed.connect(self._on_gone)
            self._window = window
        self._show_words()
        self._window.show()
        self._window.raise_()
        self._window.ask()

    def _wish(self) -> Wish:
        return wish_for(self._spec, self._values())

    def _show_words(self) -> None:
        if self._window is not None:
            self._window.show_words(str(self._editor.value() or ""))

    def _on_gone(self) -> None:
        self._window = None


def _words(own: Size, sent: Size) -> str:
    if own == sent:
        return _("{size} sent").format(size=sent)
    return _("{own} sent as {size}").format(own=own, size=sent)
