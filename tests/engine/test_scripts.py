"""The scripts as they are shipped: what minifies them leaves their templates as they are."""

from __future__ import annotations

import re

from coursebook.host.config import ASSETS

COMMENT = re.compile(r"/\*.*?\*/|(?:^|(?<=[\s;,{]))//[^\n]*", re.DOTALL | re.MULTILINE)


def test_no_template_of_a_script_is_changed() -> None:
    """What takes comments and white space out of scripts would change a template over several lines, or one with two
    spaces in a row that holds another template.
    """
    for script in ASSETS.glob("*.mjs"):
        for number, line in enumerate(COMMENT.sub("", script.read_text("utf-8")).splitlines(), start=1):
            assert line.count("`") % 2 == 0, f"{script.name}:{number}"
            templates = re.findall(r"`[^`]*`", line)
            assert not any("  " in one for one in templates), f"{script.name}:{number}"
