"""The ids of questions, and characters nobody sees."""

from __future__ import annotations

import re
import unicodedata

ID = re.compile(r"[^\W_]+(?:[._-]+[^\W_]+)*")
LONGEST = 80
NOT_PLAIN = ("Cf", "Cc", "Cn", "Co", "Zl", "Zp")


def wrong_id(id_: str) -> tuple[str, str] | None:
    """What is wrong with an id, and a better one; None where it is fine."""
    better = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", id_).lower()).strip("-")[:LONGEST].strip("-")
    mend = f"write {better or 'module-topic-1'}"
    if hidden := invisible(id_):
        return f"has an invisible character ({hidden})", mend
    if len(id_) > LONGEST:
        return f"is {len(id_)} characters long, and {LONGEST} is the most", mend
    if odd := next((c for c in id_ if not (c.isalnum() or c in "._-")), ""):
        return f"has {'a space' if odd.isspace() else repr(odd)}", mend
    if capital := next((c for c in id_ if c != c.lower()), ""):
        return f"has the capital letter '{capital}'", mend
    if not ID.fullmatch(id_):
        return "begins or ends with no letter or digit", mend
    if unicodedata.normalize("NFC", id_) != id_:
        return "has an accent that is a character of its own", mend
    return None


def invisible(text: str) -> str:
    """The first character of a text that nobody sees, by its number and name; an empty string where there is none."""
    if text.isascii() and text.replace("\t", " ").isprintable():
        return ""
    for character in text:
        hidden = unicodedata.category(character) in NOT_PLAIN and character != "\t"
        if hidden or (unicodedata.category(character) == "Zs" and character != " "):
            return f"U+{ord(character):04X} {unicodedata.name(character, 'without a name').lower()}"
    return ""
