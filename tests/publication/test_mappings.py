"""Mappings make triples of rows, one row at a time, and see what the publication's files say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hasila.errors import SourceInvalid
from hasila.publication import sources
from hasila.publication.manifest import read_manifest
from hasila.publication.mappings import map_rows, read_mapping
from hasila.publication.remarks import Remarks
from hasila.publication.store import Dataset, make_quad, written
from hasila.publication.tables import Table, read_table

BASE = "https://data.example/forests/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
HEADER = "stand,species,hectares,label_en\n"


def _write(folder: Path, cells: str) -> None:
    (folder / "data" / "2024.csv").write_text(HEADER + cells, encoding="utf-8")


def _change(folder: Path, old: str, new: str) -> None:
    mapping = folder / "data" / "stands.rq"
    text = mapping.read_text(encoding="utf-8")
    assert text.count(old) == 1
    mapping.write_text(text.replace(old, new), encoding="utf-8")


def _table(folder: Path) -> Table:
    return read_table(folder / "data" / "2024.csv", Remarks("2024.csv", "urn:g", "urn:r/"))


def _triples(folder: Path, over: Dataset | None = None) -> dict[int, set[tuple[str, str, str]]]:
    made = map_rows(_table(folder), read_mapping(folder / "data" / "stands.rq"), Dataset() if over is None else over)
    return {row.line: {written(quad) for quad in quads} for row, quads in made}


def _told(folder: Path) -> list[tuple[str, int | None, str]]:
    found = sources.load(read_manifest(folder)).findings
    return [(finding.severity, finding.line, finding.messages["en"]) for finding in found]


def test_row_gives_its_triples_and_an_empty_cell_gives_none(forestry_sources: Path) -> None:
    triples = _triples(forestry_sources)
    base = "https://data.example/forests/"
    assert (base + "id/stand/oak-1", base + "def/hectares", "12.5") in triples[2]
    assert not any(predicate.endswith("hectares") for _, predicate, _ in triples[4])
    assert list(triples) == [2, 3, 4]


def test_cell_that_looks_like_a_query_stays_text(forestry_sources: Path) -> None:
    evil = 'x") } #\\" <y> \u202e مرحبا\n'
    table = forestry_sources / "data" / "2024.csv"
    cell = evil.replace('"', '""')
    table.write_text(f'stand,species,hectares,label_en\nelm-1,oak,1,"{cell}"\n', encoding="utf-8")
    labels = {obj for _, predicate, obj in _triples(forestry_sources)[2] if predicate.endswith("label")}
    assert labels == {evil}


@pytest.mark.parametrize("header", ["stand,species,area,label_en", "stand,species,hectares,label_en,extra"])
@pytest.mark.parametrize("rows", ["", "x,x,1,x,y\n"])
def test_misspelt_column_is_told_whether_there_are_rows_or_not(forestry_sources: Path, header: str, rows: str) -> None:
    (forestry_sources / "data" / "2024.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    told = [text for severity, line, text in _told(forestry_sources) if severity == "Violation" and line == 1]
    assert told and all("column" in text.lower() for text in told)
    assert sources.load(read_manifest(forestry_sources)).rows.popitem()[1] == []


def test_mapping_without_a_block_is_refused(forestry_sources: Path) -> None:
    (forestry_sources / "data" / "stands.rq").write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", encoding="utf-8")
    with pytest.raises(SourceInvalid, match="VALUES"):
        _triples(forestry_sources)


@pytest.mark.parametrize("key", ["", "oak 1", "oak<1", "oak|1"])
def test_row_that_would_vanish_is_a_violation_with_its_line(forestry_sources: Path, key: str) -> None:
    table = forestry_sources / "data" / "2024.csv"
    table.write_text(table.read_text(encoding="utf-8") + f"{key},oak,1,X\n", encoding="utf-8")
    ((severity, line, text),) = _told(forestry_sources)
    assert (severity, line) == ("Violation", 5) and text.startswith("Row 5: The row gives nothing") and "key" in text


def test_mapping_that_calls_another_endpoint_is_refused_before_it_does(forestry_sources: Path) -> None:
    mapping = forestry_sources / "data" / "stands.rq"
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(
        text.replace("    BIND(IRI", "    SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }\n    BIND(IRI"), "utf-8"
    )
    with pytest.raises(SourceInvalid, match="SERVICE"):
        _triples(forestry_sources)


LABELS = """    BIND(STRLANG(?label_en, "en") AS ?label)
    ?kind rdfs:label ?called . FILTER(LANG(?called) = "fr")
    BIND(STRLANG(CONCAT(?called, " : ", ?stand), "fr") AS ?composed)
