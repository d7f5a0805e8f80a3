"""What same.py compares of a course besides its site, as one JSON object; read from the build of this engine."""

from __future__ import annotations

import json

from conftest import run
from coursebook.report.printers import as_json


def take(config, site):
    build, warnings = run(config, site, "2026-11-21")
    questions = [
        {
            "id": q.id,
            "kind": q.kind,
            "case": q.case,
            "objective": q.objective,
            "stem": q.stem,
            "at": str(q.source),
            "anchor": q.anchor,
            "hash": q.content_hash,
            "asked": q.asked_hash,
            "hints": q.hints,
            "allow": q.allow,
            "options": [[o.text, o.right, o.has_rationale, o.target, o.answer_code, str(o.source)] for o in q.options],
        }
        for q in build.course.all_questions
    ]
    cited = [[c.key, str(c.source), c.page, c.where, c.anchor] for c in build.course.cited]
    uses = [[u.id, u.page, u.anchor, str(u.source)] for u in build.course.uses]
    taught = {o: [[s.page, s.anchor, s.title, str(s.source)] for s in rows] for o, rows in build.course.taught.items()}
    return {
        "questions": questions,
        "cited": cited,
        "uses": uses,
        "taught": taught,
        "words": {path: page.words for path, page in build.pages.items()},
        "minutes": build.course.minutes if build.sources.texts.get("index.md") else 0,
        "hash": build.sources.content_hash,
        "steps": [[s.url, s.minutes, list(s.questions)] for s in build.course.steps],
        "findings": json.loads(as_json(build.found)),
        "warnings": sorted(warnings) if warnings else [],
    }
