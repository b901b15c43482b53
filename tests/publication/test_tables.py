"""Tables are read as editors and spreadsheet programs save them; what is wrong is told with its line, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from hasila.errors import SourceInvalid
from hasila.publication.findings import Finding
from hasila.publication.remarks import Remarks, letter_of
from hasila.publication.tables import Table, check_header, check_rows, read_table

HEADER = "stand,species,hectares,label_en"
KNOWN = HEADER.split(",")
GOOD = f"{HEADER}\noak-1,oak,12.5,Oaks\npine-1,pine,30,Pins à crochets\n"


def _read(path: Path, content: bytes | str) -> tuple[Table, list[Finding]]:
    file = path / "2024.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    remarks = Remarks("2024.csv", "urn:g", "urn:r/")
    table = read_table(file, remarks)
    if table.header:
        check_header(table, KNOWN, remarks)
    return table, remarks.findings


def _cells(table: Table) -> list[list[str]]:
    return [["".join(values) for values in row.cells.values()] for row in table.rows]


def test_table_is_read_with_lines_and_rows(tmp_path: Path) -> None:
    table, found = _read(tmp_path, f'{HEADER}\na,oak,1,"two\nlines"\n\nb,oak,1,B\n')
    assert [(row.line, row.number) for row in table.rows] == [(2, 2), (5, 4)]
    assert found == [] and table.rows[1].cells["stand"] == ("b",)


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (GOOD.replace("\n", "\r\n"), []),
        (GOOD.replace("\n", "\r"), []),
        ("\ufeff" + GOOD, ["byte-order mark"]),
        (GOOD.replace(",", ";"), ["separated by “;”"]),
        (GOOD.replace(",", "\t"), ["separated by “⇥”"]),
        ("\ufeff" + GOOD.replace(",", ";").replace("\n", "\r\n"), ["byte-order mark", "separated by “;”"]),
        (GOOD.replace(",", "\t").encode("utf-16"), ["UTF-16", "separated by “⇥”"]),
        (b"\xfe\xff" + GOOD.encode("utf-16-be"), ["UTF-16"]),
        ("sep=;\n" + GOOD.replace(",", ";"), ["separated by “;”"]),
        (GOOD.replace("\n", ",,\n"), ["Empty columns without a name at the end of the table were not read: 2"]),
        (GOOD.replace("stand,", "stand ,"), ["Row 1, column A (stand): “stand ” was read as “stand”"]),
    ],
)
def test_table_saved_by_a_spreadsheet_is_read_and_noted(tmp_path: Path, content: bytes | str, notes: list[str]) -> None:
    table, found = _read(tmp_path, content)
    assert _cells(table) == [["oak-1", "oak", "12.5", "Oaks"], ["pine-1", "pine", "30", "Pins à crochets"]]
    assert {finding.severity for finding in found} <= {"Info"} and len(found) == len(notes)
    assert all(note in finding.messages["en"] for note, finding in zip(notes, found, strict=True))


def test_quoted_cells_may_hold_the_separator(tmp_path: Path) -> None:
    table, _ = _read(tmp_path, GOOD.replace(",", ";").replace("oak;", '"oak;elm";'))
    assert table.rows[0].cells["species"] == ("oak;elm",)


@pytest.mark.parametrize(
    ("content", "line", "part"),
    [
        ("stand,stand,species,hectares,label_en\n", 1, "“stand” stands twice"),
        (f"{HEADER}\noak,oak,1\n", 2, "Row 2: The row has 3 cells, the header 4"),
        (f"{HEADER}\nok,oak,1,x\nbad,oak,1,x,y\n", 3, "Row 3: The row has 5 cells"),
        (f"{HEADER}\noak-1,oak,1,Été\n".encode("cp1252"), 2, "Row 2, column D (D): This is not UTF-8: “Été” in Windows-1252"),
        (f"{HEADER}\noak-1,oak,1,بلوط\n".encode("cp1256"), 2, "is “بلوط” in Windows-1256"),
        (GOOD.encode("utf-16-le"), 1, "NUL"),
        (f"{HEADER}\noak-1,oak,1,Ch\ufffdne\n", 2, "Row 2, column D (D): “Ch\ufffdne” has lost letters"),
        (f'{HEADER}\noak,oak,1,x\noak,oak,1,"open\n', 3, "Row 3: The straight quotes"),
        (f'{HEADER}\noak,oak,1,"a"b\n', 2, "straight quotes"),
        ("stand,species;hectares;label_en\n", 1, "several separators: , ;"),
        ("", 1, "line with the names of the columns is missing"),
        (",,,\n", 1, "line with the names of the columns is missing"),
        (f"{HEADER},\noak,oak,1,x,y\n", 1, "Column E has values but no name"),
        ("stand,species,label_en\n", 1, "The column “hectares” is missing"),
        (f"{HEADER},area\n", 1, "Column E, “area”, is not known"),
    ],
)  # fmt: skip
def test_table_that_cannot_be_read_for_sure_is_told_with_its_place(
    tmp_path: Path, content: bytes | str, line: int, part: str
) -> None:
    _, found = _read(tmp_path, content)
    (violation,) = (finding for finding in found if finding.severity == "Violation")
    assert (violation.file, violation.line) == ("2024.csv", line) and part in violation.messages["en"]
    assert violation.messages.keys() == {"ar", "fr", "en"}


def test_other_rows_are_still_read_when_one_is_of_another_length(tmp_path: Path) -> None:
    table, _ = _read(tmp_path, GOOD + "bad\n" + "elm-1,elm,2,Elms\n")
    assert [row.number for row in table.rows] == [2, 3, 5]


def test_columns_in_another_order_are_read_by_name(tmp_path: Path) -> None:
    table, (note,) = _read(tmp_path, "label_en,stand,species,hectares\nOaks,oak-1,oak,1\n")
    assert table.rows[0].cells["stand"] == ("oak-1",) and table.column("stand") == ("stand", 1)
    assert note.severity == "Info" and "order" in note.messages["en"]


def test_repeated_and_empty_rows_and_a_table_of_none_are_warned_of(tmp_path: Path) -> None:
    def warned(content: str) -> list[tuple[str, int | None]]:
        table, _ = _read(tmp_path, content)
        remarks = Remarks("2024.csv", "urn:g", "urn:r/")
        check_rows(table, remarks)
        return [(finding.severity, finding.line) for finding in remarks.findings]

    assert warned(GOOD + "oak-1,oak,12.5,Oaks\n,,,\n") == [("Warning", 4), ("Warning", 5)]
    assert warned(HEADER + "\n") == [("Warning", 1)]


def test_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceInvalid, match="no such file"):
        read_table(tmp_path / "none.csv", Remarks("none.csv", "urn:g", "urn:r/"))


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letter_of(n) for n in (0, 25, 26, 27, 51, 52, 701, 702)] == ["A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]
