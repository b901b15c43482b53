"""Content Negotiation by Profile: which description a header or `_profile` asks for."""

from __future__ import annotations

import pytest

from hasila.rdf.profiles import CROISSANT, DCAT, DCAT_AP, SCHEMA_ORG, Profile, choose_profile

OFFERS = (DCAT_AP, DCAT, SCHEMA_ORG)


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, None),
        ("", None),
        ("<https://schema.org/>", SCHEMA_ORG),
        ('"https://schema.org/"', SCHEMA_ORG),
        ("<http://schema.org/>; q=0.4, <http://www.w3.org/ns/dcat#>; q=0.9", DCAT),
        ("<http://schema.org/>;q=0.4,<http://www.w3.org/ns/dcat#>;q=0", SCHEMA_ORG),
        ("<http://data.europa.eu/r5r/>", DCAT_AP),
        ("<http://mlcommons.org/croissant/1.0>", None),
        ("<https://unknown.example/>, <https://schema.org/>; q=0.1", SCHEMA_ORG),
        ("nonsense <<>>, ;;;", None),
        ("<https://schema.org/>; q=2", None),
        (",".join(["<https://unknown.example/>"] * 40 + ["<https://schema.org/>"]), None),
    ],
)
def test_header_chooses_the_profile_wanted_most(header: str | None, chosen: Profile | None) -> None:
    assert choose_profile(header, None, OFFERS) == chosen


@pytest.mark.parametrize(
    ("token", "chosen"),
    [("schema", SCHEMA_ORG), ("https://schema.org/", SCHEMA_ORG), ("croissant", None), ("SCHEMA", None)],
)
def test_token_wins_over_the_header(token: str, chosen: Profile | None) -> None:
    assert choose_profile("<http://www.w3.org/ns/dcat#>", token, OFFERS) == chosen


def test_each_token_and_each_iri_means_one_profile() -> None:
    every = (*OFFERS, CROISSANT)
    names = [name for profile in every for name in (profile.token, profile.iri, *profile.aliases)]
    assert len(names) == len(set(names))
