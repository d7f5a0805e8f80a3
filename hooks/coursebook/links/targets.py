"""Where an address on a built site leads: to a file of it, to one of another spelling, elsewhere, or nowhere."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from .site import BuiltSite

SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
INDEX = "index.html"
How = Literal["", "case", "slash", "top"]
"""What an address relies on: that letter case does not count, that the host adds or takes off a slash or an ending,
that the site lies at the top of its host."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place on the site. `path` is what was asked for, without its anchor; `file` what is there, or empty."""

    path: str
    anchor: str = ""
    file: str = ""
    how: How = ""


class Targets:
    """Resolves addresses on a site whose own address is `site_url` (or empty where nobody knows it yet)."""

    def __init__(self, site: BuiltSite, site_url: str = "") -> None:
        self.site = site
        own = urlsplit(site_url)
        self._host = f"{own.scheme}://{own.netloc}".lower() if own.netloc else ""
        self._top = posixpath.join(own.path or "/", "")
        self._lower = {name.casefold(): name for name in sorted(site.files, reverse=True)}
        self._known: dict[tuple[str, str, str], Target | None] = {}

    def of(self, file: str, address: str) -> Target | None:
        """Where an address leads that is in a file of the site; None where it leads elsewhere."""
        if address.startswith("#"):
            return Target(file, unquote(address[1:]), file)
        page = self.site.pages.get(file)
        where = (posixpath.dirname(file) if file != "404.html" else file, page.base if page else "", address)
        if where not in self._known:
            self._known[where] = self._resolve(file, address)
        found = self._known[where]
        if found is not None and not found.path and found.how != "top":  # only a query: the page itself
            return Target(file, found.anchor, file)
        return found

    def _resolve(self, file: str, address: str) -> Target | None:
        page = self.site.pages.get(file)
        address = re.sub(r"[\t\r\n]", "", address.strip()).replace("\\", "/")
        how: How = ""
        if page is not None and page.base and not SCHEME.match(address):
            address = posixpath.join(page.base, address)
        if self._host and address.lower().startswith(self._host + "/"):
            address = address[len(self._host) :]
        elif SCHEME.match(address) or address.startswith("//"):
            return None
        elif address.startswith("/") and file != "404.html":
            how = "top"
        path, _, anchor = address.partition("#")
        path, anchor = unquote(path.partition("?")[0]), unquote(anchor)
        if address.startswith("/"):
            if not posixpath.join(path, "").startswith(self._top):
                return Target(path, anchor)
            folder, path = "", path[len(self._top) :]
        else:
            folder = posixpath.dirname(file)
            if not path:
                return Target("", anchor)
        inside, climbs = _join(folder, path)
        found, relies = self._find(inside)
        return Target(inside or INDEX, anchor, found, relies or ("top" if climbs else how))

    def _find(self, path: str) -> tuple[str, How]:
        """The file at a path, and what the path relies on to get there."""
        files = self.site.files
        exact = path + INDEX if not path or path.endswith("/") else path
        if exact in files:
            return exact, ""
        bare = path.rstrip("/")
        for other in (f"{bare}/{INDEX}", bare, f"{bare}.html"):
            if other in files:
                return other, "slash"
        for other in (exact, f"{bare}/{INDEX}", bare, f"{bare}.html"):
            if other.casefold() in self._lower:
                return self._lower[other.casefold()], "case"
        return "", ""


def _join(folder: str, path: str) -> tuple[str, bool]:
    """A relative path from a folder, and whether it climbs out of the site."""
    parts = [part for part in folder.split("/") if part]
    climbs = False
    pieces = path.split("/")
    for piece in pieces:
        if piece == "..":
            climbs = climbs or not parts
            parts = parts[:-1]
        elif piece not in ("", "."):
            parts.append(piece)
    ends = "/" if parts and pieces[-1] in ("", ".", "..") else ""
    return "/".join(parts) + ends, climbs


def address_of(file: str) -> str:
    """A file of the site as links name it: `safety/chest/`, `law.csv`."""
    return file.removesuffix(INDEX) if file == INDEX or file.endswith("/" + INDEX) else file


def file_of(address: str) -> str:
    """The file of the site behind an address: the other way round."""
    return address + INDEX if address.endswith("/") or not address else address


def between(page: str, target: str, anchor: str = "") -> str:
    """A link from one file of the site to another, the shortest that relies on nothing."""
    hash_ = f"#{anchor}" if anchor else ""
    if page == target and hash_:
        return hash_
    to = address_of(target)
    near = posixpath.relpath(to or ".", posixpath.dirname(page) or ".")
    return near + ("/" if to.endswith("/") or not to else "") + hash_
