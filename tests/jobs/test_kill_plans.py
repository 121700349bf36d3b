"""Plans that are killed over and over: no call is paid twice, none that was paid is forgotten."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from studio.jobs.ledger import Ledger
from studio.jobs.plans import PlannedCall
from studio.jobs.states import State
from tests.jobs.plan_shop import CALLS

ROOT = Path(__file__).parents[2]
PLANS = 12
RUN_ON = 4
"""Lines that the shop gets further at most before the kill reaches it, so that no slow machine makes for few kills."""


def test_killed_at_any_moment_a_plan_goes_on_with_its_next_call(tmp_path: Path) -> None:
    draw = random.Random(5)
    kills = 0
    while not _run(tmp_path, lines=draw.randrange(1, 30)):
        kills += 1
        assert kills < 100, "it never comes to an end"
    assert kills >= 5

    paid = Counter(int(line) for line in (tmp_path / "till").read_text().split())
    assert {seed: count for seed, count in paid.items() if count > 1} == {}, "paid twice"
    ledger = Ledger(tmp_path / "ledger.sqlite")
    plans = {job.seed_sent: (job, ledger.calls(job.id)) for job in ledger.jobs()}
    ledger.close()
    assert ledger.notices == ()
    assert sorted(seed for seed in plans if seed) == list(range(1, PLANS + 1)), "every wish is there once"
    for plan, (job, calls) in plans.items():
        assert plan is not None
        assert len(calls) == CALLS
        assert {State.SUBMITTING, State.RUNNING, State.FETCHING}.isdisjoint(call.state for call in calls)
        forgotten = [call.number for call in calls if paid[plan * 10 + call.number] and not _is_known(call)]
        assert forgotten == []
        unpaid = [call.number for call in calls if call.state is State.DONE and not paid[plan * 10 + call.number]]
        assert unpaid == []
        assert len(job.answers) == sum(call.state is State.DONE for call in calls)
        assert (job.state is State.DONE) == all(call.state is State.DONE for call in calls)
        if plan % 2:
            assert all(_is_known(call) for call in calls), "calls that do not need each other are all sent"


def _is_known(call: PlannedCall) -> bool:
    return call.state in (State.DONE, State.UNKNOWN)


def _run(folder: Path, *, lines: int) -> bool:
    """Let it buy until it has said so many lines, then kill it; whether it came to its end before."""
    command = [sys.executable, "-m", "tests.jobs.plan_shop", str(folder), str(PLANS), str(lines + RUN_ON)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as shop:
        assert shop.stdout is not None
        for line in shop.stdout:
            if line == "open\n":
                break
        for _line, _count in zip(shop.stdout, range(lines), strict=False):
            pass
        if shop.poll() is None:
            shop.kill()
        return shop.wait() == 0