"""


def _said() -> Dataset:
    names = {"oak": ("Oak", "Chêne"), "pine": ("Pine", "Pin"), "elm": ("Elm", "Orme")}
    return Dataset(
        make_quad(f"{BASE}id/species/{key}", LABEL, text, f"{BASE}graph/species", language=language)
        for key, texts in names.items()
        for language, text in zip(("en", "fr"), texts, strict=True)
    )


def test_label_is_composed_from_what_the_files_say_of_the_key(forestry_sources: Path) -> None:
    _change(forestry_sources, "rdfs:label ?label .", "rdfs:label ?label , ?composed .")
    _change(forestry_sources, '/id/stand/", ?stand)) AS ?iri)',
            f'/id/stand/", ?stand)) AS ?iri)\nBIND(IRI(CONCAT("{BASE}id/species/", ?species)) AS ?kind)')  # fmt: skip
    _change(forestry_sources, '    BIND(STRLANG(?label_en, "en") AS ?label)\n', LABELS)
    triples = _triples(forestry_sources, _said())
    assert (f"{BASE}id/stand/oak-1", LABEL, "Chêne : oak-1") in triples[2]
    assert (f"{BASE}id/stand/pine-2", LABEL, "Pin : pine-2") in triples[4]
    assert not any("pine" in obj for _, _, obj in triples[2])


def test_files_are_seen_whatever_the_order_of_the_graphs_and_rows_are_not(forestry_sources: Path) -> None:
    _change(forestry_sources, "forest:hectares ?area ;", "forest:hectares ?area ; forest:sees ?seen ;")
    _change(forestry_sources, '"en") AS ?label)', '"en") AS ?label) OPTIONAL { ?seen a forest:Stand }')
    ontology = forestry_sources / "ontology" / "forest.ttl"
    stand = f"<{BASE}id/stand/authored> a forest:Stand ; <{LABEL}> 'A'@en ; forest:species 'oak' .\n"
    ontology.write_text(ontology.read_text(encoding="utf-8") + stand, encoding="utf-8")
    manifest = forestry_sources / "hasila.toml"
    before, first, *others, last = manifest.read_text(encoding="utf-8").split("[[graphs]]")
    manifest.write_text("[[graphs]]".join([before, *others, first, last]), encoding="utf-8")
    assert manifest.read_text(encoding="utf-8").index("stands.rq") < manifest.read_text(encoding="utf-8").index(
        "forest.ttl"
    )
    (rows,) = sources.load(read_manifest(forestry_sources)).rows.values()
    seen = {written(quad)[2] for _, quads in rows for quad in quads if written(quad)[1] == f"{BASE}def/sees"}
    assert seen == {f"{BASE}id/stand/authored"}


def test_list_cell_becomes_a_value_each_of_the_one_row(forestry_sources: Path) -> None:
    _write(forestry_sources, "oak-1,oak;elm,12.5,Mixed\npine-1,pine,,Pines\n")
    columns = [{"name": "stand"}, {"name": "species", "separator": ";"}, {"name": "hectares"}, {"name": "label_en"}]
    metadata = {"url": "2024.csv", "tableSchema": {"columns": columns}}
    (forestry_sources / "data" / "2024.csv-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    (rows,) = sources.load(read_manifest(forestry_sources)).rows.values()
    species = {line: {written(q)[2] for q in quads if written(q)[1].endswith("species")} for line, quads in rows}
    assert species == {2: {"oak", "elm"}, 3: {"pine"}}
    assert len(dict(rows)[2]) == 5


def test_two_list_cells_are_combined(forestry_sources: Path) -> None:
    _write(forestry_sources, "oak-1,oak,1,Oaks\n")
    table = _table(forestry_sources)
    cells = {**table.rows[0].cells, "stand": ("a", "b"), "hectares": ("1", "2")}
    table = replace(table, rows=(replace(table.rows[0], cells=cells),))
    ((_, quads),) = map_rows(table, read_mapping(forestry_sources / "data" / "stands.rq"), Dataset())
    pairs = {written(quad)[::2] for quad in quads if written(quad)[1].endswith("hectares")}
    assert pairs == {(f"{BASE}id/stand/{key}", area) for key in "ab" for area in "12"}


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("CONSTRUCT {", "SELECT * {", "no CONSTRUCT"),
        ("WHERE {", "WHERE { ?a ?b ?c .", "VALUES"),
        ("WHERE {", "WHERE { VALUES (?stand) { }", "exactly one|one empty block"),
        ("VALUES (?stand ?species ?hectares ?label_en) { }", "{ VALUES (?stand ?species ?hectares ?label_en) { } }", "VALUES"),
        ('"en") AS ?label)\n}', '"en") AS ?label)\n} LIMIT 1', "remove 'LIMIT'"),
        ('"en") AS ?label)\n}', '"en") AS ?label)\n', "no CONSTRUCT"),
        ("?iri a forest:Stand ;", "?iri a forest:Stand ; forest:at [ ] ;", "blank node"),
        ("BIND(IRI(", "BIND(NOSUCH(", "stands.rq: error"),
        ('"en") AS ?label)', '"en") AS ?label) ?x ?y', "stands.rq: error"),
    ],
)  # fmt: skip
def test_mapping_that_would_not_map_row_by_row_is_refused(
    forestry_sources: Path, old: str, new: str, part: str
) -> None:
    _change(forestry_sources, old, new)
    with pytest.raises(SourceInvalid, match=part):
        _triples(forestry_sources)


def test_block_may_stand_among_tables_of_codes_and_points_between(forestry_sources: Path) -> None:
    _change(forestry_sources, "VALUES (?stand", 'VALUES ?none { "x" } . VALUES (?stand')
    _change(forestry_sources, "?label_en) { }", "?label_en) { # rows\n } .")
    assert len(_triples(forestry_sources)[2]) == 4
