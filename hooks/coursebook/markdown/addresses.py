"""Addresses between the pages of a site."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit


def relative(target: str, page: str) -> str:
    """The address of `target` as seen from `page`; both are relative to the site, `target` may have a #fragment."""
    path, hash_, fragment = target.partition("#")
    if path == page and hash_:
        return "#" + fragment
    folder = page if page.endswith("/") or not page else posixpath.dirname(page)
    near = posixpath.relpath(path or ".", folder or ".")
    slash = "/" if (path.endswith("/") or not path) and not near.endswith("/") else ""
    return near + slash + hash_ + fragment


def resolve(link: str, page: str) -> tuple[str, str] | None:
    """Address and fragment, relative to the site, that a link on a page leads to; None if it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    if not parts.path:
        return page, unquote(parts.fragment)
    folder = page if page.endswith("/") else posixpath.dirname(page)
    path = posixpath.normpath(posixpath.join("/", folder, unquote(parts.path))).lstrip("/")
    if parts.path.endswith(("/", "/.", "/..")) or parts.path in (".", ".."):
        path = path + "/" if path else ""
    return path.removesuffix("index.html"), unquote(parts.fragment)
