"""The generate panel: find what to do, fill in the form, see what is sent and what it costs, send it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QEnterEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.app.advice import Advice
from studio.app.directions import Offer, offers_of
from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc.document import Document
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers import registry
from studio.spec.cost import Quote, Unit
from studio.spec.operation import Operation
from studio.store.accounts import ACCOUNTS
from studio.ui.bridge import connect
from studio.ui.dialogs import ask
from studio.ui.forms.card import OperationCard
from studio.ui.forms.dispatch import Dispatch
from studio.ui.forms.finder import OperationFinder
from studio.ui.forms.foot import GenerateFoot
from studio.ui.forms.form import OperationForm
from studio.ui.forms.intents import amount_of, is_free, price_words, provider_title, verb_words
from studio.ui.forms.kept import KeptButton
from studio.ui.forms.sent import SentView
from studio.ui.jobs.words import cancelled_words
from studio.ui.theme import measure

_FOLLOW_MS = 150
"""After the last change of the sprite, before the form looks at it again."""
_ROOMY = 400
"""From this height on, price and time stand below the name of the operation."""
_KEEP_MS = 1500
"""After the last change of the form, before its values are written down."""
_LARGE = 1024 * 1024
"""Pixels of a sprite's frames from which the form looks again only when the pointer comes, or when it is sent."""


