"""What is kept of a form: presets under names, and what it was sent with before; a button at the head of the form."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from studio.app.drafts import JsonValue
from studio.app.presets import LONGEST_NAME, checked_name
from studio.app.sent_forms import label_of
from studio.app.session import Session
from studio.core.errors import UserError
from studio.core.words import _
from studio.ui.dialogs import ask
from studio.ui.dialogs.sprite import FormDialog
from studio.ui.forms.form import OperationForm
from studio.ui.icons import icon
from studio.ui.theme import measure

_MOST_SENT = 10


class _Do(StrEnum):
    """What an entry of the menu means; its data is this and a name."""

    SAVE = "save"
    APPLY = "apply"
    RENAME = "rename"
    REMOVE = "remove"
    SENT = "sent"
    BLANK = "blank"
    BEFORE = "before"


class KeptButton(QToolButton):
    """A menu over the presets and the history of the form in front."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._form: OperationForm | None = None
        self._before: dict[str, Mapping[str, JsonValue]] = {}
        self.setObjectName("generate-kept")
        self.setIcon(icon("menu"))
        self.setToolTip(_("Presets, and what was sent before"))
        self.setAccessibleName(_("Presets, and what was sent before"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill)
        self._menu.triggered.connect(self._on_triggered)

    def follow(self, form: OperationForm) -> None:
        """The form whose keepsakes are shown."""
        self._form = form

    def _fill(self) -> None:
        self._menu.clear()
        form = self._form
        if form is None:
            return
        self._entry(self._menu, _("Save as preset..."), _Do.SAVE)
        presets = self._session.presets.of(form.spec.id)
        if presets:
            self._title(_("Presets"))
            for preset in presets:
                self._entry(self._menu, preset.name, _Do.APPLY, preset.name)
            for title, act in ((_("Rename preset"), _Do.RENAME), (_("Delete preset"), _Do.REMOVE)):
                inner = self._menu.addMenu(title)
                for preset in presets:
                    self._entry(inner, preset.name, act, preset.name)
        sent = self._session.sent_forms.of(form.spec.id)[:_MOST_SENT]
        if sent:
            self._title(_("Sent before"))
        for number, one in enumerate(sent):
            title = _("{words}  ·  {time}").format(words=label_of(form.spec, one), time=_time(one.when))
            action = self._entry(self._menu, title, _Do.SENT, str(number))
            if one.seed is not None:
                action.setToolTip(_("Seed {seed}").format(seed=one.seed))
        self._menu.addSeparator()
        self._entry(self._menu, _("Empty the form"), _Do.BLANK)
        if form.spec.id in self._before:
            self._entry(self._menu, _("As it was before"), _Do.BEFORE)

    def _title(self, words: str) -> None:
        """A heading; the style sheet leaves the words of Qt's own sections out."""
        self._menu.addSeparator()
        self._menu.addAction(words).setEnabled(False)

    def _entry(self, menu: QMenu, title: str, act: _Do, name: str = "") -> QAction:
        action = menu.addAction(title.replace("&", "&&"))
        action.setObjectName(f"kept-{act.value}")
        action.setData((act.value, name))
        return action

    def _on_triggered(self, action: QAction) -> None:
        form = self._form
        if form is None:
            return
        act, name = action.data()
        match _Do(act):
            case _Do.SAVE:
                self._session.tasks.launch(self._save(form), name="save a preset")
            case _Do.RENAME:
                self._session.tasks.launch(self._rename(form, name), name="rename a preset")
            case _Do.REMOVE:
                self._session.tasks.launch(self._remove(form, name), name="delete a preset")
            case _Do.APPLY:
                found = next(one for one in self._session.presets.of(form.spec.id) if one.name == name)
                self._fill_anew(form, found.values)
            case _Do.SENT:
                sent = self._session.sent_forms.of(form.spec.id)[int(name)]
                self._fill_anew(form, sent.values)
                form.show_last_seed(sent.seed)
            case _Do.BLANK:
                self._fill_anew(form, {})
            case _Do.BEFORE:
                self._fill_anew(form, self._before[form.spec.id])

    def _fill_anew(self, form: OperationForm, values: Mapping[str, JsonValue]) -> None:
        """Show these values and nothing of what stood there before, which can be had back."""
        self._before[form.spec.id] = form.drafts()
        form.blank()
        form.restore(values)
        form.edited.emit()

    async def _save(self, form: OperationForm) -> None:
        presets, operation = self._session.presets, form.spec.id
        values = form.drafts()
        dialog = NameDialog(self, _("Save as preset"), _("Save"))
        if not await ask.finished(dialog):
            return
        name = checked_name(dialog.name)
        if any(one.name == name for one in presets.of(operation)):
            question = _("Replace the preset “{name}”?").format(name=name)
            if await ask.choose(self, question, [_("Replace")], detail=_("What it holds now is lost.")) is None:
                return
        presets.save(operation, name, values)

    async def _rename(self, form: OperationForm, old: str) -> None:
        dialog = NameDialog(self, _("Rename preset"), _("Rename"), name=old)
        if await ask.finished(dialog):
            self._session.presets.rename(form.spec.id, old, dialog.name)

    async def _remove(self, form: OperationForm, name: str) -> None:
        question = _("Delete the preset “{name}”?").format(name=name)
        if await ask.choose(self, question, [_("Delete")], detail=_("It cannot be brought back.")) is not None:
            self._session.presets.remove(form.spec.id, name)


class NameDialog(FormDialog):
    """One name; it is accepted only when it can be one."""

    def __init__(self, parent: QWidget, title: str, verb: str, *, name: str = "") -> None:
        super().__init__(parent, title, verb)
        self.setObjectName("preset-name-dialog")
        self._line = QLineEdit(name, self)
        self._line.setMaxLength(LONGEST_NAME)
        self._line.setMinimumWidth(measure(240))
        self._line.selectAll()
        self.add(_("Name"), "preset-name", self._line)
        self._line.setFocus()
        self.accept_button.setDefault(True)
        self._line.textChanged.connect(self._show)
        self._show()

    @property
    def name(self) -> str:
        return self._line.text()

    def _show(self) -> None:
        try:
            checked_name(self._line.text())
        except UserError:
            self.accept_button.setEnabled(False)
        else:
            self.accept_button.setEnabled(True)


def _time(when: float) -> str:
    moment, now = datetime.datetime.fromtimestamp(when), datetime.datetime.now()  # noqa: DTZ005, DTZ006 - the person's own clock
    return moment.strftime("%H:%M" if moment.date() == now.date() else "%Y-%m-%d")
