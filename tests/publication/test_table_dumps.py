"""Tables for downloading: plain CSV for programs with metadata beside it, CSV and workbooks for spreadsheet programs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hasila.cli.answering import EngineAnswering
from hasila.distributions import Separators
from hasila.errors import ManifestInvalid, QueryFileInvalid
from hasila.grids import Grid, GridColumn
from hasila.publication.build import build
from hasila.publication.manifest import read_manifest
from hasila.release import Release
from hasila.settings import resolve
from hasila.spreadsheets import excel_csv, workbook

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
GRID = Grid(
    "numbers",
    {"en": "Numbers"},
    {"en": "What was counted."},
    (
        GridColumn("label", {"ar": "التسمية", "en": "Label"}, {"en": "What it is called."}, "string"),
        GridColumn("value", {"ar": "القيمة", "en": "Value"}, {}, "decimal"),
    ),
    {
        "ar": [["شرطة", "12.5"], ["=1+1", "-3"]],
        "en": [["police; force", "12.5"], ["=1+1", "-3"], ["+2", ""], ["@x", "1"], ["-y", "12345678901234567"]],
    },
)


def _rows(release: Release, name: str, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
    text = (release.path / "dumps" / "table" / name).read_bytes().decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_plain_table_of_a_query_is_what_its_endpoint_answers(release: Release) -> None:
    plain = (release.path / "dumps" / "table" / "list-figures.csv").read_bytes()
    assert plain == (release.path / "answers" / "list-figures.csv").read_bytes()
    assert len(_rows(release, "list-figures.ar.csv")) == len(_rows(release, "list-figures.csv")) > 3


def test_table_of_the_sources_is_published_to_the_byte(release: Release, repository: Path) -> None:
    source = repository / "data" / "figures" / "2025.csv"
    assert (release.path / "dumps" / "table" / "figures" / "2025.csv").read_bytes() == source.read_bytes()
    described = {d.name: d for d in release.distributions}["table/figures/2025.csv"]
    assert (described.year, described.metadata) == (2025, "table/figures/2025.csv-metadata.json")


def test_table_saved_by_a_spreadsheet_program_is_published_plain(forestry_sources: Path, tmp_path: Path) -> None:
    table = forestry_sources / "data" / "2024.csv"
    plain = table.read_text(encoding="utf-8").replace('"Oaks, north slope"', "Oaks")
    table.write_text("\ufeff" + plain.replace(",", ";"), encoding="utf-8")
    release = _build(forestry_sources, tmp_path / "out")
    content = (release.path / "dumps" / "table" / "2024.csv").read_bytes()
    assert content.decode() == plain.replace("\n", "\r\n")


@pytest.mark.parametrize("name", ["list-figures.csv", "list-figures.fr.csv", "figures/2025.csv"])
def test_metadata_describe_the_columns_that_are_there(release: Release, name: str) -> None:
    header = _rows(release, name)[0]
    path = release.path / "dumps" / "table" / f"{name}-metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    assert metadata["url"] == path.name.removesuffix("-metadata.json")
    columns = [column for column in metadata["tableSchema"]["columns"] if not column.get("virtual")]
    assert [column["name"] for column in columns] == header
    for column in columns:
        # Model for Tabular Data: a header must be one of the titles of its column.
        assert any(column["name"] == title or column["name"] in title for title in column["titles"].values())
        assert set(column["titles"]) == {"ar", "fr", "en"}


def test_csv_for_spreadsheets_has_a_mark_headings_and_the_separators_of_its_language(release: Release) -> None:
    content = (release.path / "dumps" / "table" / "list-figures.fr.excel.csv").read_bytes()
    assert content.startswith("\ufeff".encode()) and not content.startswith(b"\xef\xbb\xbf\xef")
    french = _rows(release, "list-figures.fr.excel.csv", "utf-8-sig", ";")
    plain = _rows(release, "list-figures.fr.csv")
    assert french[0][plain[0].index("value")] == "Valeur" and french[0][plain[0].index("figure")] == "Chiffre (IRI)"
    values = [row[plain[0].index("value")] for row in plain[1:]]
    assert [row[plain[0].index("value")].replace(",", ".") for row in french[1:]] == values
    assert _rows(release, "list-figures.en.excel.csv", "utf-8-sig")[0][plain[0].index("value")] == "Value"


def test_cell_that_would_be_a_formula_is_made_text_and_a_number_is_not() -> None:
    rows = list(csv.reader(io.StringIO(excel_csv(GRID, "en", Separators()).decode("utf-8-sig"), newline="")))
    assert rows == [["Label", "Value"], ["police; force", "12.5"], ["'=1+1", "-3"], ["+2", ""], ["'@x", "1"],
                    ["'-y", "12345678901234567"]]  # fmt: skip
    assert excel_csv(GRID, "ar", Separators(";", ",")).decode() == "\ufeffالتسمية;القيمة\r\nشرطة;12,5\r\n'=1+1;-3\r\n"


def _sheets(content: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [s.attrib["name"] for s in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{S}sheet")]
        return {
            name: ElementTree.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")) for n, name in enumerate(names, 1)
        }


def test_workbook_has_a_sheet_for_each_language_and_one_of_meanings() -> None:
    content = workbook(GRID, ("ar", "en"), [({"en": "Licence"}, {"en": "free"})], "2025-03-01")
    sheets = _sheets(content)
    assert list(sheets) == ["العربية", "English", "الأعمدة · Columns"]
    views = {name: sheet.find(f".//{S}sheetView") for name, sheet in sheets.items()}
    assert [v is not None and v.attrib.get("rightToLeft") for v in views.values()] == ["1", None, "1"]
    cells = {cell.attrib["r"]: cell for cell in sheets["English"].iter(f"{S}c")}
    assert cells["B2"].attrib.get("t") is None and cells["B2"].findtext(f"{S}v") == "12.5"
    # Text stays text: no formula, and no number that would lose digits.
    assert not list(sheets["English"].iter(f"{S}f"))
    assert cells["A3"].attrib["t"] == cells["A4"].attrib["t"] == cells["B6"].attrib["t"] == "s"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert all(text in strings for text in ("What it is called.", "Licence", "free", "=1+1", "12345678901234567"))


def test_workbook_of_the_figures_is_in_the_release(release: Release) -> None:
    sheets = _sheets((release.path / "dumps" / "table" / "list-figures.xlsx").read_bytes())
    assert list(sheets) == ["العربية", "Français", "English", "الأعمدة · Colonnes · Columns"]
    rows = {name: len(list(sheet.iter(f"{S}row"))) for name, sheet in sheets.items()}
    assert rows["العربية"] == rows["Français"] == rows["English"] == len(_rows(release, "list-figures.csv"))
    metadata = json.loads(
        (release.path / "dumps" / "table" / "list-figures.csv-metadata.json").read_text(encoding="utf-8")
    )
    for column in metadata["tableSchema"]["columns"]:
        assert {said["@language"] for said in column["dc:description"]} == {"ar", "fr", "en"}, column["name"]


def test_table_too_large_for_a_spreadsheet_is_told() -> None:
    grid = Grid("long", {}, {}, (GridColumn("x", {}, {}, "string"),), {"": [["y" * 32_768]]})
    with pytest.raises(QueryFileInvalid, match=r"long\.rq: .* does not fit a spreadsheet"):
        workbook(grid, ("en",), [], "2025-03-01")


def _build(folder: Path, out: Path) -> Release:
    return build(read_manifest(folder), out, answering=EngineAnswering.of_settings(resolve({}, {}, {})))[0]


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('["list-stands"]\nsep', '["list-trees"]\nsep', "no such query"),
        ('["list-stands"]\nsep', '["List"]\nsep', "small letters"),
        ('{ fr = ";," }', '{ fr = ",," }', "tables.separators"),
        ('{ fr = ";," }', '{ "?" = ";," }', "tables.separators"),
    ],
)
def test_wrong_table_in_the_manifest_is_told(
    forestry_sources: Path, tmp_path: Path, old: str, new: str, part: str
) -> None:
    path = forestry_sources / "hasila.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ManifestInvalid, match=re.escape(part)):
        _build(forestry_sources, tmp_path / "out")


@pytest.mark.parametrize(
    "text", ["SELECT ?now { BIND(NOW() AS ?now) }", "ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s a ?o }"]
)
def test_query_that_answers_with_no_settled_table_makes_none(forestry_sources: Path, tmp_path: Path, text: str) -> None:
    query = forestry_sources / "queries" / "list-stands.rq"
    titles = [
        line for line in query.read_text(encoding="utf-8").splitlines() if re.match(r"#\+ (title|description)", line)
    ]
    query.write_text("\n".join([*titles, text]), encoding="utf-8")
    with pytest.raises(ManifestInvalid, match=r"list-stands.*ORDER BY"):
        _build(forestry_sources, tmp_path / "out")
