"""Connections that end on time. A socket's own time-out starts anew with every byte; a server that sends one byte a
second would hold a request for ever, be it in its headers or in its body. Here a watch closes the connection instead.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from . import Patch

PATCH = Patch(
    of="urllib3",
    versions=">=2.6,<3",
    upstream="https://github.com/urllib3/urllib3/blob/6a8536b6e1b0cbe69ae801337c599951e527ae29/"
    "src/urllib3/connection.py#L202",
    until="urllib3 or requests can limit the time of a whole request, headers and body (not so on 2026-07-21)",
)


class Watch:
    """The time limit of one request; `expired` once it cut the connection."""

    _of_thread = threading.local()

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True

    def cut(self) -> None:
        """Ends whatever the request waits for."""
        with self._lock:
            self.expired = True
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def add(self, one: socket.socket) -> None:
        """A connection that this request uses."""
        with self._lock:
            self._sockets.append(one)
        if self.expired:
            self.cut()

    @classmethod
    def current(cls) -> Watch | None:
        """The watch of the request that this thread is at."""
        return getattr(cls._of_thread, "watch", None)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Runs while the block does, for the requests of this thread."""
        Watch._of_thread.watch = self
        self._timer.start()
        try:
            yield
        finally:
            self._timer.cancel()
            Watch._of_thread.watch = None


class _Watched(HTTPConnection):
    """Keeps a second handle of its socket, because TLS takes the first one away while it shakes hands."""

    handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self.handle = made.dup()
        self._tell()
        return made

    def request(self, *given: Any, **named: Any) -> None:
        self._tell()
        super().request(*given, **named)

    def close(self) -> None:
        super().close()
        if self.handle is not None:
            self.handle.close()
            self.handle = None

    def _tell(self) -> None:
        watch = Watch.current()
        if watch is not None and self.handle is not None:
            watch.add(self.handle)


class _WatchedTls(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTls


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def proxy_manager_for(self, proxy: str, **named: Any) -> PoolManager:
        manager: PoolManager = super().proxy_manager_for(proxy, **named)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
        return manager


def open_session(agent: str, connections: int) -> requests.Session:
    """A session whose connections obey a Watch. It keeps no cookies, and never sends the passwords of ~/.netrc."""
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)  # it prints tracebacks of servers' bad headers
    session = requests.Session()
    session.headers.clear()
    session.headers.update({"User-Agent": agent, "Accept-Encoding": "gzip, deflate"})
    session.auth = _no_password
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(pool_connections=64, pool_maxsize=connections, max_retries=0))
    return session


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
