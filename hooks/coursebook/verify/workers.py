"""Many tasks at once, few at any one host, with results as they come."""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import click

from .client import Client
from .hosts import Stopped
from .record import Entry

THREADS = 32
"""For all hosts together. The work is waiting; more would not be faster on a course's few hundred addresses."""


def results_of(
    what: str, client: Client, tasks: Sequence[str], host: Callable[[str], str], work: Callable[[Client, str], Entry]
) -> Iterator[tuple[str, Entry]]:
    """Each task with its result, as they come, with a progress bar on a terminal. Closes the client in the end.

    A host gets as many workers as the client's concurrency allows, each of which does one task after another: a slow
    host holds its own workers and no others. When the caller leaves early, connections are cut and what was not begun
    is dropped. What `work` raises is raised here.
    """
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for task in tasks:
        waiting[host(task)].append(task)
    done: SimpleQueue[tuple[str, Entry] | BaseException] = SimpleQueue()

    def worker(queue: deque[str]) -> None:
        try:
            while queue and not client.hosts.stopped:
                task = queue.popleft()
                done.put((task, work(client, task)))
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
                result = done.get()
                if isinstance(result, BaseException):
                    raise result
                bar.update(1)
                yield result
    finally:
        client.close()
        pool.shutdown(wait=True, cancel_futures=True)
