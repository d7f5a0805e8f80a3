"""Where the engine changes, or leans on, what is no public part of another package: one file each.

Each file has a `PATCH` that says what it is of, with which versions it was tested, where that code is, and when the
patch can go. `tests/engine/test_patches.py` has a test for each that fails when it stops working, and compares this
list with the bounds in pyproject.toml. Prefer none: a file here is a debt.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patch:
    """`of` is a distribution, `versions` those that it was tested with, as in pyproject.toml; `upstream` is a permalink
    to the code at issue; `until` says what has to happen there, and when that was last looked at.
    """

    of: str
    versions: str
    upstream: str
    until: str
