"""Much at once, little at any one host, and told as it comes."""

from __future__ import annotations

import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TextIO, TypeVar

from .client import Client
from .hosts import Stopped

Task = TypeVar("Task")
Result = TypeVar("Result")

THREADS = 32
"""For all hosts together. The work is waiting; more would not be faster on a course's few hundred addresses."""


def in_lanes(
    client: Client, tasks: Sequence[Task], host: Callable[[Task], str], work: Callable[[Task], Result]
) -> Iterator[tuple[Task, Result]]:
    """Each task with its result, as they come. A host gets as many lanes as the client's concurrency allows.

    A lane does its host's tasks one after another, so that a slow host holds its own lanes and no others. When the
    caller leaves early, connections are cut and what was not begun is dropped. What `work` raises is raised here.
    """
    waiting: dict[str, deque[Task]] = defaultdict(deque)
    for task in tasks:
        waiting[host(task)].append(task)
    done: SimpleQueue[tuple[Task, Result] | BaseException] = SimpleQueue()

    def lane(queue: deque[Task]) -> None:
        while queue and not client.hosts.stopped:
            try:
                task = queue.popleft()
            except IndexError:
                return
            try:
                done.put((task, work(task)))
            except Stopped:
                return
            except BaseException as error:  # told to the caller, who would otherwise wait for ever
                done.put(error)
                return

    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="verify")
    finished = False
    try:
        for number in range(client.manner.concurrency):
            for queue in waiting.values():
                if number < len(queue) or number == 0:
                    pool.submit(lane, queue)
        for _ in tasks:
            one = done.get()
            if isinstance(one, BaseException):
                raise one
            yield one
        finished = True
    finally:
        if not finished:
            client.close()
        pool.shutdown(wait=True, cancel_futures=True)


class Progress:
    """A bar on a terminal; nothing elsewhere."""

    WIDTH = 30

    def __init__(self, what: str, whole: int, stream: TextIO | None = None) -> None:
        self._what, self._whole = what, whole
        self._stream = stream or sys.stderr
        self._shown = self._stream.isatty() and whole > 0
        self._done, self._told = 0, 0.0

    def step(self, last: str) -> None:
        """One more is done; `last` names it."""
        self._done += 1
        now = time.monotonic()
        if self._shown and (now - self._told > 0.1 or self._done == self._whole):
            self._told = now
            full = self.WIDTH * self._done // self._whole
            bar = "#" * full + "." * (self.WIDTH - full)
            self._stream.write(f"\r{self._what} [{bar}] {self._done}/{self._whole} {last[:34]:<34}")
            self._stream.flush()

    def end(self) -> None:
        """Leaves the line."""
        if self._shown:
            self._stream.write("\r" + " " * (self.WIDTH + len(self._what) + 52) + "\r")
            self._stream.flush()
