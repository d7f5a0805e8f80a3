"""The HTTP client: GET with limits of time, size and redirects, repeated while a host is busy."""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any, Literal
from urllib.parse import urldefrag, urljoin, urlsplit

import urllib3
from requests import exceptions as errors
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import DecodeError

from ..patches.urllib3_wire import Watch, open_session
from .hosts import Hosts, Stopped, Unavailable, backoff, retry_after

CHUNK = 16 * 1024
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
BUSY = {408, 425, 429}
NETWORK = (errors.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError)
"""What requests and the libraries below it raise when a server, a name or an address is bad."""

FaultKind = Literal["outage", "tls", "redirects", "address"]


@dataclass(frozen=True, slots=True)
class RequestPolicy:
    """Limits of requests. Times are in seconds, sizes in bytes. `contact` goes into the User-Agent; no default.

    A third of a second between requests is what PubMed allows without a key (NCBI, "A General Introduction to the
    E-utilities"); no other host gets more.
    """

    contact: str = ""
    concurrency: int = 4
    interval: float = 0.34
    attempts: int = 4
    backoff: float = 1.0
    longest_wait: float = 60.0
    connect: float = 10.0
    total: float = 30.0
    page: int = 512 * 1024
    record: int = 4 * 1024 * 1024
    redirects: int = 10

    @property
    def agent(self) -> str:
        """The User-Agent header. Some servers refuse what does not begin with Mozilla."""
        contact = f"; {self.contact}" if self.contact else ""
        return f"Mozilla/5.0 (compatible; coursebook/{version('coursebook')}{contact})"


@dataclass(frozen=True, slots=True)
class Response:
    """A response. `moved` is where permanent redirects alone lead, or empty; `cut` whether the body was longer."""

    url: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
    moved: str = ""
    hops: int = 0

    @property
    def type(self) -> str:
        """The content type, lower case, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text."""
        return decode_text(self.body, self.headers.get("content-type", ""))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no response. `status` is that of a server that stayed busy or broken, or 0; `wait` the seconds of
    its Retry-After, if any.
    """

    kind: FaultKind
    why: str
    status: int = 0
    wait: float | None = None


class Outage(Exception):
    """A registry did not answer, or not correctly. The message says why."""


INVALID = (
    errors.InvalidURL, errors.MissingSchema, errors.InvalidSchema, urllib3.exceptions.LocationParseError, UnicodeError,
)  # fmt: skip
MEANING: tuple[tuple[tuple[type[BaseException], ...], Failure], ...] = (
    (INVALID, Failure("address", "not a web address")),
    ((socket.gaierror,), Failure("outage", "the host was not found (DNS)")),
    ((ConnectionRefusedError,), Failure("outage", "the connection was refused")),
    ((ssl.SSLError,), Failure("outage", "the TLS handshake failed")),
    ((urllib3.exceptions.DecodeError,), Failure("outage", "the response is not encoded as its header says")),
    ((http.client.IncompleteRead, urllib3.exceptions.IncompleteRead), Failure("outage", "the response was truncated")),
    ((TimeoutError, errors.Timeout, urllib3.exceptions.TimeoutError), Failure("outage", "the request timed out")),
)
"""What exceptions mean, the most specific first: libraries wrap one in another, and call a refusal a timeout."""


class Client:
    """Safe to use from many threads."""

    def __init__(self, policy: RequestPolicy) -> None:
        self.policy = policy
        self.hosts = Hosts(policy.concurrency, policy.interval, policy.longest_wait)
        self._session = open_session(policy.agent, policy.concurrency)
        self._watches: set[Watch] = set()

    def close(self) -> None:
        """Cuts every connection; pending requests end with Stopped or a Fault."""
        self.hosts.stop()
        for watch in list(self._watches):
            watch.cut()
        with suppress(OSError):
            self._session.close()

    def get(self, url: str, accept: str = "*/*", limit: int | None = None) -> Response | Failure:
        """The response after all redirects, requested again while the host is busy. Raises Stopped."""
        outcome: Response | Failure = Failure("outage", "not requested")
        for attempt in range(self.policy.attempts):
            try:
                outcome = self._follow(url, accept, limit or self.policy.page)
            except Unavailable as reason:
                return Failure("outage", str(reason))
            if isinstance(outcome, Response) or outcome.kind != "outage":
                self.hosts.note(url, answered=True)
                return outcome
            if outcome.wait is not None and outcome.wait > self.policy.longest_wait:
                break
            if outcome.wait is None and attempt + 1 < self.policy.attempts:
                self.hosts.pause(backoff(attempt, self.policy.backoff, self.policy.longest_wait))
        self.hosts.note(url, answered=bool(outcome.status))
        return outcome

    def json(self, url: str, accept: str = "application/json") -> tuple[int, Any]:
        """Status and JSON value of an address; None in place of the value for a 4xx. Raises Outage; Stopped."""
        answer = self.get(url, accept, self.policy.record)
        if isinstance(answer, Failure):
            raise Outage(answer.why)
        if answer.status >= 400:
            return answer.status, None
        if answer.cut:
            raise Outage(f"the record is larger than {self.policy.record} bytes")
        try:
            return answer.status, json.loads(answer.text)
        except (ValueError, RecursionError):
            raise Outage("the response is not JSON, or was truncated") from None

    def _follow(self, url: str, accept: str, limit: int) -> Response | Failure:
        """Follows redirects, each within its host's limits and without its body: requests would read all of it."""
        at, moved, seen, cookies = url, "", set[str](), RequestsCookieJar()
        permanent = True
        for hop in range(self.policy.redirects + 1):
            with self.hosts.turn(at):
                outcome = self._once(at, accept, limit, cookies)
            if isinstance(outcome, Failure):
                return outcome
            if outcome.status in BUSY or (outcome.status >= 500 and outcome.status != 999):
                wait = retry_after(outcome.headers.get("retry-after", ""))
                self.hosts.rest(at, wait or 0)
                return Failure("outage", f"the server answered {outcome.status}", outcome.status, wait)
            target = outcome.headers.get("location", "").strip()
            if outcome.status not in REDIRECTS or not target:
                return replace(outcome, moved=moved, hops=hop)
            seen.add(at)
            permanent = permanent and outcome.status in PERMANENT
            following = urljoin(at, target)  # requests has split it already: it is no ValueError
            if urlsplit(following).scheme not in ("http", "https"):
                return Failure("redirects", f"it redirects to {following[:80]!r}, which is not a web address")
            moved = following if permanent else moved
            at = urldefrag(following).url
            if at in seen and "set-cookie" not in outcome.headers:
                return Failure("redirects", f"it redirects in a loop through {at}")
        return Failure("redirects", f"it redirects more than {self.policy.redirects} times")

    def _once(self, url: str, accept: str, limit: int, cookies: RequestsCookieJar) -> Response | Failure:
        """One exchange, with a time limit for all of it, and the body of a page only."""
        outcome: Response | Failure
        watch = Watch(self.policy.total)
        self._watches.add(watch)
        try:
            if self.hosts.stopped:  # since its turn came: nobody would cut it any more
                raise Stopped
            with watch.on(), self._session.get(
                url, headers={"Accept": accept}, cookies=cookies, allow_redirects=False, stream=True,
                timeout=(self.policy.connect, self.policy.total + 1),  # the watch comes first
            ) as response:  # fmt: skip
                extract_cookies_to_jar(cookies, response.request, response.raw)
                headers = {name.lower(): _header(value) for name, value in response.headers.items()}
                body, cut = b"", False
                if response.status_code < 400 and response.status_code not in REDIRECTS:
                    body, cut = read_body(response.raw, limit)
                outcome = Response(url, response.status_code, headers, body, cut)
        except NETWORK as error:
            outcome = _failure(error)
        finally:
            self._watches.discard(watch)
        # A connection that was cut in its headers looks like an answer that is empty.
        return Failure("outage", f"it took longer than {self.policy.total:g} s") if watch.expired else outcome


