"""How a fence of code begins, as pymdownx.superfences has it: what is code on the page is code for the checks."""

from __future__ import annotations

from pymdownx.superfences import RE_NESTED_FENCE_START

from . import Patch

PATCH = Patch(
    of="pymdown-extensions",
    versions=">=11,<14",
    upstream="https://github.com/facelessuser/pymdown-extensions/blob/853cfb0f9df8021626ea9f18b69ccd31b75d5169/"
    "pymdownx/superfences.py#L43",
    until="the extension says which lines it took for code, or its pattern is documented (neither in 13.1)",
)
FENCE_START = RE_NESTED_FENCE_START
"""Matches what follows the indent of a fence that opens; its group `unrecognized` is what it does not understand."""
