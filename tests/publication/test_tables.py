"""Tables are read row by row; what is wrong with a table is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hasila.errors import SourceInvalid
from hasila.publication.tables import check_rows, read_table


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


def test_repeated_and_empty_rows_and_a_table_of_none_are_warned_of(forestry_sources: Path) -> None:
    table = forestry_sources / "data" / "2024.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text + "pine-1,pine,30,Pines\n,,,\n", encoding="utf-8")
    read = read_table(table)
    assert [(f.severity, f.line) for f in check_rows(read, "r", "g", "f")] == [("Warning", 5), ("Warning", 6)]
    table.write_text(text.split("\n")[0] + "\n", encoding="utf-8")
    assert [(f.severity, f.line) for f in check_rows(read_table(table), "r", "g", "f")] == [("Warning", 1)]


def test_table_without_a_header_is_refused(forestry_sources: Path) -> None:
    (forestry_sources / "data" / "2024.csv").write_text("", encoding="utf-8")
    with pytest.raises(SourceInvalid, match="names of the columns"):
        read_table(forestry_sources / "data" / "2024.csv")
