"""The events against the facts of 2015 to 2025: every row as it stands there, and nothing beside it and the statements."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from hasila.publication.store import Dataset, lexical_form, read_quads
from hasila.release import Release

BASE = "https://w3id.org/hasila/"
ID = BASE + "id/"
PREFIXES = f"""PREFIX hasila: <{BASE}def/> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX schema: <http://schema.org/>
PREFIX time: <http://www.w3.org/2006/time#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX org: <http://www.w3.org/ns/org#>
PREFIX dcterms: <http://purl.org/dc/terms/> """
ONE_RESOURCE = {
    "2025-11-24.interpol-assembly-93": "2025-interpol-general-assembly-93",
    "2025-12-05.institute-of-security-sciences": "2025-institute-of-security-sciences-opening",
    "2025-12-17.annual-report-2025": "2025-report-presentation",
    "2025.agadir-command-centre": "2025-command-centres-creation",
    "2025.commissariats-to-districts": "2025-commissariats-upgrade",
}
"""Events that the 2025 statements tell as well: they keep the IRI that they had."""
FROM_STATEMENTS = {
    "2025-interpol-general-assembly-93": {"interpol-general-assembly", "kingdom-of-morocco"},
    "2025-institute-of-security-sciences-opening": {"institute-of-security-sciences"},
}
"""Institutions that only the statements name."""
ONLY_STATED = {
    "2025-africa-cup-of-nations",
    "2025-camera-network-extension",
    "2025-international-decorations",
    "2025-security-partnership-agreements",
}
"""Events that only the statements tell: the facts have their parts, or nothing."""
NO_REPORT = {"2015-05-15.head-of-dgst-also-heads-dgsn"}
"""Events whose report is not published: of the report of 2015 no figure and no day was read, so there is no resource of it."""
PLACES = {"qatar": "QA"}
"""Places that are countries have their ISO 3166-1 code."""
SOURCES = {"sawt-al-adala-2025-12-17": "2025-sawt-al-adala"}
"""Sources that had an IRI before."""
LABELLED_BEFORE = {"dgsn", "dgst", "interpol", "kingdom-of-morocco"}
"""Institutions that had labels before."""


class Event(NamedTuple):
    begin: str
    end: str
    precision: str
    type: str
    status: str
    places: frozenset[str]
    institutions: frozenset[str]
    report: str
    publishers: str
    sources: frozenset[str]
    year: str


@pytest.fixture(scope="module")
def dataset(release: Release) -> Dataset:
    return Dataset(read_quads(release.path / "dumps" / "hasila.nq"))


@pytest.fixture(scope="module")
def facts(shared: Path) -> list[dict[str, str]]:
    return _rows(shared / "facts" / "events.csv")


