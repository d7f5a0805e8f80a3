"""Many tasks at once, few at any one host, with results as they come."""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

import click

from .client import Client
from .hosts import Stopped

Task = TypeVar("Task")
Result = TypeVar("Result")

THREADS = 32
"""For all hosts together. The work is waiting; more would not be faster on a course's few hundred addresses."""


def results_of(
    what: str, client: Client, tasks: Sequence[Task], host: Callable[[Task], str], work: Callable[[Task], Result]
) -> Iterator[tuple[Task, Result]]:
    """Each task with its result, as they come, with a bar of progress on a terminal. Closes the client in the end.

    A host gets as many workers as the client's concurrency allows, each of which does one task after another: a slow
    host holds its own workers and no others. When the caller leaves early, connections are cut and what was not begun
    is dropped. What `work` raises is raised here.
    """
    waiting: dict[str, deque[Task]] = defaultdict(deque)
    for task in tasks:
        waiting[host(task)].append(task)
    done: SimpleQueue[tuple[Task, Result] | BaseException] = SimpleQueue()

    def worker(queue: deque[Task]) -> None:
        try:
            while queue and not client.hosts.stopped:
                task = queue.popleft()
                done.put((task, work(task)))
        except (IndexError, Stopped):  # another worker of the host took the last task
            return
        except BaseException as error:  # for the caller, who would otherwise wait for ever
            done.put(error)

    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="verify")
    bar = click.progressbar(length=len(tasks), label=what, file=sys.stderr, hidden=not sys.stderr.isatty())
    try:
        for _ in range(client.policy.concurrency):
            for queue in waiting.values():
                pool.submit(worker, queue)
        with bar:
            for _ in tasks:
                one = done.get()
                if isinstance(one, BaseException):
                    raise one
                bar.update(1)
                yield one
    finally:
        client.close()
        pool.shutdown(wait=True, cancel_futures=True)
