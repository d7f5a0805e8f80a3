"""Coursebook: continuing-education courses as static sites, checked as an accreditor would check them.

The engine knows courses, not MkDocs. Imports run one way:
``model <- findings <- source <- features <- build <- hooks/events.py, cli``.
"""

from __future__ import annotations

__version__ = "0.1.0"
