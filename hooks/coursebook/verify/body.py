"""The body of a response: read up to a limit, and decoded."""

from __future__ import annotations

import re
from contextlib import suppress

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import DecodeError

CHUNK = 16 * 1024
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


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
    for name, errors in (("utf-8-sig", "strict"), *((name, "replace") for name in named)):
        with suppress(LookupError, ValueError):
            return body.decode(name, errors)
    return body.decode("latin-1")
