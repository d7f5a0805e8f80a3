"""The content hash: which sources a course was built from, as one SHA-256 that anybody can work out again.

It is the hash of a list, one line a file, as the system's own tools write it. In the folder of mkdocs.yml:

    find docs bib -type f ! -path '*/.*' ! -name 'verified*.json' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum

Left out are hidden files, and the dated results of `coursebook verify`: they say when a reference was looked up, and
change nothing that is taught. The engine is not in it: one that shows the same sources otherwise has the same hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

RESULTS = "verified*.json"


def content_hash(folders: Iterable[tuple[str, Path]]) -> str:
    """64 hexadecimal digits for folders, each with its name relative to the project: `("docs", Path(...))`."""
    lines = []
    for shown, folder in folders:
        for file in folder.rglob("*"):
            inner = file.relative_to(folder)
            hidden = any(part.startswith(".") for part in inner.parts)
            if file.is_file() and not (hidden or file.is_symlink() or file.match(RESULTS)):
                name = f"{shown}/{inner.as_posix()}".encode("utf-8", "surrogateescape")
                lines.append((name, hashlib.sha256(file.read_bytes()).hexdigest()))
    text = b"".join(f"{digest}  ".encode() + name + b"\n" for name, digest in sorted(lines))
    return hashlib.sha256(text).hexdigest()
