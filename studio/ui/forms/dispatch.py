"""From a form to the queue: one request, several of a kind, or one for each of several directions; and the price."""

from __future__ import annotations

from studio.app.batch import Several, can_vary, spelled, spellings
from studio.app.directions import Offer, offers_of
from studio.app.fitting import fitted
from studio.app.purse import NOTHING, Purse, purse_of
from studio.app.recommend import usual_price
from studio.app.session import Session
from studio.core.geometry import Box
from studio.core.words import _, ngettext
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.providers import registry
from studio.providers.errors import Auth
from studio.spec.cost import Quote, total_of
from studio.spec.operation import Operation
from studio.store.accounts import ACCOUNTS
from studio.ui.forms.foot import Onward
from studio.ui.forms.form import OperationForm
from studio.ui.forms.intents import is_free, provider_title, where_words


class Dispatch:
    """Sends forms of one session, and remembers what they were sent with."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def send(self, form: OperationForm, *, offer: Offer | None = None, count: int = 1) -> Job:
        """Put what the form says into the queue; only when it is sound. StudioError: nothing was sent."""
        request, box, filled = form.request(), self._box(form), form.drafts()
        several = Several(count, counts_up=form.counts_up)
        if offer is not None:
            job = self._session.generate_each(request, offer.field, offer.values, box=box)
        else:
            job = self._session.generate_several(request, several, box=box, frames=form.sent_frames)
        self._session.sent_forms.note(form.spec.id, filled, when=job.created, seed=job.seed_sent)
        form.show_seed(job.seed_sent, count=count if offer is None else 1)
        form.look_for_words()
        return job

    def preview(self, form: OperationForm) -> Operation | None:
        """The first request as it would go now; None while the form is not complete."""
        return fitted(spelled(form.request(), 0))[0] if form.is_sound else None

    def quote(self, form: OperationForm, request: Operation | None, count: int) -> Quote | None:
        """The price of so many results, as usual while the form is not complete; None for what is free."""
        if is_free(form.spec):
            return None
        quote = registry.provider(form.spec.provider).quote
        document = self._session.active
        size = document.sprite.size if document is not None else None
        one = quote(request) if request is not None else usual_price(form.operation, size, quote)
        return total_of([one] * count)

    def where(self, form: OperationForm, count: int) -> str:
        """Where it goes, and that more than what is shown goes there."""
        where = where_words(form.spec)
        words = spellings(form.request()) if form.is_sound else 1
        if words > 1:
            more = ngettext(
                "The words stand for {count} request; the first is shown.",
                "The words stand for {count} requests; the first is shown.",
                words,
            ).format(count=words)
            return f"{where} {more}"
        return f"{where} " + _("The first of {count} is shown.").format(count=count) if count > 1 else where

    def purse(self, form: OperationForm, quote: Quote | None) -> Purse:
        """What is left with the provider of a form; nothing to say while its token is not there."""
        provider, session = form.spec.provider, self._session
        if provider not in ACCOUNTS or session.accounts.found(provider) is None:
            return NOTHING
        title = provider_title(provider)
        return purse_of(session.balances.told(provider), provider, title=title, jobs=session.queue.jobs(), quote=quote)

    def may_repeat(self, form: OperationForm, request: Operation | None) -> bool:
        """Whether several results can be asked for at once; not of what is sent in several parts already."""
        if not can_vary(form.spec):
            return False
        return request is None or len(registry.provider(form.spec.provider).calls(request)) == 1

    def offers(self, form: OperationForm) -> list[tuple[Offer, str]]:
        """What the form can be sent for at once, with prices; nothing while it is not complete."""
        if not form.is_sound:
            return []
        request = form.request()
        return [(one, str(self._session.price_of_each(request, one.field, one.values))) for one in offers_of(form.spec)]

    def onward(self, job: Job, *, other_token: bool = False) -> Onward:
        """What one press can do about a request that failed: of a plan what has no result can be sent again, after a
        refused token once there is another."""
        if job.state is not State.FAILED:
            return Onward.NONE
        if job.error_kind == Auth.__name__ and not other_token:
            return Onward.TOKEN
        return Onward.REST if self._session.queue.calls(job.id) else Onward.NONE

    def _box(self, form: OperationForm) -> Box | None:
        """Where a rectangle that was cut out belongs; None for anything else."""
        if form.sent_box is not None:
            return form.sent_box
        document = self._session.active
        selection = document.selection if document is not None else None
        if selection is None or not form.cuts_selection or not selection.cells[selection.box.slices].all():
            return None
        return selection.box
