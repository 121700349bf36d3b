"""Every coroutine has an owner that keeps it, hears its error and ends it."""

import asyncio
import gc

import pytest

from studio.core.tasks import TaskOwner


async def test_a_task_runs_and_is_forgotten_when_done() -> None:
    owner = TaskOwner("test")

    async def work() -> int:
        return 7

    task = owner.start(work())
    assert owner.running == 1
    assert await task == 7
    await asyncio.sleep(0)
    assert owner.running == 0


async def test_an_error_reaches_the_owner() -> None:
    heard: list[BaseException] = []
    owner = TaskOwner("test", heard.append)

    async def fail() -> None:
        raise ValueError("broken")

    await owner.start(fail())
    assert [str(error) for error in heard] == ["broken"]


@pytest.mark.expect_log("task of nobody listens failed")
async def test_an_error_nobody_listens_to_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError("broken")

    await TaskOwner("nobody listens").start(fail())
    assert "ValueError: broken" in caplog.text


async def test_closing_cancels_what_runs_and_cancelling_is_no_error() -> None:
    heard: list[BaseException] = []
    owner = TaskOwner("test", heard.append)
    ended: list[str] = []

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cleaned up")

    task = owner.start(wait())
    await asyncio.sleep(0)
    await owner.close()
    assert (task.cancelled(), ended, heard, owner.running) == (True, ["cleaned up"], [], 0)


async def test_a_closed_owner_starts_nothing() -> None:
    owner = TaskOwner("test")
    await owner.close()

    async def never() -> None:
        raise AssertionError("ran")

    with pytest.raises(RuntimeError, match="task owner test is closed"):
        owner.start(never())


async def test_work_nobody_waits_for_is_left_undone_by_a_closed_owner() -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("work")

    owner = TaskOwner("test")
    owner.launch(work())
    await asyncio.sleep(0)
    await owner.close()
    owner.launch(work())
    await asyncio.sleep(0)
    assert done == ["work"]


async def test_an_owner_may_be_closed_from_one_of_its_tasks() -> None:
    owner = TaskOwner("test")

    async def close() -> str:
        await owner.close()
        return "closed"

    assert await owner.start(close()) == "closed"


async def test_a_task_carries_its_name() -> None:
    owner = TaskOwner("test")

    async def name() -> str:
        task = asyncio.current_task()
        return task.get_name() if task else ""

    assert await owner.start(name(), name="poll job 7") == "poll job 7"
    assert await owner.start(name()) == "test"


async def test_a_task_that_is_cancelled_before_its_first_step_leaves_no_warning() -> None:
    async def never() -> None:
        raise AssertionError("it must not run")

    owner = TaskOwner("test")
    task = owner.start(never())
    await owner.close()
    assert task.cancelled()


async def test_a_task_closed_before_its_first_step_leaves_nothing_behind() -> None:
    owner = TaskOwner("test")
    steps: list[str] = []

    async def work() -> None:
        steps.append("ran")

    task = owner.start(work())
    await owner.close()
    del task
    gc.collect()
    assert steps == []
