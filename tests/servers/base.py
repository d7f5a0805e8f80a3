"""A server on the loopback that notes who asked what, when, and how many asked at once."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Seen:
    """What the server saw. `starts` are monotonic seconds at which requests came in, in order."""

    paths: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    cookies: list[str] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    most_at_once: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, part: str) -> int:
        """How many requests had this in their path."""
        return sum(part in path for path in self.paths)


class Handler(BaseHTTPRequestHandler):
    """Gives each GET to `answer`, a function of the handler."""

    protocol_version = "HTTP/1.1"
    answer: Callable[[Handler], None]
    seen: Seen
    now = 0
    timeout = 10

    def do_GET(self) -> None:
        cls = type(self)
        with self.seen.lock:
            cls.now += 1
            self.seen.most_at_once = max(self.seen.most_at_once, cls.now)
            self.seen.paths.append(self.path)
            self.seen.starts.append(time.monotonic())
            self.seen.agents.add(self.headers.get("User-Agent", ""))
            self.seen.cookies.append(self.headers.get("Cookie", ""))
        try:
            with suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
                cls.answer(self)
        finally:
            with self.seen.lock:
                cls.now -= 1

    def send(self, status: int = 200, body: bytes | str = b"", kind: str = "text/html", **headers: str) -> None:
        """A whole answer; `Retry_After` stands for Retry-After."""
        raw = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if "Content-Length" not in named:
            named["Content-Length"] = str(len(raw))
        for name, value in named.items():
            self.send_header(name, value)
        self.end_headers()
        self.write(raw)

    def write(self, raw: bytes) -> None:
        """A part of a body."""
        self.wfile.write(raw)
        self.wfile.flush()
        self.seen.sent[self.path] += len(raw)

    def times(self) -> int:
        """How often this path was asked so far."""
        return self.seen.paths.count(self.path)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Quiet(ThreadingHTTPServer):
    """Does not print what clients do to it."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients leave early here, on purpose."""


@contextmanager
def serving(answer: Callable[[Handler], None], certificate: Path | None = None) -> Iterator[tuple[str, Seen]]:
    """A server while the block runs: its address and what it saw. With a certificate it speaks TLS."""
    seen = Seen()
    handler = type("Answering", (Handler,), {"answer": staticmethod(answer), "seen": seen, "now": 0})
    server = Quiet(("127.0.0.1", 0), handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        scheme = "https" if certificate else "http"
        yield f"{scheme}://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


def closed_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
