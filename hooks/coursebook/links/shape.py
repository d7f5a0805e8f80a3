"""What is wrong with the form of an address that leads off the site; no request is made."""

from __future__ import annotations

import base64
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from .targets import SCHEME

KNOWN = frozenset("http https mailto tel sms ftp geo webcal xmpp data blob about urn doi".split())
MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
"""An e-mail address (HTML standard, 4.10.5.1.5, but with a dot in its domain)."""
TELEPHONE = re.compile(r"\+?[\d().\s-]*\d[\d().\s-]*(?:;[\w=.+-]+)*")
LOCAL = re.compile(r"localhost|127(?:\.\d+){3}|0\.0\.0\.0|::1")
DATA = re.compile(r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(?:;[\w-]+=[^;,]*)*(?P<packed>;base64)?,(?P<data>.*)", re.DOTALL)


def fault_of(address: str) -> str:
    """What is wrong with an address; empty where nothing can be said."""
    address = address.strip()
    match = SCHEME.match(address)
    scheme = match[1].lower() if match else ""
    if not address:
        return "it is empty"
    if scheme in ("javascript", "vbscript"):
        return "it is a script, which does not work for many readers"
    if scheme == "file" or len(scheme) == 1:
        return "it is a file on a local computer"
    if scheme and scheme not in KNOWN:
        return f"browsers do not support '{scheme}:'"
    if scheme in ("http", "https") or address.startswith("//"):
        return _web_fault(address)
    if scheme == "mailto" and not _is_mail(address):
        return "not an e-mail address"
    if scheme == "data" and not _is_data(address):
        return "its data is invalid"
    if scheme == "tel" and not TELEPHONE.fullmatch(unquote(address[4:])):
        return "not a telephone number"
    return ""


def _web_fault(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "not a web address"
    if not host or re.search(r"[\s<>\"]", parts.netloc):
        return "it has no host"
    return "it leads to the reader's own computer" if LOCAL.fullmatch(host) else ""


def _is_mail(address: str) -> bool:
    """Whether every recipient is an address; without recipients, other fields are enough ("tell a colleague")."""
    path, _, query = address[len("mailto:") :].partition("?")
    fields = {name.lower(): value for name, value in parse_qsl(query)}
    to = [*(unquote(path).split(",") if path else ()), *filter(None, fields.get("to", "").split(","))]
    return all(MAILBOX.fullmatch(mailbox.strip()) for mailbox in to) if to else bool(fields)


def _is_data(address: str) -> bool:
    match = DATA.fullmatch(address)
    if not match or not match["packed"]:
        return bool(match)
    try:
        return bool(base64.b64decode(re.sub(r"\s", "", unquote(match["data"])), validate=True))
    except ValueError:
        return False
