"""Carries one job from the queue to its end. The order of commits is the promise:

intent before a byte leaves, raw answer on disk and remote id in the ledger before the first poll, the collected files
on disk before they are decoded, state before it is told. Where the disk is full the job waits with what it has in
memory; it never goes on without its entry.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Unpack

from studio.core.errors import BadFile, UserError
from studio.core.words import _
from studio.jobs.accounts import Vouching
from studio.jobs.adopting import as_unknown_number, was_never_known
from studio.jobs.board import Board, Reporter, Workplace, is_free
from studio.jobs.endings import as_provider_error, ending_of
from studio.jobs.job import Changes, Job, KeptAnswer
from studio.jobs.ledger import JobMoved
from studio.jobs.patience import Age, backed_off, how_long
from studio.jobs.resuming import naming_files
from studio.jobs.states import ENDED, State
from studio.providers.errors import (
    Auth,
    BadAnswer,
    Charged,
    DeadLink,
    Expired,
    Forbidden,
    NotFound,
    NotReady,
    OtherAccount,
    OutcomeUnknown,
    ProviderError,
    RateLimit,
)
from studio.providers.protocol import Answer, Charge, Outcome, Provider, Running
from studio.spec.operation import Operation

log = logging.getLogger(__name__)

RENEWALS = 3
"""Times that new download addresses are asked for before the files count as gone."""
_ASKED_IN_VAIN = 3
"""Polls that find nothing until that is believed: what stands in front of a service may be mistaken for a moment."""
_DISK_WAIT = 5.0


class Runner:
    """One job on its way. `run` may be cancelled at any await; it leaves the ledger telling the truth."""

    def __init__(
        self, job_id: str, operation: Operation, provider: Provider, *, board: Board, place: Workplace
    ) -> None:
        self._id = job_id
        self._operation = operation
        self._provider = provider
        self._board = board
        self._place = place
        self._arrivals = place.arrivals
        self._results = place.arrivals.results
        self._clock = place.clock
        self._vouching = Vouching(provider, place.salt)
        self._wait = 0.0
        self._renewals = 0
        self._in_vain = 0
        self._is_known = False
        """Whether its provider has told of it in this run."""
        self._age = Age(place.clock)
        self._insists = False
        self._given = ""
        self._unstopped = ""
        self.has_begun = False
        """Whether `run` was entered; until then a wish is simply found by it."""
        self.stop_wished = False
        """The person asked to stop, and that was not refused yet; the next `run` of an accepted job begins with it."""

    @property
    def is_sending(self) -> bool:
        """Whether a request is on its way that must not be interrupted if it pays."""
        return self._job.state is State.SUBMITTING

    @property
    def is_stopping(self) -> bool:
        """Whether the wish to stop is being carried out, or will be without anybody's help."""
        return self.stop_wished and not self._job.has_ended

    @property
    def is_asking_to_stop(self) -> bool:
        """Whether the provider is being asked to stop something that it has accepted."""
        return self.stop_wished and self._job.state is State.RUNNING

    def wish_stop(self) -> None:
        """The person asked to stop; see `stop_wished`."""
        self.stop_wished = True

    def insist(self) -> None:
        """The person asked to go on: under whichever account is set now, and past an answer that cannot be read."""
        self._insists = self._vouching.asks_anyway = True

    async def run(self) -> None:
        """Go on from the state in the ledger until the job ends, pauses or goes back into the queue."""
        self.has_begun = True
        try:
            await self._carry_on()
        except asyncio.CancelledError:
            self._interrupted()
            raise
        except JobMoved:
            log.info("job %s went to another process", self._id)
        except ProviderError as error:
            await self._end(error)
        except Exception as error:
            log.exception("job %s met a fault of the studio", self._id)
            await self._end(as_provider_error(error, self._job))

    @property
    def _job(self) -> Job:
        return self._board.get(self._id)

    async def _carry_on(self) -> None:
        if self._job.state is State.QUEUED:
            await self._submit()
        if self._job.state is State.RUNNING and self.stop_wished:
            await self._stop()
        while self._job.state in (State.RUNNING, State.FETCHING):
            if self._job.state is State.RUNNING:
                await self._watch()
            else:
                await self._fetch()

    async def _submit(self) -> None:
        account = await self._vouching.at_hand()
        if self._job.state is not State.QUEUED:
            return  # given up while the account was looked up
        await self._record(State.SUBMITTING, started=self._clock.now(), note="", account=account)
        try:
            sent = await self._provider.submit(self._operation, self._reporter())
        except (RateLimit, NotReady) as error:
            if self.stop_wished:
                note = _("It was not accepted, so nothing is paid.")
                await self._record(State.CANCELLED, note=note, ended=self._clock.now())
                return
            if not self._board.put_back(self._id, error):
                raise
            return
        if isinstance(sent, Answer):
            await self._received(sent)
            return
        # The id first: it is what a paid job is found by, also when its picture cannot be written.
        self._given = sent.remote_id
        await self._record(State.RUNNING, remote_id=sent.remote_id, cost=self._cost_once_accepted())
        kept = await self._written(lambda: self._arrivals.keep_aside(sent.answer))
        await self._record(answers=(*self._job.answers, kept))
        self._wait = sent.poll_after

    async def _watch(self) -> None:
        faults = 0
        while True:
            await self._clock.sleep(self._wait)
            if self.stop_wished:
                await self._stop()
                return
            await self._vouching.check(self._job)
            try:
                found = await self._provider.poll(self._operation, self._job.remote_id)
            except ProviderError as met:
                error = await self._vouching.judged(met, self._job)
                if not self._may_pass(error):
                    raise self._as_told(error) from met
                faults += 1
                self._wait = backed_off(faults, asked=getattr(error, "after", None))
                self._board.report(self._id, self._job.progress, str(error))
                continue
            if isinstance(found, Answer):
                await self._received(found)
                await self._vouched()
                return
            await self._vouched()
            faults = self._in_vain = 0
            self._still_running(found)
            if found.part is not None:
                await self._tell_part(found.part)

    async def _vouched(self) -> None:
        """The account that is set knows the job: it is its own, where none was known or another was."""
        self._is_known = True
        if not (self._vouching.asks_anyway or (self._job.is_adopted and self._job.account is None)):
            return
        account = await self._vouching.at_hand()
        if account is not None and account != self._job.account:
            await self._record(account=account)

    def _still_running(self, found: Running) -> None:
        self._wait = found.poll_after
        note = " ".join(words for words in (self._unstopped, found.note) if words)
        self._board.report(self._id, found.progress, note)
        if self._age.of(self._job) > self._provider.policy.deadline:
            raise OutcomeUnknown(
                _("The provider has worked on this for more than {time}. Check again later or give it up.").format(
                    time=how_long(self._provider.policy.deadline)
                ),
                charged=self._cost_once_accepted(),
            )

    async def _tell_part(self, part: Answer) -> None:
        """Show what is here before the rest; what cannot be read yet waits for it."""
        with contextlib.suppress(ProviderError, UserError):
            outcome = await asyncio.to_thread(self._provider.decode, self._operation, part)
            self._board.part_done(self._id, outcome)

    def _may_pass(self, error: ProviderError) -> bool:
        """Whether polling simply goes on after this."""
        if isinstance(error, NotFound | Forbidden):
            self._in_vain += 1
            # A number that was typed is no new one.
            grace = 0.0 if self._asks_in_the_blue else self._provider.policy.grace
            return self._in_vain < _ASKED_IN_VAIN or self._age.of(self._job) < grace
        return error.retryable

    @property
    def _asks_in_the_blue(self) -> bool:
        return not self._is_known and was_never_known(self._job)

    def _as_told(self, error: ProviderError) -> ProviderError:
        return as_unknown_number(error, self._job, self._provider.title) if self._asks_in_the_blue else error

    async def _fetch(self) -> None:
        """Read the kept answer; where the person insists, look for a better one when it cannot be read."""
        try:
            await self._fetch_from(self._job.answers[-1])
        except (BadAnswer, BadFile):
            if not self._insists:
                raise
            self._insists = False
            if not await self._better_files() and not await self._better_answer():
                raise

    async def _better_files(self) -> bool:
        """Download what the answer names once more; whether that helped, or its addresses are asked for anew."""
        named = naming_files(self._job)
        if named is None:
            return False
        try:
            await self._fetch_from(named)
        except (BadAnswer, BadFile, Expired):
            return False
        return True

    async def _better_answer(self) -> bool:
        """Ask the provider for it once more; whether it can be asked."""
        if not self._job.remote_id:
            return False
        self._wait = 0.0
        await self._record(State.RUNNING)
        return True

    async def _fetch_from(self, kept: KeptAnswer) -> None:
        """Complete a kept answer with the files that it names, keep those too, and decode."""
        answer = kept.answer(await asyncio.to_thread(self._results.read, kept.file))
        collected = await self._collected(answer)
        if collected is None:
            self._wait = self._provider.policy.poll_first
            await self._record(State.RUNNING)
            return
        if collected is not answer:
            whole = await self._arrived(collected)
            await self._record(answers=(*self._job.answers, whole))
            self._arrivals.settle(self._id)
        await self._decode(collected)

    async def _collected(self, answer: Answer) -> Answer | None:
        """The answer with its files; None when its addresses are dead and a poll may give new ones."""
        faults = 0
        while True:
            try:
                return await self._provider.collect(self._operation, answer, self._reporter())
            except (DeadLink, Auth) as error:
                judged = await self._vouching.judged(error, self._job)
                if isinstance(judged, OtherAccount):
                    raise judged from error
                if isinstance(error, DeadLink) and self._age.of(self._job) >= self._provider.policy.grace:
                    self._renew(error)
                    return None
                met: ProviderError = error
            except ProviderError as error:
                # The result is there and paid for: only time can end the attempts to get it.
                if not error.retryable:
                    raise
                met = error
            if self._age.of(self._job) > self._provider.policy.deadline:
                raise OutcomeUnknown(str(met), charged=self._cost_once_accepted()) from met
            faults += 1
            self._board.report(self._id, self._job.progress, str(met))
            await self._clock.sleep(backed_off(faults, asked=getattr(met, "after", None)))

    def _renew(self, error: DeadLink) -> None:
        """Count one more wish for new addresses; Expired when there is no hope for any."""
        self._renewals += 1
        if not self._job.remote_id or self._renewals > RENEWALS:
            raise Expired(
                _("The files of this result can no longer be downloaded. What the provider answered was kept."),
                status=error.status,
                charged=self._cost_once_accepted(),
            ) from error

    async def _decode(self, answer: Answer) -> None:
        outcome = await asyncio.to_thread(self._provider.decode, self._operation, answer)
        cost = Charged.NO if is_free(self._job) else Charged.YES
        await self._finish(outcome, charged=outcome.charge, cost=cost)

    async def _finish(self, outcome: Outcome, *, charged: Charge | None, cost: Charged) -> None:
        await self._noted(
            lambda: self._board.finish(self._id, outcome, charged=charged, seed_returned=outcome.seed, cost=cost)
        )

    async def _received(self, answer: Answer) -> None:
        try:
            kept = await self._arrived(answer)
            cost = self._cost_once_accepted()
            await self._record(State.FETCHING, answers=(*self._job.answers, kept), cost=cost)
            self._arrivals.settle(self._id)
        except asyncio.CancelledError:
            self._rescue(answer)
            raise

    def _rescue(self, answer: Answer) -> None:
        """The program ends while an answer is in memory: put it on disk at once, whatever that takes."""
        unwanted = self.stop_wished and is_free(self._job)
        if unwanted or self._job.state not in (State.SUBMITTING, State.RUNNING):
            return
        with contextlib.suppress(UserError):
            answers = (*self._job.answers, self._arrivals.keep_aside(answer))
            self._board.move(self._id, State.FETCHING, answers=answers, cost=self._cost_once_accepted())

    async def _arrived(self, answer: Answer) -> KeptAnswer:
        job = self._job
        return await self._written(lambda: self._arrivals.keep(job, answer))

    async def _written(self, write: Callable[[], KeptAnswer]) -> KeptAnswer:
        """Write in a thread, and wait with it until the disk takes it."""
        while True:
            try:
                return await asyncio.to_thread(write)
            except UserError as error:
                await self._wait_for_disk(error)

    async def _record(self, state: State | None = None, **changes: Unpack[Changes]) -> None:
        await self._noted(lambda: self._board.move(self._id, state, **changes))

    async def _noted(self, write: Callable[[], object]) -> None:
        """Write into the ledger, and wait with it until the disk takes it."""
        while True:
            try:
                write()
            except JobMoved:
                raise
            except UserError as error:
                await self._wait_for_disk(error)
            else:
                return

    async def _wait_for_disk(self, error: UserError) -> None:
        self._board.waits_for_disk(self._id, error)
        await self._clock.sleep(_DISK_WAIT)

    async def _stop(self) -> None:
        """Ask the provider to stop. What has finished meanwhile is fetched, not thrown away; where asking fails, the
        job goes on. The wish stands until that is known: broken off here, the next `run` asks again."""
        try:
            await self._vouching.check(self._job)
            if await self._provider.cancel(self._job.remote_id):
                await self._stopped()
                return
            found = await self._provider.poll(self._operation, self._job.remote_id)
        except ProviderError as error:
            self.stop_wished = False
            self._unstopped = _("It could not be stopped: {reason}").format(reason=error)
            self._board.report(self._id, None, self._unstopped)
            return
        if isinstance(found, Answer):
            self.stop_wished = False
            await self._received(found)
        else:
            note = _("No longer watched. The provider cannot stop it, so it may still be charged.")
            await self._cancelled(note, cost=Charged.MAYBE)

    async def _stopped(self) -> None:
        if self._provider.policy.stopping_is_free:
            await self._cancelled(_("Stopped at the provider. Nothing was charged."), cost=Charged.NO)
        else:
            await self._cancelled(_("Stopped at the provider."), cost=Charged.MAYBE)

    async def _cancelled(self, note: str, *, cost: Charged) -> None:
        cost = Charged.NO if is_free(self._job) else cost
        await self._record(State.CANCELLED, note=note, cost=cost, ended=self._clock.now())

    async def _end(self, error: ProviderError) -> None:
        job = self._job
        if job.state in ENDED or job.state is State.UNKNOWN:
            return
        ending = ending_of(error, state=job.state, paying=not is_free(job), remote=bool(job.remote_id))
        changes = Changes(error=str(error), error_kind=type(error).__name__, cost=ending.cost, note="")
        if ending.state in ENDED:
            changes["ended"] = self._clock.now()
        if error.body:
            headers = {"x-request-id": error.request_id} if error.request_id else {}
            said = Answer(error.body, error.media, headers, error.status or 0)
            changes["answers"] = (*job.answers, await self._written(lambda: self._arrivals.keep_aside(said)))
        await self._record(ending.state, **changes)

    def _interrupted(self) -> None:
        """The program ends, or the person cancelled a free operation: say in the ledger where it stopped."""
        job = self._job
        if job.state is not State.SUBMITTING:
            return
        if self.stop_wished and is_free(job):
            self._board.move(self._id, State.CANCELLED, ended=self._clock.now(), note="")
        elif self._given:  # it was accepted, and waited for the disk with its number
            cost = self._cost_once_accepted()
            self._board.move(self._id, State.RUNNING, remote_id=self._given, cost=cost)
        elif is_free(job):
            self._board.move(self._id, State.QUEUED, note="")
        else:
            self._board.move(self._id, State.UNKNOWN, error=interrupted_sentence(), cost=Charged.MAYBE)

    def _reporter(self) -> Reporter:
        return Reporter(self._id, self._board, asyncio.get_running_loop())

    def _cost_once_accepted(self) -> Charged:
        return Charged.NO if is_free(self._job) else Charged.MAYBE


def interrupted_sentence() -> str:
    """For a paid request that was under way when the program ended."""
    return _(
        "The studio ended while this was being sent. It may have been accepted and charged. "
        "Check your balance, then give it up or send it anew."
    )
