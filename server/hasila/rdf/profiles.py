"""Profiles that one dataset is described in, and which of them a client asks for.

W3C Content Negotiation by Profile (Working Draft) sections 6.1 (tokens and IRIs of profiles), 7.1 (Accept-Profile,
Content-Profile) and 7.2 (`_profile`). Reads no request and writes no header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MAX_RANGES = 32
_ELEMENT = re.compile(r"""\s*<?"?([^<>"\s;,]+)"?>?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?""")


@dataclass(frozen=True)
class Profile:
    """One profile: the token that `_profile` takes, its IRI, other IRIs that mean it, and its name for readers."""

    token: str
    iri: str
    label: str
    aliases: tuple[str, ...] = ()


DCAT_AP = Profile(
    "dcat-ap", "https://semiceu.github.io/DCAT-AP/releases/3.0.1/", "DCAT-AP 3.0.1",
    ("http://data.europa.eu/r5r/", "https://semiceu.github.io/DCAT-AP/releases/3.0.0/"),
)  # fmt: skip
DCAT = Profile(
    "dcat", "http://www.w3.org/ns/dcat#", "DCAT 3", ("http://www.w3.org/ns/dcat", "https://www.w3.org/TR/vocab-dcat-3/")
)
SCHEMA_ORG = Profile(
    "schema", "https://schema.org/", "schema.org", ("http://schema.org/", "https://schema.org/Dataset")
)
CROISSANT = Profile("croissant", "http://mlcommons.org/croissant/1.0", "Croissant 1.0")
DATA = Profile("data", "", "data")
"""The data themselves; their profile is the ontology of the publication, whose IRI is filled in."""


def choose_profile(header: str | None, token: str | None, offers: Sequence[Profile]) -> Profile | None:
    """Return the offer that `token` names, else the one that an Accept-Profile header prefers; None where none is wanted.

    A profile that is not offered is as good as none: the default is answered (section 7.1.2).
    """
    if token:
        return next((offer for offer in offers if token in (offer.token, offer.iri, *offer.aliases)), None)
    best: Profile | None = None
    best_quality = 0.0
    for element in (header or "").split(",")[:_MAX_RANGES]:
        found = _ELEMENT.fullmatch(element)
        if found is None:
            continue
        quality = float(found[2]) if found[2] else 1.0
        offer = next((offer for offer in offers if found[1] in (offer.iri, *offer.aliases)), None)
        if offer is not None and quality > best_quality:
            best, best_quality = offer, quality
    return best
