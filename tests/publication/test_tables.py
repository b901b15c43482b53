"""Tables become triples row by row; what is wrong with a table is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hasila.errors import SourceInvalid
from hasila.publication.store import written
from hasila.publication.tables import check_rows, map_rows, read_table


def _triples(folder: Path) -> dict[int, set[tuple[str, str, str]]]:
    table = folder / "data" / "2024.csv"
    made = map_rows(read_table(table), folder / "data" / "stands.rq")
    return {row.line: {written(quad) for quad in quads} for row, quads in made}


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


def test_multiline_cell_does_not_shift_the_line_numbers(forestry_sources: Path) -> None:
    table = forestry_sources / "data" / "2024.csv"
    table.write_text('stand,species,hectares,label_en\na,oak,1,"two\nlines"\n\nb,oak,1,B\n', encoding="utf-8")
    assert [row.line for row in read_table(table).rows] == [2, 5]


@pytest.mark.parametrize(
    ("content", "line", "part"),
    [
        (b"stand,stand\n", 1, "stands twice"),
        (b"stand,species,hectares,label_en\noak,oak,1\n", 2, "3 cells"),
        (b"stand,species,hectares,label_en\nok,oak,1,x\nbad,oak,1,x,y\n", 3, "5 cells"),
        (b"\xef\xbb\xbfstand,species,hectares,label_en\n", 1, "byte-order mark"),
        ("stand,species,hectares,label_en\nélan".encode("latin-1"), 2, "UTF-8"),
        (b'stand,species,hectares,label_en\noak,oak,1,"open\n', 2, ""),
    ],
)
def test_broken_table_is_refused_with_its_line(forestry_sources: Path, content: bytes, line: int, part: str) -> None:
    table = forestry_sources / "data" / "2024.csv"
    table.write_bytes(content)
    with pytest.raises(SourceInvalid) as caught:
        read_table(table)
    assert caught.value.facts["line"] == line
    assert str(table) in caught.value.message and part in caught.value.message


@pytest.mark.parametrize("header", ["stand,species,area,label_en", "stand,species,hectares,label_en,extra"])
def test_misspelt_column_is_refused(forestry_sources: Path, header: str) -> None:
    table = forestry_sources / "data" / "2024.csv"
    table.write_text(header + "\n" + ",".join("x" for _ in header.split(",")) + "\n", encoding="utf-8")
    with pytest.raises(SourceInvalid, match="column"):
        _triples(forestry_sources)


def test_mapping_without_a_block_is_refused(forestry_sources: Path) -> None:
    (forestry_sources / "data" / "stands.rq").write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", encoding="utf-8")
    with pytest.raises(SourceInvalid, match="VALUES"):
        _triples(forestry_sources)


@pytest.mark.parametrize("key", ["", "oak 1", "oak<1", "oak|1"])
def test_row_that_would_vanish_is_refused_with_its_line(forestry_sources: Path, key: str) -> None:
    table = forestry_sources / "data" / "2024.csv"
    table.write_text(table.read_text(encoding="utf-8") + f"{key},oak,1,X\n", encoding="utf-8")
    with pytest.raises(SourceInvalid, match=r"2024\.csv:5: the row gives no triple.*key"):
        _triples(forestry_sources)


def test_repeated_and_empty_rows_and_a_table_of_none_are_warned_of(forestry_sources: Path) -> None:
    table = forestry_sources / "data" / "2024.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text + "pine-1,pine,30,Pines\n,,,\n", encoding="utf-8")
    read = read_table(table)
    assert [(f.severity, f.line) for f in check_rows(read, "r", "g", "f")] == [("Warning", 5), ("Warning", 6)]
    assert [row.line for row, _ in map_rows(read, forestry_sources / "data" / "stands.rq")] == [2, 3, 4, 5]
    table.write_text(text.split("\n")[0] + "\n", encoding="utf-8")
    assert [(f.severity, f.line) for f in check_rows(read_table(table), "r", "g", "f")] == [("Warning", 1)]


def test_header_is_checked_even_of_a_table_without_rows(forestry_sources: Path) -> None:
    (forestry_sources / "data" / "2024.csv").write_text("a,b,c\n", encoding="utf-8")
    with pytest.raises(SourceInvalid, match="missing"):
        _triples(forestry_sources)
    (forestry_sources / "data" / "2024.csv").write_text("", encoding="utf-8")
    with pytest.raises(SourceInvalid, match="names of the columns"):
        _triples(forestry_sources)


def test_mapping_that_calls_another_endpoint_is_refused_before_it_does(forestry_sources: Path) -> None:
    mapping = forestry_sources / "data" / "stands.rq"
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(
        text.replace("    BIND(IRI", "    SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }\n    BIND(IRI"), "utf-8"
    )
    with pytest.raises(SourceInvalid, match="SERVICE"):
        _triples(forestry_sources)
