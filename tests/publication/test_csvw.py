"""Cells are held to the datatype and form that the table's metadata state; no filled cell is lost in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hasila.errors import SourceInvalid
from hasila.publication import sources
from hasila.publication.findings import Finding
from hasila.publication.manifest import read_manifest
from hasila.publication.store import written
from hasila.rdf.datatypes import is_valid

COLUMNS: list[dict[str, Any]] = [
    {"name": "stand", "datatype": {"base": "string", "format": "^[a-z0-9-]+$"}, "required": True},
    {"name": "species", "datatype": "string"},
    {"name": "hectares", "datatype": "decimal"},
    {"name": "label_en", "required": True},
]


def _findings(
    folder: Path, cells: str, columns: list[dict[str, Any]] | None = None, url: str = "2024.csv"
) -> list[Finding]:
    (folder / "data" / "2024.csv").write_text(f"stand,species,hectares,label_en\n{cells}\n", encoding="utf-8")
    metadata = {"url": url, "tableSchema": {"columns": COLUMNS if columns is None else columns}}
    (folder / "data" / "2024.csv-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return sources.load(read_manifest(folder)).findings


@pytest.mark.parametrize(
    ("cells", "letter", "column", "cure"),
    [
        ('oak-1,oak,"1,000",Oaks', "C", "hectares", "Put nothing between thousands"),
        ("oak-1,oak,about,Oaks", "C", "hectares", "decimal"),
        ("oak-1,oak,95%,Oaks", "C", "hectares", "no unit"),
        ('oak-1,oak,"1,23E+05",Oaks', "C", "hectares", "Write the number in full"),
        ("oak-1,oak,=A1*2,Oaks", "C", "hectares", "Write the value"),
        ("Oak.1,oak,1,Oaks", "A", "stand", "^[a-z0-9-]+$"),
        ("oak-1,oak,1,", "D", "label_en", "fill it in"),
        ("oak-1,oak,1, ", "D", "label_en", "fill it in"),
    ],
)
def test_wrong_cell_is_a_violation_with_its_place_and_cure(
    forestry_sources: Path, cells: str, letter: str, column: str, cure: str
) -> None:
    (found,) = (f for f in _findings(forestry_sources, cells) if f.severity == "Violation")
    assert (found.file, found.line) == ("data/2024.csv", 2)
    assert cure in found.messages["en"] and found.messages["en"].startswith(f"Row 2, column {letter} ({column}): ")
    assert found.messages["fr"].startswith(f"Ligne 2, colonne {letter} ({column}) : ")
    assert found.messages["ar"].startswith(f"السطر 2، العمود {letter} ({column}): ")


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ('oak-1,oak,"1,5",Oaks', "Row 2, column C (hectares): “1,5” was read as “1.5”."),
        ("oak-1,oak,1\u00a0000,Oaks", "Row 2, column C (hectares): “1\u00a0000” was read as “1000”."),
        ("oak-1,oak,١٢٫٥,Oaks", "Row 2, column C (hectares): “١٢٫٥” was read as “12.5”."),
        ("oak-1,oak, 1 ,Oaks", "Row 2, column C (hectares): “ 1 ” was read as “1”."),
        ("oak-1 ,oak,1,Oaks", "Row 2, column A (stand): “oak-1 ” was read as “oak-1”."),
        ("oak-1,oak,1,Oaks\u00a0", "Row 2, column D (label_en): “Oaks\u00a0” was read as “Oaks”."),
    ],
)
def test_cell_that_can_be_read_in_one_way_is_read_and_noted(forestry_sources: Path, cells: str, read: str) -> None:
    (found,) = _findings(forestry_sources, cells)
    assert (found.severity, found.line, found.messages["en"]) == ("Info", 2, read)
    (rows,) = sources.load(read_manifest(forestry_sources)).rows.values()
    said = {part.rsplit("/", 1)[-1] for quad in rows[0][1] for part in written(quad)}
    assert read.split("“")[-1].removesuffix("”.") in said


def test_comma_in_one_cell_makes_a_dot_before_three_digits_doubtful_in_all(forestry_sources: Path) -> None:
    assert _findings(forestry_sources, "oak-1,oak,1.234,Oaks") == []
    found = _findings(forestry_sources, 'oak-1,oak,1.234,Oaks\noak-2,oak,"1,5",Oaks')
    assert [(f.severity, f.line) for f in found] == [("Violation", 2), ("Info", 3)]


@pytest.mark.parametrize("cells", ["oak-1,oak,1,Oaks", "oak-1,,,Oaks", "oak-1,oak,-12.50,Oaks"])
def test_right_cells_give_nothing(forestry_sources: Path, cells: str) -> None:
    assert _findings(forestry_sources, cells) == []


@pytest.mark.parametrize(
    ("columns", "url", "part"),
    [
        ([*COLUMNS[:3], {"name": "label"}], "2024.csv", "'label' is no column"),
        (COLUMNS[:3], "2024.csv", "'label_en'"),
        ([*COLUMNS, COLUMNS[0]], "2024.csv", "'stand' is no column"),
        ([*COLUMNS[:3], {"name": "label_en", "datatype": "text"}], "2024.csv", "unknown datatype"),
        ([*COLUMNS[:3], {"name": "label_en", "datatype": {"format": "("}}], "2024.csv", "regular expression"),
        ([*COLUMNS[:3], {}], "2024.csv", "no CSVW"),
        ([*COLUMNS[:3], {"name": "label_en", "separator": ""}], "2024.csv", "separator"),
        (COLUMNS, "2023.csv", "2023.csv"),
    ],
)
def test_metadata_of_another_table_are_refused(
    forestry_sources: Path, columns: list[dict[str, Any]], url: str, part: str
) -> None:
    with pytest.raises(SourceInvalid, match=part):
        _findings(forestry_sources, "oak-1,oak,1,Oaks", columns, url)


def test_values_of_a_list_are_held_to_the_form_one_by_one(forestry_sources: Path) -> None:
    columns = [COLUMNS[0], {**COLUMNS[0], "name": "species", "separator": ";", "required": False}, *COLUMNS[2:]]
    assert _findings(forestry_sources, "oak-1,oak;elm,1,Oaks\noak-2,,1,Oaks", columns) == []
    found = _findings(forestry_sources, "oak-1,oak;Elm;,1,Oaks", columns)
    assert [(f.line, f.value) for f in found] == [(2, '"Elm"'), (2, '""')]
    assert "empty place" in found[1].messages["en"] and all("species" in f.messages["fr"] for f in found)


def test_schema_may_stand_in_a_file_that_tables_share(forestry_sources: Path) -> None:
    data = forestry_sources / "data"
    (data / "stands.schema.json").write_text(json.dumps({"columns": COLUMNS}), encoding="utf-8")
    metadata = {"url": "2024.csv", "tableSchema": "stands.schema.json"}
    (data / "2024.csv-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    (data / "2024.csv").write_text("stand,species,hectares,label_en\nOAK,oak,1,Oaks\n", encoding="utf-8")
    (found,) = sources.load(read_manifest(forestry_sources)).findings
    assert found.line == 2 and "stand" in found.messages["en"]


@pytest.mark.parametrize(
    ("schema", "part"),
    [
        ("nothing.json", "nothing.json: there is no such file"),
        ("../hasila.toml", "no file in the same folder"),
        ("/etc/passwd", "no file in the same folder"),
        ("http://127.0.0.1:9/schema.json", "no file in the same folder"),
        ("stands.rq", "stands.rq: is no JSON"),
    ],
)
def test_schema_that_is_not_beside_is_refused(forestry_sources: Path, schema: str, part: str) -> None:
    metadata = {"url": "2024.csv", "tableSchema": schema}
    (forestry_sources / "data" / "2024.csv-metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    with pytest.raises(SourceInvalid, match=part):
        sources.load(read_manifest(forestry_sources))


@pytest.mark.parametrize("content", ["{", "[]", '{"tableSchema": 1}'])
def test_metadata_that_are_none_are_refused(forestry_sources: Path, content: str) -> None:
    (forestry_sources / "data" / "2024.csv-metadata.json").write_text(content, encoding="utf-8")
    with pytest.raises(SourceInvalid, match="no CSVW"):
        sources.load(read_manifest(forestry_sources))


@pytest.mark.parametrize(
    ("text", "datatype", "valid"),
    [
        ("12", "integer", True), ("x12", "integer", False), ("١", "integer", False), ("1.5", "integer", False),
        ("1.5", "decimal", True), (".5", "decimal", True), ("1e3", "decimal", False), ("1e3", "double", True),
        ("2024-02-29", "date", True), ("2025-02-29", "date", False), ("2025-13-45", "date", False),
        ("2025-01-01T24:00:00", "dateTime", True), ("2025-01-01T25:00:00", "dateTime", False),
        ("true", "boolean", True), ("yes", "boolean", False), ("2025", "gYear", True), ("25", "gYear", False),
        ("P1Y", "duration", True), ("P", "duration", False), ("PT", "duration", False), ("PT5M", "duration", True),
        ("-1", "nonNegativeInteger", False), ("0", "positiveInteger", False), ("any", "string", True), ("1", "intger", False),
    ],
)  # fmt: skip
def test_lexical_forms_are_those_of_xsd(text: str, datatype: str, valid: bool) -> None:
    assert is_valid(text, datatype) is valid
