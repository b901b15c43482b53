"""The links of the publication against the list of verified ones: those, or a reason; never a trap, never Algeria's police."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from hasila.publication.store import Dataset, lexical_form, read_quads
from hasila.release import Release

LEFT_OUT = Path(__file__).parent / "left_out_links.csv"
DEF = "https://w3id.org/hasila/def/"
ALGERIA = {"Q12218510", "Q3100409"}
"""Its police, of the same names in Arabic and French, and its gendarmerie."""
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
WEAKER = {
    "skos:exactMatch": {"skos:exactMatch", "skos:closeMatch"},
    "skos:closeMatch": {"skos:closeMatch", "dcterms:subject"},
    "dct:subject / skos:relatedMatch": {"dcterms:subject", "skos:relatedMatch"},
    "dct:source": {"dcterms:source"},
    "qudt:hasUnit / sdmx-attribute:unitMeasure": {"skos:exactMatch"},
}
"""What a verified relation allows: a thesaurus tells what an indicator is about (links.md); a unit to be used equals ours."""
LINKS = f"""PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX dcterms: <{PREFIXES["dcterms"]}>
SELECT ?link ?subject ?relation ?target ?evidence ?method ?date WHERE {{ ?link a rdf:Statement ; rdf:subject ?subject ;
    rdf:predicate ?relation ; rdf:object ?target . OPTIONAL {{ ?link dcterms:source ?evidence }}
    OPTIONAL {{ ?link dcterms:type ?method }} OPTIONAL {{ ?link dcterms:date ?date }} }}"""


@pytest.fixture(scope="module")
def dataset(release: Release) -> Dataset:
    return Dataset(read_quads(release.path / "dumps" / "hasila.nq"))


@pytest.fixture(scope="module")
def links(dataset: Dataset) -> list[dict[str, str]]:
    return [{name: lexical_form(term) for name, term in row.items()} for row in dataset.select(LINKS)]


def test_sentences_of_evidence_say_that_they_are_english(dataset: Dataset) -> None:
    untagged = f"""SELECT ?thing ?evidence WHERE {{ ?thing <{PREFIXES["dcterms"]}source> ?evidence
        FILTER(ISLITERAL(?evidence) && LANG(?evidence) = "") }}"""
    assert not list(dataset.select(untagged))


@pytest.fixture(scope="module")
def listed(shared: Path) -> list[dict[str, str]]:
    return _rows(shared / "links" / "links.csv")


@pytest.fixture(scope="module")
def verified(listed: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in listed if row["verified"] == "yes" and row["kind"] != "trap"]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _short(iri: str) -> str:
    return next((iri.replace(full, f"{prefix}:") for prefix, full in PREFIXES.items() if iri.startswith(full)), iri)


def test_links_are_those_verified_with_that_relation_or_a_weaker_one(
    links: list[dict[str, str]], verified: list[dict[str, str]], shared: Path
) -> None:
    allowed = {
        (row["target_iri"], relation)
        for row in verified
        for relation in WEAKER.get(row["relation"], {row["relation"]})
        if row["target_iri"]
    }
    codes = {row["local_name"].removeprefix("iccs-") for row in verified if row["kind"] == "concept-iccs"}
    hints = {row["key"]: row["iccs_hint"] for row in _rows(shared / "facts" / "indicators.csv") if row["iccs_hint"]}
    classified = {}
    for link in links:
        if _short(link["relation"]) == "skos:notation":
            classified[link["subject"].rpartition("/")[2]] = link["target"]
        else:
            assert (link["target"], _short(link["relation"])) in allowed, link
    assert classified == hints and set(hints.values()) <= codes
    assert len(hints) == 16


def test_links_all_have_evidence_method_and_date(links: list[dict[str, str]]) -> None:
    assert len(links) >= 200
    for link in links:
        assert link["evidence"] and link["method"].endswith("/read-beside-label") and link["date"], link
        # The number of a page in an index that readers do not have is no evidence.
        assert not re.search(r"\bstored\b|pages corpus|\b\d{11,12}\b", link["evidence"]), link


def test_verified_rows_are_all_linked_or_left_out_with_a_reason(
    dataset: Dataset, links: list[dict[str, str]], verified: list[dict[str, str]]
) -> None:
    targets = {link["target"] for link in links}
    places = _place_codes(dataset)
    reasons = {(row["kind"], row["local_name"], row["target_iri"]): row["reason"] for row in _rows(LEFT_OUT)}
    assert all(reasons.values())
    unused = set(reasons)
    for row in verified:
        whole, own = (row["kind"], "", ""), (row["kind"], row["local_name"], row["target_iri"])
        published = _published(row, targets, places)
        unused -= {whole, own}
        assert published != (whole in reasons or own in reasons), row
    assert not unused


def _published(row: dict[str, str], targets: set[str], places: set[str]) -> bool:
    if row["relation"] != "skos:notation":
        return row["target_iri"] in targets
    return row["local_name"] in places or row["local_name"].removeprefix("iccs-") in targets


def _place_codes(dataset: Dataset) -> set[str]:
    query = f"SELECT ?code {{ ?place a <{PREFIXES['dcterms']}Location> ; <{PREFIXES['dcterms']}identifier> ?code }}"
    return {lexical_form(row["code"]) for row in dataset.select(query)}


def _spelling(iri: str) -> str:
    """Return the IRI without what may be spelt otherwise: scheme, www, percent signs, fragment, last slash."""
    return re.sub(r"^https?://(www\.)?", "", unquote(iri).partition("#")[0]).rstrip("/")


def _dumps(release: Release) -> Iterator[str]:
    packed = {".gz", ".zst"}
    files = [
        path for path in sorted((release.path / "dumps").rglob("*")) if path.is_file() and path.suffix not in packed
    ]
    assert len(files) > 3
    for path in files:
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield from (book.read(name).decode("utf-8") for name in book.namelist())
        else:
            yield path.read_text(encoding="utf-8")


def test_traps_and_the_police_of_algeria_appear_in_no_dump_in_any_spelling(
    release: Release, listed: list[dict[str, str]]
) -> None:
    traps = [row for row in listed if row["kind"] == "trap"]
    forbidden = {_spelling(row["target_iri"]) for row in traps if row["target_iri"]}
    items = ALGERIA | set(re.findall(r"\bQ\d+\b", " ".join(row["target_iri"] for row in traps)))
    assert len(forbidden) > 30 and len(items) > 25 and {"Q12218510", "Q3100409"} < items
    # An item's number is enough, whether as entity, as page or in a text.
    named = re.compile(rf"\b(?:{'|'.join(items)})\b")
    for text in _dumps(release):
        assert named.findall(text) == []
        assert {_spelling(iri) for iri in set(re.findall(r"https?://[^\s<>\"\\|]+", text))} & forbidden == set()
        assert '"08041"' not in text, "taken for smuggling of migrants, which it is not"


def test_spellings_of_one_item_are_told_to_be_the_same() -> None:
    spelt = [
        "http://www.wikidata.org/entity/Q1",
        "https://wikidata.org/entity/Q1/",
        "https://www.wikidata.org/entity/Q1#x",
    ]
    assert {_spelling(iri) for iri in spelt} == {"wikidata.org/entity/Q1"}


def test_identity_is_stated_of_places_and_organisations_only_and_among_the_links(dataset: Dataset) -> None:
    query = "SELECT ?graph ?thing WHERE { GRAPH ?graph { ?thing <http://www.w3.org/2002/07/owl#sameAs> ?other } }"
    rows = [(lexical_form(row["graph"]), lexical_form(row["thing"])) for row in dataset.select(query)]
    assert len(rows) > 60
    assert {graph for graph, _ in rows} == {"https://w3id.org/hasila/graph/links"}
    assert {thing.split("/")[5] for _, thing in rows} == {"place", "organization"}
