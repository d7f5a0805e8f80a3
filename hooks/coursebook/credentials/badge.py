"""What a provider issues to a learner who passed: a signed badge, and a certificate to print.

A badge is a verifiable credential as a JSON Web Token, by Open Badges 3.0, section 8.2 (JSON Web Token proof format):
the payload is the credential itself, the header carries the public key, and the algorithm is RS256, which every
verifier has to know. joserfc signs.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from markupsafe import Markup

from ..locale import Language
from ..markdown.templates import fill_template
from ..marking.grade import MarkedSheet
from ..marking.key import Key, write_private
from .certificate import Certificate

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
FORMAT = "coursebook signing key"
BITS = 3072
ASSETS = Path(__file__).parent.parent / "assets"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs. `id` is an address of the provider that stays; `jwk` the private key as a JSON Web Key."""

    id: str
    name: str
    jwk: dict[str, str]


def new_issuer(id_: str, name: str) -> Issuer:
    """An issuer with a new RSA key of 3,072 bits. Raises ValueError where the id is not an https address."""
    if not id_.startswith("https://"):
        raise ValueError(f"'{id_}' is not a web address: use one that begins with https://")
    made = RSAKey.generate_key(BITS, private=True).as_dict(private=True)
    return Issuer(id_, name, {name: str(value) for name, value in made.items()})


def write_issuer(issuer: Issuer, file: Path) -> None:
    """Stores a signing key, readable for its owner only. Raises FileExistsError rather than lose a key."""
    stored = {"format": FORMAT, "version": 1, "issuer": {"id": issuer.id, "name": issuer.name}, "jwk": issuer.jwk}
    write_private(file, json.dumps(stored, indent=1) + "\n")


def read_issuer(file: Path) -> Issuer:
    """A stored signing key. Raises ValueError with the reason where the file is not one."""
    try:
        stored = json.loads(file.read_text("utf-8"))
        if stored["format"] != FORMAT or stored["version"] != 1:
            raise ValueError("not a signing key of this version")
        return Issuer(str(stored["issuer"]["id"]), str(stored["issuer"]["name"]), dict(stored["jwk"]))
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"cannot read the file: {error}") from None
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"not a signing key: {error}") from None


class Signer:
    """Signs certificates with an issuer's key."""

    def __init__(self, issuer: Issuer, key: Key) -> None:
        self.issuer, self.key = issuer, key
        self._jwk = RSAKey.import_key(dict(issuer.jwk))
        self.thumbprint = self._jwk.thumbprint()
        """Identifies the key: SHA-256 of its public part, base64url (RFC 7638)."""

    def sign(self, result: MarkedSheet, now: datetime) -> str:
        """The certificate of a result as a signed token."""
        header = {"alg": "RS256", "typ": "JWT", "jwk": self._jwk.as_dict(private=False)}
        claims = credential(result, self.issuer, self.key, now)
        return str(jwt.encode(header, claims, self._jwk, algorithms=["RS256"]))


def credential(result: MarkedSheet, issuer: Issuer, key: Key, now: datetime) -> dict[str, Any]:
    """The credential of a result. The learner's name and number are in it, and nothing else about the learner."""
    sheet = result.sheet
    words = Language.of(key.certificate.language if key.certificate else "en")
    id_, holder = badge_id(key, sheet.attempt), badge_id(key, sheet.ticket or sheet.attempt)
    day = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    limits = (key.certificate and key.certificate.limits) or words["certificate-limits"]
    narrative = words["certificate-means"].format(passing=key.passing, limits=limits)
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "id": holder,
        "achievement": {
            "id": f"{issuer.id.rstrip('/')}/{key.course}/{key.quiz}/{key.edition}",
            "type": ["Achievement"],
            "name": key.title,
            "description": words["certificate-of"].format(title=key.title, quiz=key.quiz, edition=key.edition),
            "criteria": {"narrative": narrative},
        },
    }
    if identity := {kind: text for kind, text in (("name", sheet.name), ("identifier", sheet.number)) if text}:
        subject["identifier"] = [
            {"type": "IdentityObject", "hashed": False, "identityHash": text, "identityType": kind}
            for kind, text in identity.items()
        ]
    return {
        "@context": list(CONTEXT),
        "id": id_,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": key.title,
        "issuer": {"id": issuer.id, "type": ["Profile"], "name": issuer.name},
        "validFrom": day,
        "credentialSubject": subject,
        "iss": issuer.id,
        "jti": id_,
        "sub": holder,
        "nbf": int(now.timestamp()),
    }


def badge_id(key: Key, name: str) -> str:
    """The same name always gets the same id, so that a certificate keeps its id when it is issued again."""
    return "urn:uuid:" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"coursebook:{key.course}/{key.quiz}/{key.edition}/{name}"))


def why_not(key: Key) -> str:
    """Why no certificate can be made with a key, and the fix; an empty string where one can."""
    facts = key.certificate
    if facts is None:
        return (
            "the key is of an earlier version and lacks the facts for a certificate\n    fix: create a new key with "
            "coursebook key and --tickets-of this one; tickets and sheets of the same edition remain valid"
        )
    if not facts.ready:
        what = ", ".join(facts.missing) or "profile: provider"
        return (
            f"the course of the key does not state what a certificate requires: {what}\n    fix: fill it in in "
            "docs/index.md, and create a new key with --tickets-of this one"
        )
    return ""


def certificate(result: MarkedSheet, key: Key, facts: Certificate, thumbprint: str) -> str:
    """The certificate of a result as an HTML document without links, scripts or pictures."""
    sheet, words = result.sheet, Language.of(facts.language)
    day = sheet.finished.date()
    due = dict(facts.awarded(day, sheet.profession))
    awards = [(n, award, due[award], True) for n, award in enumerate(facts.awards) if award in due]
    slots = {
        "name": sheet.name or sheet.ticket or sheet.attempt,
        "number": sheet.number,
        "date": words.date(day),
        "id": badge_id(key, sheet.attempt).removeprefix("urn:uuid:"),
        "key": thumbprint,
        "awards": awards,
        "credited": bool(awards),
        "scores": fill_template(
            "certificate-score.html",
            score=f"{result.score:g}", passing=key.passing, day=words.date(day), words=words,
        ),
    }  # fmt: skip
    style = Markup((ASSETS / "certificate.css").read_text("utf-8"))  # as on the page of the site
    quiz = key.name or key.quiz
    return str(
        fill_template("certificate-alone.html", certificate=facts, slots=slots, quiz=quiz, style=style, words=words)
    )
