"""The data of 2025 against the source text and the list of its statements: all of it, and nothing else."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from hasila.cli import main
from hasila.publication.store import Dataset, lexical_form, read_quads
from hasila.release import Release

BASE = "https://w3id.org/hasila/"
PREFIXES = f"""PREFIX hasila: <{BASE}def/> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX schema: <http://schema.org/> """


@pytest.fixture(scope="module")
def dataset(release: Release) -> Dataset:
    return Dataset(read_quads(release.path / "dumps" / "hasila.nq"))


@pytest.fixture(scope="module")
def listed(shared: Path) -> list[dict[str, str]]:
    with (shared / "source" / "statements-2025.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _select(dataset: Dataset, query: str) -> list[dict[str, str]]:
    return [{name: lexical_form(term) for name, term in row.items()} for row in dataset.select(PREFIXES + query)]


def test_dump_is_large_enough_and_free_of_blank_nodes(release: Release) -> None:
    lines = (release.path / "dumps" / "hasila.nt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines)) == release.publication.triples > 3000
    assert not any(line.startswith("_:") or " _:" in re.sub(r'"(?:[^"\\]|\\.)*"', "", line) for line in lines)


def test_every_statement_is_there_with_its_exact_passage(dataset: Dataset, listed: list[dict[str, str]]) -> None:
    rows = _select(
        dataset,
        """SELECT ?id ?paragraph ?start ?end ?sha WHERE {
            ?statement a hasila:Statement ; dcterms:identifier ?id ; hasila:paragraph ?paragraph ; hasila:evidence ?e .
            ?e oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end ; hasila:sha256 ?sha }""",
    )
    found = {(r["id"], f"P{r['paragraph']}", r["start"], r["end"], r["sha"]) for r in rows}
    assert found == {(f"2025-{s['id']}", s["paragraph"], s["start"], s["end"], s["sha256"]) for s in listed}
    assert len(found) == 40


def test_kind_of_every_statement_is_the_listed_one(dataset: Dataset, listed: list[dict[str, str]]) -> None:
    rows = _select(
        dataset, "SELECT ?id ?kind WHERE { ?s dcterms:identifier ?id ; hasila:statementKind/skos:notation ?kind }"
    )
    assert {(r["id"], r["kind"]) for r in rows} == {(f"2025-{s['id']}", s["kind"]) for s in listed}


def test_something_was_taken_from_every_statement(dataset: Dataset) -> None:
    rows = _select(
        dataset,
        "SELECT ?id WHERE { ?s a hasila:Statement ; dcterms:identifier ?id MINUS { ?x prov:wasDerivedFrom ?s } }",
    )
    assert rows == []


def test_figures_are_as_they_were_said(dataset: Dataset) -> None:
    rows = _select(
        dataset,
        """PREFIX m: <http://purl.org/linked-data/sdmx/2009/measure#>
        SELECT ?statement ?value ?qualifier ?lower ?upper ?base ?standing WHERE {
            ?f a hasila:Figure ; prov:wasDerivedFrom/dcterms:identifier ?statement ; m:obsValue ?value ;
               hasila:qualifier/skos:notation ?qualifier .
            OPTIONAL { ?f hasila:lowerBound ?lower } OPTIONAL { ?f hasila:upperBound ?upper }
            OPTIONAL { ?f hasila:basePeriod/hasila:year ?base ; hasila:basePeriodStanding/skos:notation ?standing } }""",
    )
    columns = ("statement", "value", "qualifier", "lower", "upper", "base", "standing")
    assert sorted(tuple(row.get(column, "") for column in columns) for row in rows) == [
        ("2025-S20", "3600000", "at-least", "3600000", "", "", ""),
        ("2025-S22", "-10", "exact", "", "", "2024", "implied"),
        ("2025-S23", "95", "exact", "", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("statement", "property_name", "code"),
    [("S21", "direction", "stable"), ("S34", "magnitude", "thousands"), ("S28", "direction", "strengthened")],
)
def test_what_has_no_number_is_a_coded_trend(dataset: Dataset, statement: str, property_name: str, code: str) -> None:
    rows = _select(
        dataset,
        f"""SELECT ?code WHERE {{ ?t a hasila:Trend ; hasila:{property_name}/skos:notation ?code ;
            prov:wasDerivedFrom <{BASE}id/statement/2025-{statement}> }}""",
    )
    assert [r["code"] for r in rows] == [code]


@pytest.mark.parametrize(
    ("event", "type_code", "places"),
    [
        ("2025-institute-of-security-sciences-opening", "opening", {"ifrane"}),
        ("2025-interpol-general-assembly-93", "hosting", {"marrakesh"}),
        ("2025-commissariats-upgrade", "upgrade", {"ait-melloul", "ouislane", "tikiouine"}),
        ("2025-command-centres-creation", "creation", {"agadir"}),
        ("2025-camera-network-extension", "extension", set()),
        ("2025-security-partnership-agreements", "agreement", set()),
        ("2025-international-decorations", "decoration", set()),
        ("2025-report-presentation", "publication", set()),
    ],
)
def test_event_is_there(dataset: Dataset, event: str, type_code: str, places: set[str]) -> None:
    rows = _select(
        dataset,
        f"""SELECT ?type ?place WHERE {{ <{BASE}id/event/{event}> hasila:eventType/skos:notation ?type .
            OPTIONAL {{ <{BASE}id/event/{event}> schema:location ?place }} }}""",
    )
    assert {row["type"] for row in rows} == {type_code}
    assert {row["place"] for row in rows if "place" in row} == {f"{BASE}id/place/{place}" for place in places}


def test_sentences_of_the_source_are_not_copied(dataset: Dataset, shared: Path) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text)

    longest = 6
    source = words((shared / "source" / "report-2025.txt").read_text(encoding="utf-8"))
    runs = {tuple(source[n : n + longest]) for n in range(len(source) - longest + 1)}
    for row in _select(dataset, "SELECT DISTINCT ?text WHERE { ?s ?p ?text FILTER(ISLITERAL(?text)) }"):
        said = words(row["text"])
        assert not any(tuple(said[n : n + longest]) in runs for n in range(len(said))), row["text"]


def test_verify_finds_all_passages_and_names_those_that_a_change_moved(
    repository: Path, release: Release, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = shared / "source" / "report-2025.txt"
    # The release says what its sources say: it need not be read from them again.
    said = SimpleNamespace(quads=lambda: read_quads(release.path / "dumps" / "hasila.nq"))
    monkeypatch.setattr("hasila.cli.publication.sources.load", lambda manifest: said)

    def verify(path: Path) -> tuple[int, str]:
        options = ["verify", "--root", str(repository), "--report", "2025", "--source", str(path)]
        done = CliRunner().invoke(main, options, catch_exceptions=False)
        return done.exit_code, done.stdout

    assert verify(source) == (0, "40 of 40 passages verified\n")
    text = source.read_text(encoding="utf-8")
    changed = tmp_path / "changed.txt"
    shutil.copy(source, changed)
    changed.write_text(text[:1360] + "7" + text[1361:], encoding="utf-8")
    code, said = verify(changed)
    assert code == 1 and "39 of 40" in said
    assert f"{BASE}id/statement/2025-S20: " in said and said.count("id/statement/") == 1
    changed.write_text(text[:2000] + "x" + text[2000:], encoding="utf-8")
    code, said = verify(changed)
    assert code == 1 and said.count("id/statement/") == 9
