"""The web at its worst: each path is a fault of its own."""

from __future__ import annotations

import gzip
import io
import time
import zlib
from urllib.parse import urlsplit

from .base import Handler

PAGE = (
    "<!doctype html><title>{title}</title><h1 id='top-of-it'>{title}</h1><p id='Results'>Text <a name='old'>x</a>.</p>"
)
MEGABYTE = b"x" * 1024 * 1024


def bomb(megabytes: int) -> bytes:
    """Zeros, packed: a thousandth of their size."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
        for _ in range(megabytes):
            file.write(b"\0" * 1024 * 1024)
    return packed.getvalue()


BOMB = bomb(200)


def page(title: str = "A page") -> str:
    """A page with a few anchors."""
    return PAGE.format(title=title)


def answer(handler: Handler) -> None:
    """What a GET gets."""
    name = urlsplit(handler.path).path.lstrip("/")
    match name:
        case "" | "ok" | "CaseMatters" | "new" | "final" | "404-patients":
            title = "404 patients with neck pain: a cohort" if name == "404-patients" else "A page"
            handler.send(200, page(title))
        case "gone-404":
            handler.send(404, page("Not found"))
        case "gone-410":
            handler.send(410)
        case "busy":
            handler.send(429, Retry_After="0")
        case "busy-once":
            handler.send(*((429, "") if handler.times() == 1 else (200, page())), Retry_After="1")
        case "very-busy":
            handler.send(429, Retry_After="86400")
        case "broken":
            handler.send(500)
        case "broken-once":
            handler.send(*((500, "") if handler.times() == 1 else (200, page())))
        case "forbidden":
            handler.send(403, page("Are you a robot?"))
        case "login":
            handler.send(401)
        case "denied":
            handler.send(999)
        case "teapot":
            handler.send(418)
        case "moved":
            handler.send(301, Location="/new")
        case "moved-308":
            handler.send(308, Location="new")
        case "moved-gone":
            handler.send(301, Location="/gone-404")
        case "for-now":
            handler.send(302, Location="/new")
        case "chain":
            handler.send(301, Location="/chain-2")
        case "chain-2":
            handler.send(301, Location="/chain-3")
        case "chain-3":
            handler.send(302, Location="/final")
        case "circle":
            handler.send(302, Location="/circle-2")
        case "circle-2":
            handler.send(302, Location="/circle")
        case "endless":
            handler.send(302, Location=f"/endless?{handler.times()}-{time.monotonic_ns()}")
        case "cookie":
            if "seen=1" in handler.headers.get("Cookie", ""):
                handler.send(200, page())
            else:
                handler.send(302, Location="/cookie", Set_Cookie="seen=1; Path=/")
        case "bad-location":
            handler.send(302, Location="http://[")
        case "mailto":
            handler.send(302, Location="mailto:someone@example.org")
        case "to-first-page":
            handler.send(302, Location="/")
        case "soft":
            handler.send(200, page("Page not found | A clinic"))
        case "empty":
            handler.send(200, "")
        case "script-only":
            handler.send(200, "<title>App</title><div id=root></div><script src=app.js></script>")
        case "trickle":
            _trickle(handler, b"<html>" + b"<p>slow</p>" * 1000)
        case "trickle-headers":
            handler.close_connection = True
            for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 400:
                handler.write(bytes([letter]))
                time.sleep(0.05)
        case "silent":
            time.sleep(6)
        case "reset":
            handler.close_connection = True
        case "big":
            handler.send(200, b"<title>Big</title><h1>Big</h1>", Content_Length=str(50 * len(MEGABYTE)))
            for _ in range(50):
                handler.write(MEGABYTE)
        case "bomb":
            handler.send(200, BOMB, Content_Encoding="gzip")
        case "deflate":
            handler.send(200, zlib.compress(page().encode()), Content_Encoding="deflate")
        case "not-gzip":
            handler.send(200, page(), Content_Encoding="gzip")
        case "odd-type":
            handler.send(200, page(), "application/octet-stream")
        case "latin":
            handler.send(200, "<h1 id='über'>Über</h1>".encode("latin-1"), "text/html; charset=utf-8")
        case "broken-html":
            handler.send(200, "<html><![if !IE]><!DOCTYPE [<p id=there <b id='x'>text" + "<div>" * 3000)
        case "not-http":
            handler.close_connection = True
            handler.write(b"\x00\x01 hello\r\n\r\n")
        case _:
            handler.send(404)


def _trickle(handler: Handler, body: bytes) -> None:
    handler.send(200, b"", Content_Length=str(len(body)))
    for letter in body:
        handler.write(bytes([letter]))
        time.sleep(0.05)