def read_body(response: BaseHTTPResponse, limit: int) -> tuple[bytes, bool]:
    """At most `limit` bytes of a body, unpacked, and whether there was more.

    urllib3 unpacks step by step, so that a small answer that unpacks to gigabytes costs no more than any other. Raises
    DecodeError where the body is not in the encoding that its header names; and what the connection raises.
    """
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", *response.CONTENT_DECODERS):  # urllib3 would take it for not packed at all
        raise DecodeError(f"unknown encoding {encoding[:20]!r}")
    out = bytearray()
    while len(out) <= limit and (part := response.read1(CHUNK, decode_content=True)):
        out += part
    return bytes(out[:limit]), len(out) > limit


def decode_text(body: bytes, content_type: str) -> str:
    """The text of a body: as UTF-8, by its header, its meta tag, or byte by byte. Never raises.

    UTF-8 comes first where it fits: text in another charset that happens to be valid UTF-8 is rare, and a header that
    is wrong is not.
    """
    named = CHARSET.findall(content_type) + [raw.decode("ascii", "ignore") for raw in META.findall(body[:2048])]
    for name, mode in (("utf-8-sig", "strict"), *((name, "replace") for name in named)):
        with suppress(LookupError, ValueError):
            return body.decode(name, mode)
    return body.decode("latin-1")


def _header(value: str) -> str:
    """http.client reads headers as Latin-1; servers send UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value


def _failure(error: BaseException) -> Failure:
    """What an exception means: itself, what it was raised from, or what it carries, outermost first."""
    chain = [error]
    for link in chain:
        carried = (link.__cause__, link.__context__, getattr(link, "reason", None), *link.args)
        chain += [inner for inner in carried if isinstance(inner, BaseException) and inner not in chain]
        del chain[20:]
    for link in chain:
        if isinstance(link, ssl.SSLCertVerificationError):
            return Failure("tls", link.verify_message or "the certificate could not be verified")
    known = (fault for kinds, fault in MEANING if any(isinstance(link, kinds) for link in chain))
    return next(known, Failure("outage", "the connection broke"))
