"""Concurrent requests, few at any one host, with results saved as they come."""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import click

from .client import Client, RequestPolicy
from .hosts import Stopped
from .record import Entry, Results

THREADS = 32
"""For all hosts together. They mostly wait; more would not be faster on a course's few hundred addresses."""


def request_all(
    what: str, policy: RequestPolicy, due: Sequence[str], host: Callable[[str], str],
    work: Callable[[Client, str], Entry], results: Results,
) -> None:  # fmt: skip
    """Does the work for each key that is `due` and puts the entry into `results`, with a progress bar on a terminal.

    A host gets as many workers as the policy allows, each of which does one task after another: a slow host holds its
    own workers and no others. On an interrupt or an error in `work`, connections are cut, remaining tasks are dropped,
    and the results so far are saved.
    """
    client = Client(policy)
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for task in due:
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
    bar = click.progressbar(length=len(due), label=what, file=sys.stderr, hidden=not sys.stderr.isatty())
    try:
        for _ in range(policy.concurrency):
            for queue in waiting.values():
                pool.submit(worker, queue)
        with bar:
            for _ in due:
                result = done.get()
                if isinstance(result, BaseException):
                    raise result
                results.put(*result)
                bar.update(1)
    finally:
        client.close()
        pool.shutdown(wait=True, cancel_futures=True)
        results.save()
