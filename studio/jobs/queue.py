"""The queue: what a person asked for, carried out a few at a time a provider, over the ends of the program.

Everything here runs on the event loop. The ledger is the truth; the list in memory is what this process last wrote or
read. Counts are derived from states, never kept.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Unpack

from psygnal import Signal

from studio.core.clock import Clock
from studio.core.errors import UserError
from studio.core.ids import new_id
from studio.core.tasks import TaskOwner
from studio.core.words import _
from studio.jobs.adopting import adopted_job, adopted_operation, check_not_known, checked_number
from studio.jobs.announcing import Announcer, emit
from studio.jobs.arrivals import Arrivals
from studio.jobs.at_work import AtWork
from studio.jobs.board import Workplace, is_free
from studio.jobs.cancelling import Cancelling
from studio.jobs.finding import Seeker
from studio.jobs.job import Changes, Job, Origin
from studio.jobs.keeping import kept_until
from studio.jobs.lanes import LANES, Lanes
from studio.jobs.ledger import Ledger
from studio.jobs.owners import Owners
from studio.jobs.patience import Refused, sent_again_words, slept_out
from studio.jobs.plan_desk import PlanDesk, Row
from studio.jobs.plans import PlannedCall
from studio.jobs.requests import encode, with_seeds
from studio.jobs.results import ResultStore
from studio.jobs.resuming import can_go_on, onward, waits_for_token
from studio.jobs.run import Runner
from studio.jobs.states import UNDER_WAY, WITHOUT_REQUEST, State
from studio.jobs.taking_over import Others
from studio.jobs.wishes import Wishes, new_job
from studio.providers.errors import Charged, NotReady, RateLimit
from studio.providers.protocol import Call, Outcome, Provider
from studio.spec.cost import Quote
from studio.spec.operation import Operation

_MOMENT = 0.05
_TO_STOP = 3.0
"""Seconds that a wish to stop has to reach its provider when the program ends."""
_AT_ONCE = 40
"""Jobs under way that are taken up in one turn of the loop: of a thousand, a window would notice the rest."""
NOWHERE = Origin()


class JobQueue:
    """All jobs of this person, and the work on those that belong to this process."""

    job_moved = Signal(Job)
    job_done = Signal(Job, Outcome)
    part_came = Signal(Job, Outcome)
    """What a plan has given so far."""
    disk_refused = Signal(Job, UserError)
    """What a job has to write down cannot be written; it is tried again until it can."""

    def __init__(
        self,
        ledger: Ledger,
        results: ResultStore,
        providers: Callable[[str], Provider],
        *,
        clock: Clock,
        owner: TaskOwner,
        lanes: Mapping[str, int] = LANES,
    ) -> None:
        """`providers` gives a provider by id. LedgerTrouble when the folder of the ledger cannot be used."""
        self._ledger = ledger
        self._results = results
        self._providers = providers
        self._clock = clock
        self._tasks = owner
        self._lanes = Lanes(lanes)
        self._id = new_id("owner")
        self._lock = Owners(ledger.path).take(self._id)
        self._jobs = {job.id: job for job in ledger.jobs()}
        self._wishes = Wishes(ledger, results, providers)
        self._work = AtWork(owner, self._work_ended)
        self._refused = Refused(clock)
        self._insisted: set[str] = set()
        self._asides: set[asyncio.Task[Any]] = set()
        self._open = False
        self._arrivals = Arrivals(ledger, results)
        self._place = Workplace(self._arrivals, clock, ledger.salt())
        self._plans = PlanDesk(self, ledger, place=self._place)
        self._seeker = Seeker(
            self, providers, plans=self._plans, ledger=ledger, place=self._place, start=self._start_aside
        )
        self._others = Others(
            self._id, self, ledger, arrivals=self._arrivals, clock=clock, hold_back=self._plans.hold_back
        )
        self._announcer = Announcer(self._jobs, self.job_moved.emit, clock=clock, start=self._start_aside)

    # --- what a person asks -------------------------------------------------------------------------------------

    def submit(
        self,
        operation: Operation,
        *,
        origin: Origin = NOWHERE,
        limit: Decimal | None = None,
        retry_of: str = "",
        calls: Sequence[Call] = (),
    ) -> Job:
        """Put a wish into the queue; it is in the ledger when this returns.

        `calls` are the requests that it is to be sent as; without them its provider says. `limit` is the project's
        budget with this provider, in the unit of the quote. LedgerTrouble or OverBudget: nothing will be sent.
        """
        operation = with_seeds(operation)
        provider = self._providers(operation.spec.provider)
        wanted = self._plans.drawn(calls or provider.calls(operation))
        job = self._wish(operation, self._plans.price(wanted, provider.quote), origin=origin, retry_of=retry_of)
        return self._commit(job, operation, self._plans.rows(job, wanted, provider.quote), limit=limit)

    def adopt(self, operation_id: str, remote_id: str, *, origin: Origin = NOWHERE) -> Job:
        """Watch and fetch a job that was started elsewhere, by the number its provider gave; nothing is sent or paid.

        UserError when the provider cannot be asked so, or the job is in the list already.
        """
        provider, number = self._providers(operation_id.partition("/")[0]), checked_number(remote_id)
        operation = adopted_operation(operation_id, provider)
        check_not_known(self._jobs.values(), provider.id, number)
        job = adopted_job(operation, number, now=self._clock.now(), position=self._next_position())
        return self._commit(replace(job, owner=self._id, origin=origin), operation, (), limit=None)

    def cancel(self, job_id: str) -> Cancelling:
        """Ask that a job ends. What that means depends on how far it is; see Cancelling."""
        job = self._own(job_id)
        if job.state in (State.QUEUED, State.PAUSED, State.UNKNOWN):
            return self._give_up(job)
        if job.state is State.RUNNING and self._open and job_id not in self._work and not self._begin(job):
            return self.cancel(job_id)  # its request cannot be read, so it waits for the person now
        runner = self._work.runner(job_id)
        if runner is None or job.state not in (State.SUBMITTING, State.RUNNING):
            return Cancelling.TOO_LATE
        if not runner.is_sending:
            self._work.stop(job_id)
            return Cancelling.ASKED
        runner.wish_stop()
        if not is_free(job):
            return Cancelling.ASKED
        self._work.drop(job_id)
        return Cancelling.STOPPED

    def retry(self, job_id: str, *, limit: Decimal | None = None) -> Job:
        """The same request as a new job, sent knowingly; of a plan only what has no result. UserError while it runs."""
        job = self.get(job_id)
        twice = any(one.retry_of == job_id and one.state in UNDER_WAY for one in self._jobs.values())
        if twice or (not job.has_ended and job.state is not State.UNKNOWN):
            raise UserError(_("“{title}” has not ended yet. Cancel it first.").format(title=job.title))
        if job.is_adopted:
            raise UserError(
                _("“{title}” was started elsewhere, so it is not known what to send.").format(title=job.title)
            )
        operation, old = self.request(job), self._ledger.calls(job_id)
        if not any(call.state is State.DONE for call in old):
            calls = self._plans.wishes(old, type(operation))
            return self.submit(operation, origin=job.origin, limit=limit, retry_of=job.id, calls=calls)
        new = self._wish(operation, self._plans.price_left(old), origin=job.origin, retry_of=job.id)
        return self._commit(new, operation, self._plans.rows_again(new, old), limit=limit)

    def resume(self, job_id: str) -> None:
        """Go on with a paused job, look once more for one whose outcome is unknown or whose result could not be read.

        The person wants it so: also under an account that it was not sent under. Nothing is paid for by a look.
        """
        job = self._own(job_id)
        if job.is_active and (runner := self._work.runner(job_id)) is not None:
            runner.insist()
        elif self._go_on(job, pays=True):
            self._insisted.add(job_id)
            self.fill_lanes()

    def token_changed(self, provider_id: str = "") -> None:
        """Go on with the jobs that waited for a token of this provider; without one, with all that are sent already."""
        for job in self.jobs():
            is_meant = job.provider == provider_id if provider_id else bool(job.remote_id)
            if is_meant and waits_for_token(job) and job.owner == self._id:
                self._go_on(job, pays=False)
        self.fill_lanes()

    def move_to_front(self, job_id: str) -> None:
        """Make a queued job the next of its provider."""
        job = self._own(job_id)
        if job.state is State.QUEUED:
            first = min(other.position for other in self._jobs.values())
            self.move(job_id, position=first - 1)

    def clear_finished(self, *, keep: Collection[str] = ()) -> None:
        """Take ended jobs off the list, but those that are to be kept. Their results stay on disk."""
        ended = [job.id for job in self._jobs.values() if job.has_ended and job.id not in keep]
        self._ledger.remove(ended)
        for job_id in ended:
            for known in (self._refused, self._announcer, self._wishes):
                known.forget(job_id)
            del self._jobs[job_id]

    # --- what there is to see -----------------------------------------------------------------------------------

    def jobs(self) -> tuple[Job, ...]:
        """Newest first."""
        return tuple(reversed(self._jobs.values()))

    def get(self, job_id: str) -> Job:
        """KeyError when there is none."""
        return self._jobs[job_id]

    def is_own(self, job_id: str) -> bool:
        """Whether this process looks after it. KeyError when there is none."""
        return self._jobs[job_id].owner == self._id

    def kept_until(self, job: Job) -> float | None:
        """When the provider deletes a result that is not here yet; see `keeping.kept_until`."""
        return kept_until(job, self._providers(job.provider).policy)

    def counts(self) -> Counter[State]:
        return Counter(job.state for job in self._jobs.values())

    def request(self, job: Job) -> Operation:
        """What was asked. UserError when this version no longer knows the operation or a picture is damaged."""
        return self._wishes.request(job)

    def outcome(self, job: Job) -> Outcome:
        """The result, decoded anew from the kept answer. More than a few ms for large ones: use a thread."""
        provider, calls = self._providers(job.provider), self._ledger.calls(job.id)
        if calls and (whole := self._plans.outcome(calls, type(self.request(job)), provider)) is not None:
            return whole
        return self._wishes.outcome(job)

    def calls(self, job_id: str) -> tuple[PlannedCall, ...]:
        """The calls of a plan, in order; none for any other job."""
        return self._ledger.calls(job_id)

    # --- life ---------------------------------------------------------------------------------------------------

    def start(self, *, resume: bool = True) -> None:
        """Begin to work; with `resume`, also on the open jobs of processes that are gone."""
        self._open = True
        if resume:
            if self._others.begin():
                self._start_aside(self._others.follow())
            self._seeker.look()
        self.fill_lanes()

    @property
    def is_buying(self) -> bool:
        """Whether a paid request is on its way; broken off, its result would be lost."""
        known = ((self._jobs.get(job_id), self._work.runner(job_id)) for job_id in self._work)
        return any(job and runner and runner.is_sending and not is_free(job) for job, runner in known)

    async def close(self, *, patience: float = 0.0) -> None:
        """Stop working; the next start goes on. A paid request on its way has `patience` seconds for its answer, a wish
        to stop a moment to reach its provider."""
        if not self._open and self._lock is None:
            return
        self._open = False
        begun = self._clock.monotonic()
        while (waited := self._clock.monotonic() - begun) < max(patience, _TO_STOP):
            if not (self.is_buying and waited < patience) and not (self._work.is_asking_to_stop and waited < _TO_STOP):
                break
            await self._clock.sleep(_MOMENT)
        tasks = [*self._work.tasks(), *self._asides]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # --- the board of the runners -------------------------------------------------------------------------------

    def move(self, job_id: str, state: State | None = None, **changes: Unpack[Changes]) -> Job:
        """Commit what became of a job, then tell it. Raises LedgerTrouble or IllegalTransition."""
        old = self._jobs[job_id]
        new = replace(old, **changes)
        if state is not None and state is not old.state:
            new = replace(new, state=state, progress=None)
        self._ledger.move(old, new)
        self.hold(new)
        if new.state is State.UNKNOWN and self._open:
            self._seeker.look()
        return new

    def hold(self, job: Job) -> None:
        """Show a job as the ledger has it."""
        self._jobs[job.id] = job
        self._announcer.moved(job.id)

    def waits_for_disk(self, job_id: str, error: UserError) -> None:
        """Show why a job waits, and tell those who will not wait with it."""
        job = self._jobs[job_id]
        self.report(job_id, job.progress, str(error))
        self.disk_refused.emit(job, error)

    def report(self, job_id: str, progress: float | None, note: str) -> None:
        """Progress of a job under way, told at most every 50 ms."""
        job = self._jobs.get(job_id)
        if job is None or not job.is_active:
            return
        self._jobs[job_id] = replace(job, progress=progress, note=note)
        if self._open:
            self._announcer.progressed(job_id)

    def put_back(self, job_id: str, error: RateLimit | NotReady) -> bool:
        """A wish the provider refused for now waits in the queue; False when it was refused too often for that."""
        wait = self._refused.again(job_id, error)
        if wait is None:
            return False
        self.move(job_id, State.QUEUED, note=sent_again_words(error, wait))
        if self._open:
            self._start_aside(self._fill_later(wait))
        return True

    def finish(self, job_id: str, outcome: Outcome, **changes: Unpack[Changes]) -> None:
        """Commit `done`, then tell the result."""
        changes["note"] = " ".join(outcome.notes)
        changes["ended"] = self._clock.now()
        job = self.move(job_id, State.DONE, **changes)
        emit(lambda: self.job_done.emit(job, outcome))

    def takes_place(self, job_id: str) -> bool:
        """Count one more request of a plan at the same time; False while its lane is full."""
        return self._lanes.widen(self._jobs[job_id], self._at_work())

    def gives_place(self, job_id: str) -> None:
        """What waits in the queue goes first."""
        self._lanes.narrow(job_id)
        self.fill_lanes()

    def part_done(self, job_id: str, outcome: Outcome) -> None:
        """Tell what a plan has given so far."""
        job = self._jobs[job_id]
        emit(lambda: self.part_came.emit(job, outcome))

    # --- inside -------------------------------------------------------------------------------------------------

    def _wish(self, operation: Operation, quoted: Quote, *, origin: Origin, retry_of: str) -> Job:
        job = new_job(operation, quoted, created=self._clock.now(), position=self._next_position())
        return replace(job, owner=self._id, origin=origin, retry_of=retry_of)

    def _next_position(self) -> float:
        return 1 + max((job.position for job in self._jobs.values()), default=0.0)

    def _commit(self, job: Job, operation: Operation, calls: Sequence[Row], *, limit: Decimal | None) -> Job:
        self._ledger.add(job, encode(operation, self._results), limit=limit, calls=calls)
        self._wishes.remember(job, operation)
        self.hold(job)
        self.fill_lanes()
        return job

    def _go_on(self, job: Job, *, pays: bool) -> bool:
        """Whether there is anything to go on with; see PlanDesk for `pays`. UserError where nobody can be asked."""
        if not can_go_on(job):
            return False
        if self._ledger.calls(job.id):
            self._plans.ask_again(job, pays=pays)
            state = State.RUNNING
        else:
            state = onward(job)
        self.move(job.id, state, error="", error_kind="", note="", owner=self._id, ended=None)
        return True

    def fill_lanes(self) -> None:
        """Begin with whatever may be begun."""
        if not self._open:
            return
        mine = [job for job in self._jobs.values() if job.owner == self._id and job.id not in self._work]
        mine.sort(key=lambda job: job.position)
        # What is at the provider goes first, since results can expire, and takes no place: none may be forgotten.
        under_way = [job for job in mine if job.state in (State.RUNNING, State.FETCHING)]
        for job in under_way[:_AT_ONCE]:
            self._begin(job)
        if len(under_way) > _AT_ONCE:
            self._start_aside(self._fill_later(0.0))
        full: set[str] = set()
        for job in (job for job in mine if job.state is State.QUEUED and self._refused.is_due(job.id)):
            if job.provider not in full and self._lanes.has_room(job.provider, self._at_work()):
                self._begin(job)
            else:
                full.add(job.provider)

    def _at_work(self) -> list[Job]:
        return [self._jobs[job_id] for job_id in self._work if job_id in self._jobs]

    def _begin(self, job: Job) -> bool:
        try:
            provider, operation = self._providers(job.provider), self.request(job)
        except UserError as error:
            state = WITHOUT_REQUEST.get(job.state, State.FAILED)
            self.move(job.id, state, error=str(error), error_kind=type(error).__name__)
            return False
        runner = self._runner(job, operation, provider)
        if job.id in self._insisted:
            self._insisted.discard(job.id)
            runner.insist()
        self._work.begin(job.id, runner)
        return True

    def _runner(self, job: Job, operation: Operation, provider: Provider) -> Runner:
        if self._ledger.calls(job.id):
            return self._plans.runner(job, operation, provider)
        return Runner(job.id, operation, provider, board=self, place=self._place)

    def _start_aside(self, wait: Coroutine[Any, Any, None]) -> None:
        task = self._tasks.start(wait, name="queue")
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    def _work_ended(self, job_id: str) -> None:
        job = self._jobs.get(job_id)
        if job is not None and job.state is not State.QUEUED:
            self._refused.a_place_is_free({one.id for one in self._jobs.values() if one.provider == job.provider})
        if job is not None and job.has_ended:
            self._wishes.forget(job_id)
        self.fill_lanes()

    def _give_up(self, job: Job) -> Cancelling:
        sent = bool(job.remote_id) or job.state is State.UNKNOWN or job.cost is not Charged.NO
        note = _("Given up. It may have been charged.") if sent else ""
        self.move(job.id, State.CANCELLED, ended=self._clock.now(), note=note)
        self._refused.forget(job.id)
        self._work.drop(job.id)  # it may be about to begin
        return Cancelling.GIVEN_UP if sent else Cancelling.NOTHING_SENT

    def _own(self, job_id: str) -> Job:
        job = self._jobs[job_id]
        if job.owner != self._id and not job.has_ended:
            raise UserError(_("“{title}” belongs to another open window of the studio.").format(title=job.title))
        return job

    async def _fill_later(self, wait: float) -> None:
        await slept_out(self._clock, wait)
        self.fill_lanes()
