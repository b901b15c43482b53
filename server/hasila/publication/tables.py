"""Tables: the rows of a CSV file turned into triples by one readable SPARQL CONSTRUCT.

RFC 4180 for the table, SPARQL 1.1 Query section 10.2 for the rows: they are put into the mapping's one empty
`VALUES (?column …) { }` block, so a row can never be read as query text. A row that would give nothing is refused, never
left out. Does not judge values; `csvw`, the shapes and the rules do.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hasila.errors import SourceInvalid
from hasila.publication.files import read_text
from hasila.publication.findings import Finding
from hasila.publication.store import Dataset, Quad
from hasila.publication.terminals import service_line
from hasila.rdf.languages import Text
from hasila.rdf.saved_queries import quote_literal

_BLOCK = re.compile(r"(VALUES\s*\()([^)]*)(\)\s*\{)\s*(\})")

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
    """One row of a table: the line it begins on (1 is the header's) and its cells by column."""

    line: int
    cells: dict[str, str]


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


def _cells(path: Path, line: int, header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) != len(header):
        raise SourceInvalid(
            f"{path}:{line}: the row has {len(cells)} cells, the header {len(header)}; is a comma in a cell unquoted?",
            file=str(path), line=line,
        )  # fmt: skip
    return dict(zip(header, cells, strict=True))


def check_rows(table: Table, source: str, focus: str, file: str) -> list[Finding]:
    """Return a warning for each row that is empty or said before, and one for a table without any row.

    Arguments as in `csvw.check_cells`.
    """

    def warning(line: int, messages: Text) -> Finding:
        return Finding(source, None, "Warning", focus, None, None, dict(messages), file, line)

    found = [] if table.rows else [warning(1, _NO_ROWS)]
    said: set[tuple[str, ...]] = set()
    for row in table.rows:
        cells = tuple(row.cells.values())
        if not any(cells):
            found.append(warning(row.line, _EMPTY_ROW))
        elif cells in said:
            found.append(warning(row.line, _SAME_ROW))
        said.add(cells)
    return found


def map_rows(table: Table, mapping: Path) -> list[tuple[Row, list[Quad]]]:
    """Return for each row with a filled cell the triples that the CONSTRUCT in the file `mapping` makes of it.

    Raises SourceInvalid when the mapping is no CONSTRUCT with one empty VALUES block, calls another endpoint, or has
    other columns than the table, and for a row that gives no triple.
    """
    query = read_text(mapping)
    line = service_line(query)
    if line is not None:
        raise SourceInvalid(f"{mapping}:{line}: SERVICE is refused; a build asks nobody.", file=str(mapping), line=line)
    block = _BLOCK.search(query)
    if block is None:
        raise SourceInvalid(f"{mapping}: has no empty block VALUES (?column …) {{ }}.", file=str(mapping))
    columns = [name.lstrip("?$") for name in block[2].split()]
    missing = [name for name in columns if name not in table.header]
    if missing:
        raise SourceInvalid(f"{table.path}:1: the column {missing[0]!r}, which {mapping.name} reads, is missing.",
                            file=str(table.path), line=1)  # fmt: skip
    extra = [name for name in table.header if name not in columns]
    if extra:
        raise SourceInvalid(f"{table.path}:1: the column {extra[0]!r} is not read by {mapping.name}; is it misspelt?",
                            file=str(table.path), line=1)  # fmt: skip
    empty = Dataset()
    _construct(empty, query, block, columns, None, mapping)  # a wrong mapping is told even when there is no row
    made = [
        (row, _construct(empty, query, block, columns, row, mapping)) for row in table.rows if any(row.cells.values())
    ]
    for row, quads in made:
        if not quads:
            # An IRI cannot be made of an empty cell or one with a space, and without its IRI nothing is said.
            raise SourceInvalid(
                f"{table.path}:{row.line}: the row gives no triple, so it would vanish; fill in its key and remove "
                f"spaces and < > \" {{ }} | ^ ` \\ from the cells that become IRIs.", file=str(table.path), line=row.line,
            )  # fmt: skip
    return made


def _construct(
    empty: Dataset, query: str, block: re.Match[str], columns: Sequence[str], row: Row | None, mapping: Path
) -> list[Quad]:
    # An empty cell is an unbound variable, so the triple that would need it is simply not made.
    cells = row.cells if row is not None else dict.fromkeys(columns, "")
    terms = " ".join(quote_literal(cells[name]) if cells[name] else "UNDEF" for name in columns)
    filled = f"{block[1]}{block[2]}{block[3]} ({terms}) {block[4]}"
    try:
        return empty.construct(query[: block.start()] + filled + query[block.end() :])
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        told = " ".join(str(error).split())
        raise SourceInvalid(f"{mapping}: {told}", file=str(mapping)) from error
