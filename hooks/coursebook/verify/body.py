"""What a server sent, read within bounds and decoded as well as it can be."""

from __future__ import annotations

import codecs
import json
import re
import zlib
from typing import Any, Protocol

CHUNK = 16 * 1024
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


class Raw(Protocol):
    """The part of urllib3's response that is used here."""

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        """What is there, at most `amt` bytes; nothing at the end."""


class Unreadable(Exception):
    """The body is not in the encoding that the server says."""


def read_body(raw: Raw, encoding: str, limit: int) -> tuple[bytes, bool]:
    """At most `limit` bytes of a body, unpacked, and whether there was more.

    Unpacks step by step, so that a small answer that unpacks to gigabytes costs no more than any other. Raises
    Unreadable; and what the connection raises.
    """
    unpack = _unpacker(encoding)
    out = bytearray()
    taken = 0
    while chunk := raw.read1(CHUNK, decode_content=False):
        taken += len(chunk)
        try:
            out += unpack(chunk, limit + 1 - len(out))
        except zlib.error as error:
            raise Unreadable(f"the answer is not {encoding}, as its header says") from error
        if len(out) > limit or taken > limit:
            return bytes(out[:limit]), True
    return bytes(out), False


def decode_text(body: bytes, content_type: str) -> str:
    """The text of a body: by its header, its meta tag, as UTF-8, or byte by byte. Never raises.

    UTF-8 comes first where it fits: text in another charset that happens to be valid UTF-8 is rare, and a header that
    is wrong is not.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    named = [match[1] for match in CHARSET.finditer(content_type)]
    named += [match[1].decode("ascii", "ignore") for match in META.finditer(body[:2048])]
    for name in named:
        try:
            return body.decode(codecs.lookup(name).name, errors="replace")
        except (LookupError, ValueError):
            continue
    return body.decode("latin-1")


def decode_json(body: bytes, content_type: str) -> Any:
    """The value of a JSON body, whatever charset its header names. Raises ValueError where it is not JSON."""
    try:
        return json.loads(decode_text(body, content_type))
    except RecursionError as error:
        raise ValueError("nested too deep") from error


class _Unpacker(Protocol):
    def __call__(self, data: bytes, room: int) -> bytes: ...


def _unpacker(encoding: str) -> _Unpacker:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return lambda data, room: data[:room]
    if name not in ("gzip", "x-gzip", "deflate"):
        raise Unreadable(f"the answer is packed as {name[:20]!r}, which was not asked for")
    state = zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: gzip or zlib, as the first bytes say
    return lambda data, room: state.decompress(data, max(1, room))
