"""Tables: the rows of a CSV file, each with the line it begins on.

RFC 4180. Does not judge values, which `csvw`, the shapes and the rules do, and makes no triples, which `mappings` does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hasila.errors import SourceInvalid
from hasila.publication.files import read_text
from hasila.publication.findings import Finding
from hasila.rdf.languages import Text

_NO_ROWS = {
    "ar": "ليس في الجدول غير العناوين. أضيفوا أسطره أو احذفوا الملف.",
    "fr": "La table n'a que son en-tête. Ajoutez ses lignes ou retirez le fichier.",
    "en": "The table has nothing but its header. Add its rows or remove the file.",
}
_EMPTY_ROW = {
    "ar": "كل خانات السطر فارغة. املؤوه أو احذفوه.",
    "fr": "Toutes les cellules de la ligne sont vides. Remplissez-la ou retirez-la.",
    "en": "All cells of the row are empty. Fill it in or remove it.",
}
_SAME_ROW = {
    "ar": "السطر مكرر حرفيا. احذفوا أحدهما.",
    "fr": "La ligne en répète une autre mot pour mot. Retirez l'une des deux.",
    "en": "The row repeats another one to the letter. Remove one of them.",
}


@dataclass(frozen=True)
class Row:
    """One row of a table: the line it begins on (1 is the header's) and by column the values of its cells.

    An empty cell has no value, any other has one, or several in a column of lists.
    """

    line: int
    cells: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """One table as read: its file, the names of its columns, and its rows in order."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """Return the table in a CSV file in UTF-8, blank lines left out.

    Raises SourceInvalid, naming the line, for another encoding, no header, a repeated column or a row of another length.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    rows: list[Row] = []
    begin = 1
    header: list[str] | None = None
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if header is None:
                header = _header(path, cells)
            elif cells:
                rows.append(Row(line, _cells(path, line, header, cells)))
    except csv.Error as error:
        raise SourceInvalid(f"{path}:{begin}: {error}.", file=str(path), line=begin) from error
    if not header:
        raise SourceInvalid(f"{path}:1: the line with the names of the columns is missing.", file=str(path), line=1)
    return Table(path, tuple(header), tuple(rows))


def _header(path: Path, cells: list[str]) -> list[str]:
    repeated = {name for name in cells if cells.count(name) > 1}
    if repeated:
        raise SourceInvalid(f"{path}:1: the column {min(repeated)!r} stands twice.", file=str(path), line=1)
    return cells


def _cells(path: Path, line: int, header: Sequence[str], cells: Sequence[str]) -> dict[str, tuple[str, ...]]:
    if len(cells) != len(header):
        raise SourceInvalid(
            f"{path}:{line}: the row has {len(cells)} cells, the header {len(header)}; is a comma in a cell unquoted?",
            file=str(path), line=line,
        )  # fmt: skip
    return {name: (cell,) if cell else () for name, cell in zip(header, cells, strict=True)}


def check_rows(table: Table, source: str, focus: str, file: str) -> list[Finding]:
    """Return a warning for each row that is empty or said before, and one for a table without any row.

    Arguments as in `csvw.check_cells`.
    """

    def warning(line: int, messages: Text) -> Finding:
        return Finding(source, None, "Warning", focus, None, None, dict(messages), file, line)

    found = [] if table.rows else [warning(1, _NO_ROWS)]
    said: set[tuple[tuple[str, ...], ...]] = set()
    for row in table.rows:
        cells = tuple(row.cells.values())
        if not any(cells):
            found.append(warning(row.line, _EMPTY_ROW))
        elif cells in said:
            found.append(warning(row.line, _SAME_ROW))
        said.add(cells)
    return found
