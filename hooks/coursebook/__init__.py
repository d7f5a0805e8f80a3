"""Coursebook: continuing-education courses as static sites, checked as an accreditor would check them.

The engine knows courses; only `host` knows MkDocs. Imports run one way:
``model <- report, read, markdown <- features <- steps <- host <- cli``.
"""

from __future__ import annotations

__version__ = "0.1.0"
