"""The certificate page in a browser, as a learner with a complete record uses it, and the receipt that it saves."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

from browsing import Watched
from conftest import ROOT
from jsonschema import Draft202012Validator
from playwright.sync_api import Page
from pypdf import PdfReader

PAGE = "certificate/"
SCHEMA = json.loads((ROOT / "hooks" / "coursebook" / "assets" / "receipt.schema.json").read_text("utf-8"))
VALID = Draft202012Validator(SCHEMA)


def open_with(watched: Watched, record: dict[str, Any], course: str = "trigger-points") -> Page:
    page = watched.go(PAGE)
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [f"coursebook.{course}", json.dumps(record)])
    page.reload()
    page.locator(".cb-paper [data-slot=id]", has_text=re.compile(r"\w")).or_(
        page.locator(".cb-certificate li a").first
    ).first.wait_for()
    return page


def type_name(page: Page, name: str = "Ann Example, PT", number: str = "PT-1") -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("License or ID number, if").fill(number)
    wanted = " ".join(name.split())
    page.wait_for_function("name => document.querySelector('[data-slot=name]').textContent === name", arg=wanted)


def save(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the receipt").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def printed(page: Page, size: str) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(format=size, tagged=True)))