class GeneratePanel(QWidget):
    """Two pages: the finder, and the form of the chosen operation."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._operations = tuple(one for one in registry.operations() if not one.spec.twin_of)
        self._dispatch = Dispatch(session)
        self._quote: Quote | None = None
        self._advice = Advice(session, self._operations)
        self._forms: dict[str, OperationForm] = {}
        self._form: OperationForm | None = None
        self._job = ""
        self._ended = ""
        self._late = False
        self._heard: set[str] = set()
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(_FOLLOW_MS)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_MS)
        self._build()
        self._bind()
        self._hear_active()
        self._open_last()

    # -- what others ask -----------------------------------------------------------------------------------------------

    @property
    def form(self) -> OperationForm | None:
        """The form in front; None while nothing was chosen."""
        return self._form

    def choose(self, operation_id: str) -> None:
        """Show the form of an operation, filled in as it was used last."""
        form = self._forms.get(operation_id)
        if form is None:
            form = OperationForm(registry.operation(operation_id), self._session, self._holder)
            form.restore(self._session.drafts.of(operation_id))
            form.settled.connect(self._show_state)
            form.edited.connect(self._foot.be_quiet)
            self._holder_column.insertWidget(0, form)
            self._forms[operation_id] = form
        if self._form is not None and self._form is not form:
            self._ended = ""
            self._form.hide()
            self._foot.be_quiet()
            self._foot.ask_for_one()
        self._form = form
        self._kept.follow(form)
        form.show()
        form.refresh()
        self._pages.setCurrentWidget(self._form_page)
        self._scroll.verticalScrollBar().setValue(0)
        self._show_state()
        self._look_for_token(form.spec.provider)

    def generate(self, offer: Offer | None = None) -> None:
        """Send what the form says, or that for each value of an offer; a form that is not complete says what is
        missing instead."""
        form = self._form
        if form is None:
            self._session.panel_wanted.emit("generate")
            self._find()
            return
        if self._session.accounts.needs_token(form.spec.provider):
            self._on_token_asked()
            return
        form.refresh()
        form.settle()
        if not form.is_sound:
            self._insist(form)
            return
        if form.spec.method == "DELETE":
            self._session.tasks.launch(self._confirm_deletion(form, offer), name="delete at a provider")
        else:
            self._send(form, offer)

    def generate_in_sight(self) -> None:
        """As `generate`, from anywhere in the program: a form that is not in sight comes into sight and is not sent,
        since nobody pays for what cannot be seen."""
        form = self._form
        if form is None or self._foot.is_in_sight:
            self.generate()
            return
        self._pages.setCurrentWidget(self._form_page)
        form.refresh()
        form.settle()
        if not form.is_sound or self._session.accounts.needs_token(form.spec.provider):
            self.generate()
            return
        self._session.panel_wanted.emit("generate")
        self._foot.remark(_("Nothing was sent, since this was not in sight. Ctrl+Enter sends it now."))

    async def _confirm_deletion(self, form: OperationForm, offer: Offer | None) -> None:
        """What a provider deletes cannot be brought back from here."""
        answer = await ask.choose(
            self,
            _("{title}?").format(title=form.spec.title),
            [_("Delete")],
            detail=_("{provider} deletes it for good. Nothing here can bring it back.").format(
                provider=provider_title(form.spec.provider)
            ),
        )
        if answer is not None:
            self._send(form, offer)

    def _send(self, form: OperationForm, offer: Offer | None) -> None:
        try:
            job = self._dispatch.send(form, offer=offer, count=self._foot.count)
        except StudioError as error:
            self._session.report(error)
            return
        self._job = job.id
        self._keep_draft()
        self._on_job(job)
        self._show_balance()

    def _offers(self) -> list[tuple[Offer, str]]:
        return self._dispatch.offers(self._form) if self._form is not None else []

    def show_request(self, request: Operation) -> None:
        """Fill in the values of an earlier request."""
        self.choose(request.spec.id)
        if self._form is not None:
            self._form.show_values(request.values)

    def open_form(self, operation_id: str, drafts: Mapping[str, JsonValue]) -> None:
        """Bring the form of an operation to the front with some of its fields filled in."""
        self.choose(operation_id)
        if self._form is not None:
            self._form.restore(drafts)
            self._form.focus_missing()

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("generate-panel")
        self.setAccessibleName(_("Generate"))
        self._finder = OperationFinder(self._operations, self._advice, self)
        self._form_page = QWidget(self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._finder)
        self._pages.addWidget(self._form_page)
        self._card = OperationCard(self._form_page)
        self._kept = KeptButton(self._session, self._card)
        self._card.add(self._kept)
        self._foot = GenerateFoot(self._form_page)
        self._holder = QWidget()
        self._holder_column = QVBoxLayout(self._holder)
        self._holder_column.setContentsMargins(measure(12), measure(8), measure(12), measure(12))
        self._holder_column.setSpacing(measure(8))
        self._sent = SentView(self._holder)
        self._holder_column.addWidget(self._sent)
        self._holder_column.addStretch(1)
        self._scroll = QScrollArea(self._form_page)
        self._scroll.setObjectName("form-scroll")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._holder)
        column = QVBoxLayout(self._form_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._card)
        column.addWidget(_line(self))
        column.addWidget(self._scroll, 1)
        column.addWidget(_line(self))
        column.addWidget(self._foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._finder.setContentsMargins(measure(8), measure(8), measure(8), 0)
        whole.addWidget(self._pages)

    def _bind(self) -> None:
        session = self._session
        self._finder.chosen.connect(self._on_found)
        self._finder.left.connect(self._on_left)
        self._card.clicked.connect(self._find)
        self._foot.send_asked.connect(self.generate)
        self._foot.each_asked.connect(self.generate)
        self._foot.count_changed.connect(self._show_state)
        self._foot.rest_asked.connect(self._on_rest)
        self._foot.balance.ask_wanted.connect(self._on_balance_asked)
        self._foot.stop_asked.connect(self._on_stop)
        self._follow.timeout.connect(self._refresh)
        self._keep.timeout.connect(self._keep_draft)
        self._foot.token_asked.connect(self._on_token_asked)
        connect(self, session.accounts.changed, self._on_account)
        connect(self, session.balances.changed, self._show_balance)
        connect(self._finder, session.accounts.changed, self._finder.refresh)
        connect(self._finder, session.balances.changed, self._finder.refresh)
        connect(self._finder, session.active_changed, self._finder.refresh)
        connect(self, session.active_changed, self._hear_active)
        connect(self, session.project_changed, self._follow_soon)
        connect(self, session.takes.changed, self._follow_soon)
        connect(self, session.queue.job_moved, self._on_job)
        connect(self, session.form_wanted, self.show_request)
        connect(self, session.operation_wanted, self.open_form)
        connect(self, session.generate_wanted, self.generate_in_sight)

    def _open_last(self) -> None:
        known = {operation.spec.id for operation in self._operations}
        last = self._session.drafts.operation
        if last in known:
            self.choose(last)

    # -- following the sprite ------------------------------------------------------------------------------------------

    def _hear_active(self) -> None:
        document: Document | None = self._session.active
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            for signal in (
                document.changed,
                document.cursor_moved,
                document.frames_selected,
                document.selection_changed,
            ):
                connect(self, signal, self._follow_soon)
        self._follow_soon()

    def _follow_soon(self) -> None:
        self._follow.start()

    def _refresh(self) -> None:
        if self._form is None or not self.isVisible():
            return
        document = self._session.active
        pixels = document.sprite.size.area * len(document.selected_frames) if document is not None else 0
        self._late = pixels > _LARGE and not self.underMouse()
        if not self._late:
            self._form.refresh()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self._late:
            self._follow_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        focused: QWidget | None = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
        self._keep_draft()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._card.be_brief(brief=event.size().height() < measure(_ROOMY))

    def _keep_draft(self) -> None:
        self._keep.stop()
        if self._form is not None:
            self._session.drafts.keep(self._form.spec.id, self._form.drafts())

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        form = self._form
        if form is None:
            return
        request = self._dispatch.preview(form)
        repeats = self._dispatch.may_repeat(form, request)
        self._foot.offer_count(offered=repeats and not self._session.accounts.needs_token(form.spec.provider))
        quote = self._dispatch.quote(form, request, self._foot.count)
        self._quote = quote
        free = is_free(form.spec)
        self._card.show_operation(form.operation, price_words(form.spec, amount_of(quote)))
        if self._session.accounts.needs_token(form.spec.provider):
            self._foot.want_token(provider_title(form.spec.provider))
        else:
            price = _("free") if free else amount_of(quote) or _("paid")
            summary = f"{form.spec.summary}\n{quote}" if quote is not None else form.spec.summary
            unknown = quote is not None and quote.unit is Unit.UNKNOWN
            known = quote is not None and not unknown
            short = _("price ?") if unknown else price
            self._foot.show_price(price, summary, verb=verb_words(form.spec), short=short, tells_amount=known)
        self._foot.offer_each(offers=self._offers if form.is_sound and offers_of(form.spec) else None)
        self._sent.show_request(request, self._dispatch.where(form, self._foot.count))
        self._show_balance()
        self._keep.start()

    def _show_balance(self) -> None:
        """What is left with the provider of the form in front; asked once its token is there."""
        if self._form is not None:
            self._foot.balance.show_purse(self._dispatch.purse(self._form, self._quote))

    def _on_job(self, job: Job) -> None:
        if job.id != self._job:
            return
        self._foot.show_job(job, self._dispatch.onward(job))
        if job.has_ended:
            self._job = ""
            self._ended = job.id
            form = self._forms.get(job.operation)
            if form is not None and job.state is State.DONE:
                form.show_answer(job)

    def _insist(self, form: OperationForm) -> None:
        """Bring the field into view that needs something; what no field shows is said beside the button."""
        row = form.insist()
        if row is None:
            self._foot.complain(next((problem.message for problem in form.problems if problem.blocking), ""))
        if not self._foot.is_in_sight:
            self._session.panel_wanted.emit("generate")
        if row is not None:
            self._scroll.ensureWidgetVisible(row, 0, measure(8))

    # -- what a person does --------------------------------------------------------------------------------------------

    def _find(self) -> None:
        self._pages.setCurrentWidget(self._finder)
        self._finder.start(self._form.spec.id if self._form is not None else "")

    def _on_found(self, operation_id: str) -> None:
        self.choose(operation_id)
        if self._form is not None:
            self._form.focus_first()

    def _look_for_token(self, provider_id: str) -> None:
        """The keyring is asked when something of the provider is in front, not before."""
        accounts = self._session.accounts
        if provider_id in ACCOUNTS and not accounts.is_known(provider_id):
            self._session.tasks.launch(accounts.look(provider_id), name="look for a token")
        if provider_id in ACCOUNTS and accounts.found(provider_id) is not None:
            self._session.balances.look(provider_id)

    def _on_account(self, provider_id: str) -> None:
        self._show_state()
        job = self._ended_job()
        if job is not None and not self._job and job.provider == provider_id:
            self._foot.show_job(job, self._dispatch.onward(job, other_token=True))
        if self._form is not None and self._form.spec.provider == provider_id:
            self._look_for_token(provider_id)

    def _ended_job(self) -> Job | None:
        """The last request of the form in front, when it has ended and is still on the list."""
        return next((job for job in self._session.queue.jobs() if job.id == self._ended), None)

    def _on_rest(self) -> None:
        """What is here is not paid for again."""
        failed = self._ended_job()
        if failed is None:
            return
        try:
            job = self._session.billing.send_anew(failed)
        except StudioError as error:
            self._session.report(error)
            return
        self._job, self._ended = job.id, ""
        self._on_job(job)

    def _on_balance_asked(self) -> None:
        if self._form is not None:
            self._session.balances.ask(self._form.spec.provider)

    def _on_token_asked(self) -> None:
        """Afterwards the keyboard is in the form, not on the button, which pays by then."""
        if self._form is not None:
            self._form.focus_first()
            self._session.account_wanted.emit(self._form.spec.provider)

    def _on_left(self) -> None:
        if self._form is not None:
            self._pages.setCurrentWidget(self._form_page)

    def _on_stop(self) -> None:
        if not self._job:
            return
        job = self._session.queue.get(self._job)
        try:
            words = cancelled_words(job, self._session.queue.cancel(job.id))
        except StudioError as error:
            self._session.report(error)
            return
        if words:
            self._session.say(words)


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("role", "line")
    return line
