"""Certificates as Open Badges 3.0: verifiable credentials signed by the provider, as JSON Web Tokens.

The shape is that of Open Badges 3.0, section 8.2 (JSON Web Token proof format): the payload is the credential itself,
the header carries the public key, and the algorithm is RS256, the one every verifier has to know. joserfc signs.
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

from ..locale import Language
from ..marking.grade import MarkedSheet
from ..marking.key import Key, write_private

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
FORMAT = "coursebook signing key"
BITS = 3072


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs. `id` is an address of the provider that stays; `jwk` the private key as a JSON Web Key."""

    id: str
    name: str
    jwk: dict[str, str]


def new_issuer(id_: str, name: str) -> Issuer:
    """An issuer with a new RSA key of 3,072 bits. Raises ValueError where the id is no https address."""
    if not id_.startswith("https://"):
        raise ValueError(f"'{id_}' is not a web address: use one that begins with https://")
    made = RSAKey.generate_key(BITS, private=True).as_dict(private=True)
    return Issuer(id_, name, {name: str(value) for name, value in made.items()})


def write_issuer(issuer: Issuer, file: Path) -> None:
    """Keeps a signing key, readable for its owner only. Raises FileExistsError rather than lose a key."""
    kept = {"format": FORMAT, "version": 1, "issuer": {"id": issuer.id, "name": issuer.name}, "jwk": issuer.jwk}
    write_private(file, json.dumps(kept, indent=1) + "\n")


def read_issuer(file: Path) -> Issuer:
    """A signing key that was kept. Raises ValueError, saying why, where the file is none."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        if kept["format"] != FORMAT or kept["version"] != 1:
            raise ValueError("not a signing key of this version")
        return Issuer(str(kept["issuer"]["id"]), str(kept["issuer"]["name"]), dict(kept["jwk"]))
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
        """Names the key: SHA-256 of its public part, base64url (RFC 7638)."""

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
    named = [("name", sheet.name), ("identifier", sheet.number)]
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "id": holder,
        "achievement": {
            "id": f"{issuer.id.rstrip('/')}/{key.course}/{key.quiz}/{key.edition}",
            "type": ["Achievement"],
            "name": key.title,
            "description": words["certificate-of"].format(title=key.title, quiz=key.quiz, edition=key.edition),
            "criteria": {"narrative": _means(key, words)},
        },
    }
    identifiers = [
        {"type": "IdentityObject", "hashed": False, "identityHash": text, "identityType": kind}
        for kind, text in named
        if text
    ]
    if identifiers:
        subject["identifier"] = identifiers
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


def _means(key: Key, words: Language) -> str:
    limits = (key.certificate and key.certificate.limits) or words["certificate-limits"]
    return words["certificate-means"].format(passing=key.passing, limits=limits)


def badge_id(key: Key, name: str) -> str:
    """The same name always gets the same id, so that a certificate that is issued anew is the same one."""
    return "urn:uuid:" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"coursebook:{key.course}/{key.quiz}/{key.edition}/{name}"))
