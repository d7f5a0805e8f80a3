"""Rate limits: concurrent requests to one host, the interval between them, and pauses that it asks for."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

MANY_OUTAGES = 8
"""After so many requests in a row without an answer, a host gets no more in this run."""


class Stopped(Exception):
    """The run was stopped."""


class Unavailable(Exception):
    """The host gets no request now. The message says why."""


@dataclass
class _Host:
    places: threading.BoundedSemaphore
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    rests_until: float = 0.0
    outages: int = 0


class Hosts:
    """All hosts of a run. Times are in seconds of the `clock`; `interval` is the least time between two requests to one
    host. `wait` waits for so many seconds, and returns true where the run is to stop.
    """

    def __init__(
        self,
        concurrency: int,
        interval: float,
        longest_wait: float,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self._concurrency, self._interval, self._longest_wait = concurrency, interval, longest_wait
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._clock, self._until_stopped = clock, wait or self._stop.wait

    def stop(self) -> None:
        """Ends every wait: each raises Stopped."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Waits for a free place at the host of an address and for the end of the interval.

        Raises Stopped, and Unavailable where the host is down or asks for a longer pause than allowed.
        """
        host = self._host(url)
        with host.places:
            while wait := self._wait_for(host):
                self.pause(wait)
            if self.stopped:
                raise Stopped
            yield

    def rest(self, url: str, seconds: float) -> None:
        """The host of an address asked for a pause of so many seconds."""
        host = self._host(url)
        with host.lock:
            host.rests_until = max(host.rests_until, self._clock() + seconds)

    def note(self, url: str, *, answered: bool) -> None:
        """Notes whether the host of an address answered at all."""
        host = self._host(url)
        with host.lock:
            host.outages = 0 if answered else host.outages + 1

    def pause(self, seconds: float) -> None:
        """Waits. Raises Stopped."""
        if self._until_stopped(seconds):
            raise Stopped

    def _host(self, url: str) -> _Host:
        name = host_of(url)
        with self._lock:
            if name not in self._hosts:
                self._hosts[name] = _Host(threading.BoundedSemaphore(self._concurrency))
            return self._hosts[name]

    def _wait_for(self, host: _Host) -> float:
        """The seconds until a host may get a request; 0 takes the turn."""
        with host.lock:
            now = self._clock()
            if host.outages >= MANY_OUTAGES:
                raise Unavailable(f"the host failed to answer {MANY_OUTAGES} times in a row")
            if host.rests_until - now > self._longest_wait:
                raise Unavailable(f"the host asked for a pause of {host.rests_until - now:.0f} s")
            at = max(host.free_at, host.rests_until)
            if at <= now:
                host.free_at = now + self._interval
            return max(0.0, at - now)


def host_of(url: str) -> str:
    """Host and port of an address, lower case; an empty string where there is none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def retry_after(value: str) -> float | None:
    """Seconds that a Retry-After header asks for: a number of seconds or an HTTP date (RFC 9110, 10.2.3).

    None where it is missing or invalid.
    """
    with suppress(InvalidHeader, ValueError, OverflowError):
        return float(Retry().parse_retry_after(value[:100]))
    return None


def backoff(attempt: int, base: float, longest: float) -> float:
    """Seconds to wait after an attempt, counted from 0: twice as long each time, up to a limit, half of it random.

    The random half keeps requests that failed together from being repeated together.
    """
    whole = min(longest, base * 2.0**attempt)
    return whole / 2 + random.uniform(0, whole / 2)
