"""Tables: the rows of a CSV file, as editors and spreadsheet programs save it, each with its line and its row.

RFC 4180, in UTF-8 or, with a byte-order mark, UTF-16; another delimiter than the one expected is read and told. Other encodings
are not guessed. Judges no cell, which `csvw`, the shapes and the rules do, and makes no triples, which `mappings` does.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from hasila.publication.files import read_bytes
from hasila.publication.remarks import Remarks, letter_of

_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")
"""What Excel writes and takes as a first line that is no row."""
_SHOWN = {"\t": "\u21e5"}


@dataclass(frozen=True)
class Row:
    """One row of a table: its line in the file, its number in a spreadsheet, and by column the values of its cells.

    Both count the header as 1; a cell with line breaks takes several lines. An empty cell has no value, any other has one,
    or several in a column of lists.
    """

    line: int
    cells: Mapping[str, tuple[str, ...]]
    number: int = 0


@dataclass(frozen=True)
class Table:
    """One table as read: its file, the names of its columns, its rows in order, and what parts the cells.

    `positions` are the places of the columns in the file, from 0.
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str = ","
    positions: Mapping[str, int] = field(default_factory=dict)

    def column(self, name: str) -> tuple[str, int]:
        """Return name and index of a column, as remarks ask for it."""
        return name, self.positions[name]


class _Record(NamedTuple):
    line: int
    number: int
    cells: list[str]


def read_table(path: Path, remarks: Remarks, delimiter: str = ",") -> Table:
    """Return the table in a CSV file, blank lines left out; `delimiter` is the one expected.

    What is wrong is told in `remarks`: rows of another length are then left out, and all rows where the file cannot be
    read further. Raises SourceInvalid when there is no such file.
    """
    text = _decoded(path, remarks)
    first = _SEPARATOR_LINE.match(text)
    skipped = 1 if first else 0
    text = text[first.end() :] if first else text
    found = [first[1]] if first else _delimiters(text) or [delimiter]
    if len(found) > 1:
        told = " ".join(_SHOWN.get(mark, mark) for mark in found)
        remarks.on_file("delimiters", "Violation", found=told)
        return Table(path, (), (), delimiter)
    shown = _SHOWN.get(found[0], found[0])
    if found[0] != delimiter:
        remarks.on_file("delimiter", "Info", delimiter=shown, expected=_SHOWN.get(delimiter, delimiter))
    records = list(_records(text, found[0], skipped, remarks))
    if not all(_is_text(record, remarks) for record in records):  # stops at the first that is none
        return Table(path, (), (), found[0])
    if not records or not any(records[0].cells):
        if not remarks.violated:
            remarks.on_file("no-header", "Violation")
        return Table(path, (), (), found[0])
    return _table(path, records[0], records[1:], found[0], remarks)


def _decoded(path: Path, remarks: Remarks) -> str:
    """Return the text of the file; bytes that are no UTF-8 become lone surrogates, to be found in their cells."""
    data = read_bytes(path)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        remarks.on_file("utf-16", "Info")
        return data.decode("utf-16", errors="replace")
    if data.startswith(codecs.BOM_UTF8):
        remarks.on_file("mark", "Info")
        data = data.removeprefix(codecs.BOM_UTF8)
    return data.decode("utf-8", errors="surrogateescape")


def _delimiters(text: str) -> list[str]:
    """Return the delimiters that stand outside quotes in the first line."""
    line = _QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    return [mark for mark in _DELIMITERS if mark in line]


def _records(text: str, delimiter: str, skipped: int, remarks: Remarks) -> Iterator[_Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin, number = 1, 0
    try:
        for number, cells in enumerate(reader, start=1):
            if cells:
                yield _Record(begin + skipped, number, cells)
            begin = reader.line_num + 1
    except csv.Error:
        remarks.on_row("quotes", "Violation", begin + skipped, number + 1)


def _is_text(record: _Record, remarks: Remarks) -> bool:
    """Tell whether the record is readable; where it is not, the first such cell is told."""
    for index, cell in enumerate(record.cells):
        where = (record.line, record.number, (letter_of(index), index))
        if "\0" in cell:
            remarks.on_file("nul", "Violation", record.line)
        elif "\ufffd" in cell:
            remarks.on_cell("lost", "Violation", *where, cell)
        elif re.search("[\udc80-\udcff]", cell):
            raw = cell.encode("utf-8", "surrogateescape")
            one, other = (raw.decode(name, errors="replace") for name in ("cp1252", "cp1256"))
            remarks.on_cell("encoding", "Violation", *where, one, one=one, other=other)
        else:
            continue
        return False
    return True


def _table(path: Path, head: _Record, records: Sequence[_Record], delimiter: str, remarks: Remarks) -> Table:
    names = [_trimmed(cell) for cell in head.cells]
    for index, (name, cell) in enumerate(zip(names, head.cells, strict=True)):
        if name != cell and name:
            remarks.on_cell("read", "Info", head.line, head.number, (name, index), cell, value=name)
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        remarks.on_file("repeated-column", "Violation", head.line, column=name)
    whole = list(_whole(records, len(names), delimiter, remarks))
    unnamed = [index for index, name in enumerate(names) if not name]
    used = sorted({index for record in whole for index in unnamed if record.cells[index].strip()})
    for index in used:
        remarks.on_file("unnamed-column", "Violation", head.line, letter=letter_of(index))
    if unnamed and not used:
        remarks.on_file("empty-columns", "Info", head.line, count=len(unnamed))
    positions = {name: index for index, name in enumerate(names) if name}
    rows = tuple(
        Row(record.line, {name: _value(record.cells[index]) for name, index in positions.items()}, record.number)
        for record in whole
    )
    sound = len(positions) + len(unnamed) == len(names)
    return Table(path, tuple(positions), rows if sound else (), delimiter, positions)


def _trimmed(name: str) -> str:
    return name.strip().strip("\ufeff\u200e\u200f").strip()


def _value(cell: str) -> tuple[str, ...]:
    return (cell,) if cell else ()


def _whole(records: Iterable[_Record], expected: int, delimiter: str, remarks: Remarks) -> Iterator[_Record]:
    for record in records:
        if len(record.cells) == expected:
            yield record
        else:
            remarks.on_row("length", "Violation", record.line, record.number, count=len(record.cells), expected=expected,
                           delimiter=_SHOWN.get(delimiter, delimiter))  # fmt: skip


def check_header(table: Table, known: Sequence[str], remarks: Remarks) -> bool:
    """Tell whether the table has exactly the columns that are known, in any order; what differs is told."""
    for name in known:
        if name not in table.header and table.header:
            remarks.on_file("missing-column", "Violation", column=name)
    for name in table.header:
        if name not in known:
            letter = letter_of(table.positions[name])
            remarks.on_file("unknown-column", "Violation", letter=letter, column=name, known=", ".join(known))
    if set(known) == set(table.header) and list(known) != list(table.header):
        remarks.on_file("order", "Info")
    return set(known) == set(table.header)


def check_rows(table: Table, remarks: Remarks) -> None:
    """Warn of each row that is empty or said before, and of a table without any row."""
    if not table.rows and not remarks.violated:
        remarks.on_file("no-rows", "Warning")
    said: set[tuple[tuple[str, ...], ...]] = set()
    for row in table.rows:
        cells = tuple(row.cells.values())
        kind = None if any(cells) and cells not in said else "same-row" if any(cells) else "empty-row"
        if kind:
            remarks.on_row(kind, "Warning", row.line, row.number)
        said.add(cells)
