"""The session: what is open, what is running, what came back. The window and the command line drive this one object.

It is made without a running loop; `start` needs one and takes up jobs that an earlier run left open.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from psygnal import Signal

from studio.app import batch
from studio.app.acceptance import Acceptance
from studio.app.arrivals import Arrivals
from studio.app.balances import Balances
from studio.app.billing import Billing
from studio.app.clipboard import Clipboard
from studio.app.commands import Commands, register
from studio.app.drafts import FILE as DRAFTS_FILE
from studio.app.drafts import Drafts
from studio.app.exports import Exports
from studio.app.fitting import fitted, unpadded
from studio.app.gallery import Gallery
from studio.app.job_news import JobNews
from studio.app.job_words import AskedWords
from studio.app.key_marks import KeyMarks
from studio.app.opening import Opening
from studio.app.place import Placement
from studio.app.playhead import Playhead
from studio.app.preferences import Preferences
from studio.app.presets import FILE as PRESETS_FILE
from studio.app.presets import Presets
from studio.app.results import take_from
from studio.app.safety import Safety
from studio.app.sending import Sending
from studio.app.sent_forms import FILE as SENT_FORMS_FILE
from studio.app.sent_forms import SentForms
from studio.app.surface import Level, Notice, explain
from studio.app.take_keeping import TakeKeeper
from studio.app.takes import Take, TakeShelf
from studio.app.thing_desk import ThingDesk
from studio.app.toolbox import ToolBox
from studio.app.workspace import Workspace
from studio.codec.load import open_sprite
from studio.core import paths
from studio.core.clock import SystemClock
from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.core.tasks import TaskOwner
from studio.core.words import _
from studio.doc import edits
from studio.doc.document import Document
from studio.doc.model import check_size
from studio.doc.palette import Palette
from studio.jobs.job import Job, Origin
from studio.jobs.ledger import Ledger
from studio.jobs.parts import PlanParts
from studio.jobs.queue import JobQueue
from studio.jobs.requests import with_seeds
from studio.jobs.results import ResultStore
from studio.providers import registry
from studio.providers.plans import each_of
from studio.providers.protocol import Outcome
from studio.providers.used import UsedProviders
from studio.spec.cost import Quote, total_of
from studio.spec.operation import Operation
from studio.store.accounts import Accounts
from studio.store.project import Project, create_project, open_project
from studio.store.settings import Settings
from studio.store.sprite_file import save_sprite

PURPOSE_POSE = "pose"
"""Origin.purpose of a request whose keypoints go straight onto the frame they were asked for."""


class Session:
    """Everything that lives as long as the program runs.

    `notice` carries sentences for the person; `take_landed` each new take; `form_wanted` a request whose values are
    to be seen in the form again; `account_wanted` a provider whose token is needed; `usage_wanted` one whose spending
    is to be seen (empty for any); `panel_wanted` the id of a panel that is to come to the front; `generate_wanted` that
    the form in front is to be sent.
    """

    notice = Signal(object)
    project_changed = Signal()
    take_landed = Signal(object)
    form_wanted = Signal(object)
    account_wanted = Signal(str)
    usage_wanted = Signal(str)
    panel_wanted = Signal(str)
    generate_wanted = Signal()
    operation_wanted = Signal(str, object)
    """An operation whose form is to come to the front, and drafts of some of its fields."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.toolbox = ToolBox()
        self.workspace = Workspace()
        self.playhead = Playhead(self.workspace)
        self.takes = TakeShelf()
        self.sending = Sending()
        self.key_marks = KeyMarks()
        self.clipboard = Clipboard()
        self.drafts = Drafts(paths.config_dir() / DRAFTS_FILE)
        self.presets = Presets(paths.config_dir() / PRESETS_FILE)
        self.sent_forms = SentForms(paths.data_dir() / SENT_FORMS_FILE)
        self.project: Project | None = None
        self.tasks = TaskOwner("session", self.report)
        self.documents_changed = self.workspace.documents_changed
        self.active_changed = self.workspace.active_changed
        data = paths.data_dir()
        self.results = ResultStore(data / "results")
        self._ledger = Ledger(data / "ledger.sqlite")
        self.accounts = Accounts(settings)
        registry.configure(self.accounts.access)
        self.providers = UsedProviders()
        self.queue = JobQueue(
            self._ledger,
            self.results,
            self.providers,
            clock=SystemClock(),
            owner=self.tasks,
        )
        self.variations = batch.Variations(self.queue, PlanParts(self._ledger, self.results), self.providers)
        self.billing = Billing(self, self._ledger)
        self.news = JobNews(self)
        self.asked_words = AskedWords(self._ledger)
        self.is_closed = False
        """From then on nothing can be asked of the ledger."""
        self.balances = Balances(self.accounts, self.queue, self.providers, self.tasks)
        self.opening = Opening(self)
        self.exports = Exports(self)
        self.commands = Commands(self)
        register(self.commands)
        self.preferences = Preferences(settings, self.toolbox, self.workspace)
        self.things = ThingDesk(self)
        self.gallery = Gallery(self, self._ledger)
        self.keeper = TakeKeeper(self)
        self.acceptance = Acceptance(self)
        self.arrivals = Arrivals(self)
        self.safety = Safety(self)
        self._landings: Counter[str] = Counter()
        self.queue.job_done.connect(self._on_job_done)
        self.queue.part_came.connect(self._on_job_done)
        self.takes.chosen_changed.connect(self._on_take_chosen)
        self.active_changed.connect(self._on_active_changed)

    @property
    def documents(self) -> tuple[Document, ...]:
        return self.workspace.documents

    @property
    def active(self) -> Document | None:
        return self.workspace.active

    def start(self) -> None:
        """Take up open jobs. Needs the running loop."""
        self.queue.start()
        self.queue.token_changed()  # while the studio was closed
        self.news.start()
        self.keeper.start()
        self.things.start()
        self.safety.start()
        for sentence in (self.settings.notice, self.presets.notice, *self._ledger.notices):
            if sentence:
                self.say(sentence, Level.WARN)

    async def close(self, *, patience: float = 0.0) -> None:
        """End all tasks; what runs at a provider is taken up at the next start.

        A paid request on its way is given `patience` seconds for its answer.
        """
        self.is_closed = True
        self.preferences.remember_tools()
        await self.safety.close()
        await self.queue.close(patience=patience)
        await self.providers.close()
        self._ledger.close()
        await self.tasks.close()
        self.gallery.close()

    # -- files ---------------------------------------------------------------------------------------------------------

    def new_document(self, size: Size, *, title: str = "") -> Document:
        """An empty sprite of that size in a tab of its own, with the project's palette or the one for beginners."""
        duration = Fraction(self.settings.get("timeline.duration"))
        sprite = edits.new_sprite(check_size(*size), duration=duration)
        return self.workspace.add(edits.set_palette(sprite, self._first_palette()), title=title)

    def open_path(self, path: Path) -> Document:
        """Open a sprite, picture, animation or sheet while the caller waits; `opening` reads files beside the loop.

        UserError leaves everything as it was.
        """
        known = self.workspace.at_path(path)
        if known is not None:
            self.workspace.activate(known)
            return known
        return self.opening.put(path, open_sprite(path))

    async def save(self, document: Document, path: Path | None = None) -> Path:
        """Write the sprite as it is now, as .aseprite, while the person may paint on.

        UserError leaves the file on disk as it was; ReadOnly for a sprite that may not be written at all.
        """
        target = path or document.path
        if target is None:
            raise UserError(_("This sprite has no file yet. Choose a place with Save as."))
        if target.suffix.lower() not in (".aseprite", ".ase"):
            target = target.with_name(target.name + ".aseprite")
        if self.workspace.at_path(target, besides=document) is not None:
            raise UserError(
                _("{name} is open in another tab. Close that tab first, or save under another name.").format(
                    name=target.name
                )
            )
        written = document.sprite
        await asyncio.to_thread(save_sprite, target, written)
        document.mark_saved(target, root=written)
        self.settings.remember_recent(target)
        return target

    def open_project(self, folder: Path) -> None:
        """Make the folder the project; its sprites are opened from the project menu or by `open_path`."""
        self.project = open_project(folder)
        self.settings.set("last_project", str(folder))
        self.project_changed.emit()

    def new_project(self, folder: Path, name: str) -> None:
        """Make `folder` a project and open it."""
        self.project = create_project(folder, name)
        self.settings.set("last_project", str(folder))
        self.project_changed.emit()

    # -- operations ----------------------------------------------------------------------------------------------------

    def generate(
        self,
        operation: Operation,
        *,
        purpose: str = "",
        box: Box | None = None,
        frames: tuple[str, ...] | None = None,
    ) -> Job:
        """Put a request in the queue; its wish is in the ledger before this returns. OverBudget: nothing is sent.

        `box` says which part of the canvas was sent, where it was only a part, and `frames` whose pictures were; the
        result goes back there. A sprite of a size that is not possible is padded.
        """
        operation, fit = fitted(operation)
        inset = fit.inset if fit is not None and fit.is_cut_back else None
        origin = self._origin(purpose, box, inset=inset, frames=frames)
        return self.queue.submit(operation, origin=origin, limit=self.billing.limit(operation))

    def generate_each(self, operation: Operation, field: str, values: Sequence[str], *, box: Box | None = None) -> Job:
        """The request once for each of these values of a field (all directions, say), as one plan with one price."""
        operation, fit = fitted(operation)
        origin = self._origin("", box, inset=fit.inset if fit is not None and fit.is_cut_back else None)
        calls = each_of(with_seeds(operation), field, values)
        return self.queue.submit(calls[0].operation, origin=origin, limit=self.billing.limit(operation), calls=calls)

    def generate_several(
        self,
        operation: Operation,
        several: batch.Several,
        *,
        box: Box | None = None,
        frames: tuple[str, ...] | None = None,
    ) -> Job:
        """So many results of one request as one plan with one price; each lands as a take of its own."""
        if several.count == 1:
            return self.generate(several.calls(operation)[0].operation, box=box, frames=frames)
        operation, fit = fitted(operation)
        inset = fit.inset if fit is not None and fit.is_cut_back else None
        origin = self._origin(batch.PURPOSE, box, inset=inset, frames=frames)
        calls = several.calls(operation)
        asked = batch.whole(operation, calls)
        return self.queue.submit(asked, origin=origin, limit=self.billing.limit(operation), calls=calls)

    def price_of_each(self, operation: Operation, field: str, values: Sequence[str]) -> Quote:
        """What `generate_each` would cost."""
        quote = self.providers(operation.spec.provider).quote
        return total_of([quote(call.operation) for call in each_of(fitted(operation)[0], field, values)])

    def asked(self, job_id: str) -> Operation:
        """What a job, or one variation of a batch, asks for, as the person had it before anything was padded.

        KeyError when there is no such job.
        """
        job = self.queue.get(job_id.partition(".")[0])
        request = self.variations.request(job_id) if batch.is_part(job_id) else self.queue.request(job)
        asked = unpadded(request, job.origin.inset)
        self.sending.remember(asked, job.origin.box)
        return asked

    def estimate_skeleton(self) -> Job:
        """Ask the local provider where the joints of the current frame are; the pose lands on that frame."""
        from studio.doc.compose import flatten  # noqa: PLC0415 - numpy work that start-up does not pay for

        document = self.workspace.require_active()
        operation = registry.operation("local/estimate-skeleton")
        image = flatten(document.sprite, document.cursor.frame)
        return self.generate(make_operation(operation, {"image": image}), purpose=PURPOSE_POSE)

    def accept(self, take: Take, how: Placement | None = None) -> None:
        """Put a take into the sprite in front as one undo step, or into a sprite of its own."""
        self.acceptance.accept(take, how)

    # -- words ---------------------------------------------------------------------------------------------------------

    def say(self, text: str, level: Level = Level.INFO, *, action: str = "") -> None:
        """Show the person a sentence."""
        self.notice.emit(Notice(text, level, action))

    def report(self, error: BaseException) -> None:
        """Show the person what went wrong."""
        self.billing.take_note(error)
        self.notice.emit(explain(error))

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _first_palette(self) -> Palette:
        """What a new sprite is painted with."""
        if self.project is not None and self.project.palette is not None:
            return self.project.palette
        return self.preferences.palette()

    def _origin(
        self, purpose: str, box: Box | None, *, inset: Box | None, frames: tuple[str, ...] | None = None
    ) -> Origin:
        document = self.active
        project = str(self.project.folder.resolve()) if self.project is not None else ""
        if document is None:
            return Origin(purpose=purpose, project=project, inset=inset)
        return Origin(
            project=project,
            document_id=document.id,
            sprite_path=str(document.path or ""),
            layer=document.cursor.layer,
            frames=document.selected_frames or (document.cursor.frame,) if frames is None else frames,
            box=box,
            inset=inset,
            purpose=purpose,
        )

    def _on_job_done(self, job: Job, outcome: Outcome) -> None:
        """A result, or what a plan has given so far: only the last of them counts, in whatever order they are read."""
        self._landings[job.id] += 1
        self.tasks.launch(self._land(job, outcome, self._landings[job.id]), name=f"take of {job.id}")

    async def _land(self, job: Job, outcome: Outcome, landing: int) -> None:
        if job.origin.purpose == batch.PURPOSE and self.queue.calls(job.id):
            await self._land_variations(job)
            return
        operation = self.queue.request(job)
        take = await asyncio.to_thread(take_from, job, outcome, operation)
        if self._landings[job.id] != landing:
            return
        if job.origin.purpose == PURPOSE_POSE and self._put_pose(job, take):
            return
        is_new = self.takes.add(take)
        if is_new:
            self.take_landed.emit(take)
        await self.things.land(job, take, operation)
        for sentence in take.notes:
            self.say(sentence)

    async def _land_variations(self, job: Job) -> None:
        """Each part of a batch lands once; what was decided about it meanwhile stands."""
        takes = await asyncio.to_thread(self.variations.takes, job)
        known = {take.id for take in self.takes.takes}
        for take in takes:
            if take.id not in known and not self.keeper.is_settled(take.id):
                self.takes.add(take)
                self.take_landed.emit(take)
                await self.things.land(job, take, self.queue.request(job))

    def _put_pose(self, job: Job, take: Take) -> bool:
        """Whether the estimated pose is now on the frame it was asked for."""
        document = self.workspace.find(job.origin.document_id)
        if document is None or not take.poses or not job.origin.frames:
            return False
        frame = job.origin.frames[0]
        if all(known.id != frame for known in document.sprite.frames):
            return False
        pose = take.poses[0]
        document.apply(_("Estimate skeleton"), lambda sprite: edits.set_pose(sprite, frame, pose))
        return True

    def _on_take_chosen(self) -> None:
        for document in self.documents:
            document.show_preview(None)

    def _on_active_changed(self, _document: object) -> None:
        self.takes.choose(None)


def make_operation(operation: type[Operation], values: Mapping[str, Any]) -> Operation:
    """The request of these values; TypeError for a name the operation does not declare."""
    return operation(**values)