@pytest.fixture(scope="module")
def sources(shared: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows(shared / "facts" / "event_sources.csv"):
        found[row["event_id"]].add(SOURCES.get(row["source_id"], row["source_id"]))
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _select(dataset: Dataset, query: str) -> list[dict[str, str]]:
    return [{name: lexical_form(term) for name, term in row.items()} for row in dataset.select(PREFIXES + query)]


def _name(row: dict[str, str]) -> str:
    """Return the local name of the event: the year that it is of, and the words of its key."""
    year = (row["date"] or row["report_year"])[:4]
    return ONE_RESOURCE.get(row["event_id"]) or f"{year}-{row['event_id'].partition('.')[2]}"


def _split(cell: str) -> set[str]:
    return set(filter(None, cell.split(";")))


def _expected(row: dict[str, str], sources: set[str]) -> Event:
    ends = re.match(r"ends ([\d-]+)", row["note"])
    begin, _, end = row["date"].partition("/")
    begins = begin and {4: f"{begin}-01-01", 7: f"{begin}-01"}.get(len(begin), begin)
    last = end or begin
    if ends:
        last = ends[1]
    elif len(last) == 4:
        last += "-12-31"
    return Event(
        begins,
        last if len(last) != 7 else "",
        row["date_precision"],
        row["type"],
        row["status"],
        frozenset(PLACES.get(key, key) for key in _split(row["place_key"])),
        frozenset(_split(row["institutions"])),
        "" if row["event_id"] in NO_REPORT else row["report_year"],
        row["publishers"],
        frozenset(sources),
        min(row["report_year"] or row["date"][:4], "2025"),
    )


def _objects(dataset: Dataset, path: str, kind: str) -> dict[str, set[str]]:
    """Return the local names of what a property path leads to from each event, of one kind of thing."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _select(dataset, f"SELECT ?event ?object WHERE {{ ?event a hasila:Event ; {path} ?object }}"):
        if row["object"].startswith(ID + kind + "/"):
            found[row["event"].removeprefix(ID + "event/")].add(row["object"].rpartition("/")[2])
    return found


@pytest.fixture(scope="module")
def published(dataset: Dataset) -> dict[str, Event]:
    places, sources = _objects(dataset, "schema:location", "place"), _objects(dataset, "prov:wasDerivedFrom", "source")
    institutions = _objects(dataset, "hasila:involves", "organization")
    query = """SELECT ?graph ?event ?begin ?end ?precision ?type ?status ?report ?publishers WHERE {
        GRAPH ?graph { ?event a hasila:Event } ?event hasila:eventType/skos:notation ?type ;
            hasila:eventStatus/skos:notation ?status ; hasila:datePrecision/skos:notation ?precision .
        OPTIONAL { ?event time:hasTime ?p . ?p time:hasBeginning/time:inXSDDate ?begin ; time:hasEnd/time:inXSDDate ?end }
        OPTIONAL { ?event hasila:statedInReport/hasila:year ?report } OPTIONAL { ?event hasila:publishers ?publishers } }"""
    found = {}
    for row in _select(dataset, query):
        name = row["event"].removeprefix(ID + "event/")
        assert name not in found, name
        found[name] = Event(
            row.get("begin", ""),
            row.get("end", ""),
            row["precision"],
            row["type"],
            row["status"],
            frozenset(places[name]),
            frozenset(institutions[name] - FROM_STATEMENTS.get(name, set())),
            row.get("report", ""),
            row.get("publishers", ""),
            frozenset(sources[name]),
            row["graph"].rpartition("/")[2],
        )
    return found


def test_events_of_the_facts_are_all_published_as_they_stand_there(
    published: dict[str, Event], facts: list[dict[str, str]], sources: dict[str, set[str]]
) -> None:
    assert len(facts) == 115 and sum(map(len, sources.values())) == 224
    for row in facts:
        expected, found = _expected(row, sources[row["event_id"]]), published[_name(row)]
        # A month ends where the calendar says; that a month is whole is a rule of its own.
        assert found._replace(end=found.end if expected.end else "") == expected, row["event_id"]
    assert len({_name(row) for row in facts}) == 115
    assert Counter(event.precision for event in published.values()) == Counter(
        day=64, month=10, year=39 + len(ONLY_STATED), period=1, unknown=1
    )


def test_events_beside_the_facts_are_those_of_the_statements(
    dataset: Dataset, published: dict[str, Event], facts: list[dict[str, str]]
) -> None:
    assert set(published) - {_name(row) for row in facts} == ONLY_STATED
    stated = set(_objects(dataset, "prov:wasDerivedFrom", "statement"))
    assert stated == ONLY_STATED | set(ONE_RESOURCE.values())
    assert all(published[name].sources == frozenset() and published[name].year == "2025" for name in ONLY_STATED)
    assert set(FROM_STATEMENTS) <= stated


def test_events_say_what_the_facts_say_in_three_languages(dataset: Dataset, facts: list[dict[str, str]]) -> None:
    rows = _select(
        dataset,
        "SELECT ?event ?property (LANG(?text) AS ?language) ?text WHERE { ?event a hasila:Event ; ?property ?text . "
        "VALUES ?property { rdfs:label skos:note } }",
    )
    said = {(r["event"].rpartition("/")[2], r["property"].rpartition("#")[2], r["language"]): r["text"] for r in rows}
    for row in facts:
        for language in ("ar", "fr", "en"):
            if row["event_id"] not in ONE_RESOURCE:
                assert said[_name(row), "label", language] == row[f"label_{language}"]
            rest = re.sub(r"^ends [\d-]+(; )?", "", row["note"])
            assert ((_name(row), "note", language) in said) == bool(rest), row["event_id"]


def test_notes_are_those_of_the_facts(dataset: Dataset, facts: list[dict[str, str]]) -> None:
    rows = _select(
        dataset, 'SELECT ?event ?note WHERE { ?event a hasila:Event ; skos:note ?note FILTER(LANG(?note) = "en") }'
    )
    notes = {row["event"].removeprefix(ID + "event/"): row["note"] for row in rows}
    numbers = re.compile(r"\d[\d,]*")
    for row in facts:
        if row["event_id"] not in ONE_RESOURCE and row["event_id"] != "2021-12-20.annual-report-2021":
            rest = re.sub(r"^ends [\d-]+(; )?", "", row["note"])
            assert set(numbers.findall(rest)) - {"13", "42"} <= set(numbers.findall(notes.get(_name(row), ""))), row


def test_institutions_and_places_of_the_facts_are_all_published(dataset: Dataset, shared: Path) -> None:
    rows = _select(dataset, "SELECT ?thing (LANG(?l) AS ?language) ?l WHERE { ?thing rdfs:label ?l }")
    labels = {(row["thing"].removeprefix(ID), row["language"]): row["l"] for row in rows}
    counted: Counter[str] = Counter()
    for row in _rows(shared / "facts" / "codes.csv"):
        kind = {"institution": "organization", "place": "place"}.get(row["list"])
        if kind:
            counted[kind] += 1
            name = f"{kind}/{PLACES.get(row['code'], row['code']) if kind == 'place' else row['code']}"
            for language in ("ar", "fr", "en"):
                same = labels[name, language] == row[f"label_{language}"]
                assert same or row["code"] in LABELLED_BEFORE, (name, language)
    assert counted == {"organization": 31, "place": 35}


def test_organisations_are_not_said_to_be_part_of_what_works_of_reference_disagree_on(dataset: Dataset) -> None:
    assert _select(dataset, "SELECT ?part WHERE { ?part org:subOrganizationOf|org:hasSubOrganization ?whole }") == []
    rows = _select(dataset, f"SELECT ?whole WHERE {{ <{ID}organization/dgst> org:unitOf|org:linkedTo ?whole }}")
    assert rows == []


def test_regions_have_their_codes_and_every_other_place_lies_somewhere(dataset: Dataset) -> None:
    rows = _select(
        dataset,
        """SELECT ?place ?code ?country WHERE { ?place a dcterms:Location . OPTIONAL { ?place dcterms:identifier ?code }
        OPTIONAL { ?place schema:containedInPlace+ ?country . ?country a schema:Country } }""",
    )
    codes = {row["place"].rpartition("/")[2]: row.get("code", "") for row in rows}
    assert all(codes[f"MA-{n:02}"] == f"MA-{n:02}" for n in range(1, 13))
    lost = {row["place"].rpartition("/")[2] for row in rows if not row.get("country")}
    assert lost == {"ES", "GB", "MA", "QA", "TN"}
    # As ISO 3166-2:MA has it; other publications may file them under another country.
    inside = {row["place"].rpartition("/")[2]: row.get("country", "").rpartition("/")[2] for row in rows}
    assert inside["smara"] == inside["el-guerguerat"] == "MA"


def test_every_place_says_where_its_code_and_what_it_lies_in_were_read(dataset: Dataset) -> None:
    rows = _select(
        dataset,
        "SELECT ?place ?source WHERE { ?place a dcterms:Location . OPTIONAL { ?place dcterms:source ?source } }",
    )
    named = {row["place"].rpartition("/")[2] for row in rows if "source" in row}
    assert {row["place"].rpartition("/")[2] for row in rows} == named and len(named) == 56
    # A commit of a published data set, an address, or a fact of ours: never what everybody knows.
    found = re.compile(r"@[0-9a-f]{7} |@[0-9a-f]{7},|https?://|\b(?:figure|event) |\(20\d\d-")
    assert [row["source"] for row in rows if not found.search(row["source"])] == []


def test_institutions_come_from_a_statement_or_from_the_pages_of_their_events(
    dataset: Dataset, facts: list[dict[str, str]], sources: dict[str, set[str]]
) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _select(dataset, "SELECT ?of ?from WHERE { ?of org:classification ?type ; prov:wasDerivedFrom ?from }"):
        found[row["of"].rpartition("/")[2]].add(row["from"].removeprefix(ID))
    for key in {key for row in facts for key in _split(row["institutions"])}:
        pages = set().union(*(sources[row["event_id"]] for row in facts if key in _split(row["institutions"])))
        said = any(name.startswith("statement/") for name in found[key])
        assert found[key] == {f"source/{page}" for page in pages} or said, key


def test_events_told_together_have_the_single_ones_as_their_parts(dataset: Dataset) -> None:
    rows = _select(dataset, "SELECT ?part ?whole WHERE { ?part schema:superEvent ?whole . ?whole skos:note ?note }")
    parts = defaultdict(set)
    for row in rows:
        parts[row["whole"].rpartition("/")[2]].add(row["part"].rpartition("/")[2])
    assert parts == {
        "2025-commissariats-upgrade": {"2025-tikiouine-district"},
        "2025-international-decorations": {
            "2025-guardia-civil-grand-cross", "2025-interpol-medal", "2025-legion-of-honour", "2025-prince-nayef-medal",
        },
        "2025-security-partnership-agreements": {
            "2025-argos-convention", "2025-ethiopia-memorandum", "2025-nauss-memorandum", "2025-norway-memorandum",
        },
    }  # fmt: skip
