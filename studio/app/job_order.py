"""The order of the waiting jobs as the person wants it: the queue sends what has the smallest position first."""

from __future__ import annotations

from studio.jobs.job import Job
from studio.jobs.queue import JobQueue
from studio.jobs.states import State


def waiting_in_order(queue: JobQueue) -> tuple[Job, ...]:
    """The waiting jobs, the next one first."""
    return tuple(sorted((job for job in queue.jobs() if job.state is State.QUEUED), key=lambda job: job.position))


def place_before(queue: JobQueue, job_id: str, before: str | None) -> bool:
    """Let a waiting job go before another one, or after all of them; whether that changed anything.

    Raises KeyError for a job that is not there, LedgerTrouble when it cannot be written.
    """
    job = queue.get(job_id)
    others = [other for other in waiting_in_order(queue) if other.id != job_id]
    if job.state is not State.QUEUED or not queue.is_own(job_id) or not others or before == job_id:
        return False
    at = next((place for place, other in enumerate(others) if other.id == before), len(others))
    if waiting_in_order(queue).index(job) == at:
        return False
    queue.move(job_id, position=_between(others, at))
    return True


def step(queue: JobQueue, job_id: str, by: int) -> bool:
    """Let a waiting job swap with the one before it (`by` -1) or after it (1)."""
    order = [job.id for job in waiting_in_order(queue)]
    if job_id not in order:
        return False
    at = order.index(job_id) + by
    if not 0 <= at < len(order):
        return False
    order.remove(job_id)
    return place_before(queue, job_id, order[at] if at < len(order) else None)


def _between(others: list[Job], at: int) -> float:
    if at == 0:
        return others[0].position - 1
    if at == len(others):
        return others[-1].position + 1
    return (others[at - 1].position + others[at].position) / 2
