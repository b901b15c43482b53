"""Tables: the rows of a CSV file turned into triples by one readable SPARQL CONSTRUCT.

RFC 4180 and CSV on the Web for the table (its metadata stand beside it), SPARQL 1.1 Query section 10.2 for the rows: they
are put into the mapping's one empty `VALUES (?column …) { }` block, so a row can never be read as query text.
Does not judge values; the shapes and rules do.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hasila.errors import SourceInvalid
from hasila.publication.store import Dataset, Quad
from hasila.rdf.saved_queries import quote_literal

_BLOCK = re.compile(r"(VALUES\s*\()([^)]*)(\)\s*\{)\s*(\})")


@dataclass(frozen=True)
class Row:
    """One row of a table: the line it begins on (1 is the header's) and its cells by column."""

    line: int
    cells: dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a CSV file in UTF-8, in order, blank lines left out.

    Raises SourceInvalid, naming the line, for another encoding, a repeated column or a row of another length.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SourceInvalid(f"{path}: cannot be read ({error.strerror}).", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise SourceInvalid(
            f"{path}: is not UTF-8 (byte {error.start}); save it as CSV UTF-8.", file=str(path), line=1
        ) from error
    if text.startswith("\ufeff"):
        raise SourceInvalid(
            f"{path}:1: begins with a byte-order mark; save it as UTF-8 without BOM.", file=str(path), line=1
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
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
    return rows


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


def map_rows(path: Path, mapping: Path, rows: Sequence[Row]) -> list[tuple[Row, list[Quad]]]:
    """Return for each row the triples that the CONSTRUCT in the file `mapping` makes of it.

    Raises SourceInvalid when the mapping is no CONSTRUCT with one empty VALUES block, or asks for a missing column.
    """
    try:
        query = mapping.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceInvalid(f"{mapping}: cannot be read ({error}).", file=str(mapping)) from error
    block = _BLOCK.search(query)
    if block is None:
        raise SourceInvalid(f"{mapping}: has no empty block VALUES (?column …) {{ }}.", file=str(mapping))
    columns = [name.lstrip("?$") for name in block[2].split()]
    missing = [name for name in columns if rows and name not in rows[0].cells]
    if missing:
        raise SourceInvalid(f"{path}:1: the column {missing[0]!r}, which {mapping.name} reads, is missing.",
                            file=str(path), line=1)  # fmt: skip
    extra = [name for name in (rows[0].cells if rows else ()) if name not in columns]
    if extra:
        raise SourceInvalid(f"{path}:1: the column {extra[0]!r} is not read by {mapping.name}; is it misspelt?",
                            file=str(path), line=1)  # fmt: skip
    empty = Dataset()
    return [(row, _construct(empty, query, block, columns, row, mapping)) for row in rows]


def _construct(
    empty: Dataset, query: str, block: re.Match[str], columns: Sequence[str], row: Row, mapping: Path
) -> list[Quad]:
    # An empty cell is an unbound variable, so the triple that would need it is simply not made.
    terms = " ".join(quote_literal(row.cells[name]) if row.cells[name] else "UNDEF" for name in columns)
    filled = f"{block[1]}{block[2]}{block[3]} ({terms}) {block[4]}"
    try:
        return empty.construct(query[: block.start()] + filled + query[block.end() :])
    except SyntaxError as error:
        raise SourceInvalid(f"{mapping}: {error}", file=str(mapping)) from error
