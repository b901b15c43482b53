"""Tables against their metadata: is each cell of the datatype and form that its column asks for?

Metadata Vocabulary for Tabular Data (W3C, 2015), sections 5.6 (columns) and 5.11.2 (datatypes), from the file
`{table}-metadata.json` beside the table (Model for Tabular Data, section 5.3); the schema may stand in a file of its own
(section 5.4, tableSchema), which tables of several years share. Read are name, datatype (base, format, dc:description),
separator and required, and the dialect's delimiter; values come out in XSD's own form. A table without metadata is not checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hasila.errors import SourceInvalid
from hasila.publication import cells
from hasila.publication.files import read_text
from hasila.publication.remarks import Remarks
from hasila.publication.tables import Row, Table
from hasila.rdf import datatypes
from hasila.rdf.languages import Text

_NAMES = {"number": "double", "binary": "base64Binary", "datetime": "dateTime", "any": "string"}
"""Names of section 5.11.1 that differ from XSD's."""
_OF_FORM = ("format", "zeros", "made-date")
"""Faults against the form asked for, not the datatype."""
_CODES = re.compile(r"\^\(([a-z0-9-]+(?:\|[a-z0-9-]+)+)\)\$")
"""A form that is a list of codes and nothing else."""
_BESIDE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
"""A relative URL of a file in the same folder or below it, without anything to be decoded."""


@dataclass(frozen=True)
class Column:
    """One column: its name, the XSD datatype's local name, the form asked for, and whether a cell may be empty.

    A cell of a column with a separator is a list of values, each of that datatype and form. `words` say the form to people in
    their languages, where the metadata has such words.
    """

    name: str
    datatype: str
    format: re.Pattern[str] | None
    required: bool
    separator: str | None = None
    words: Text = field(default_factory=dict)

    def wanted(self, fault: str) -> str | Text:
        """Return what a cell with that fault should have been: the form in words, a list of codes, or the datatype."""
        if fault not in _OF_FORM or self.format is None:
            return self.datatype
        codes = _CODES.fullmatch(self.format.pattern)
        return self.words or (codes[1].replace("|", " | ") if codes else self.format.pattern)


@dataclass(frozen=True)
class Metadata:
    """What the metadata of a table say: its columns by name, and what parts its cells."""

    columns: Mapping[str, Column]
    delimiter: str = ","


def metadata_path(table: Path) -> Path:
    """Return where the metadata of a table stand when it has any."""
    return table.with_name(f"{table.name}-metadata.json")


def read_metadata(table: Path, known: Sequence[str]) -> Metadata:
    """Return the metadata beside a table, without columns when there are none.

    Raises SourceInvalid when they cannot be read, are another table's, or describe other columns than those `known`.
    """
    path = metadata_path(table)
    if not path.exists() and not path.is_symlink():
        return Metadata({})
    try:
        data = json.loads(read_text(path))
        url, entries = data.get("url", table.name), _schema(path, data["tableSchema"])["columns"]
        columns = [_column(path, entry) for entry in entries if not entry.get("virtual", False)]
        delimiter = data.get("dialect", {}).get("delimiter", ",")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceInvalid(f"{path}: is no CSVW metadata ({error!r}).", file=str(path)) from error
    if url != table.name:
        raise SourceInvalid(f"{path}: describes {url!r}; set url to {table.name!r}.", file=str(path))
    names = [column.name for column in columns]
    wrong = next((name for name in names if name not in known or names.count(name) > 1), None)
    missing = next((name for name in known if name not in names), None)
    if wrong or missing:
        told = f"{wrong!r} is no column of the mapping" if wrong else f"does not describe the column {missing!r}"
        raise SourceInvalid(f"{path}: {told}; what is described and what is mapped must agree.", file=str(path))
    if not (isinstance(delimiter, str) and len(delimiter) == 1):
        raise SourceInvalid(f"{path}: the delimiter must be one character.", file=str(path))
    return Metadata({column.name: column for column in columns}, delimiter)


def _schema(path: Path, schema: object) -> Any:
    """Return the schema, read from its own file when it is given by its URL (section 5.4, tableSchema)."""
    if not isinstance(schema, str):
        return schema
    if not _BESIDE.fullmatch(schema) or ".." in schema.split("/"):
        raise SourceInvalid(f"{path}: tableSchema {schema!r} is no file in the same folder; a build reads no other.",
                            file=str(path))  # fmt: skip
    there = path.parent / schema
    try:
        return json.loads(read_text(there))
    except ValueError as error:
        raise SourceInvalid(f"{there}: is no JSON ({error}).", file=str(there)) from error


def _column(path: Path, entry: Mapping[str, Any]) -> Column:
    datatype = entry.get("datatype", "string")
    base, form = (
        (datatype.get("base", "string"), datatype.get("format")) if isinstance(datatype, dict) else (datatype, None)
    )
    name = _NAMES.get(base, base)
    if name not in datatypes.DATATYPES:
        raise SourceInvalid(f"{path}: column {entry['name']!r} has the unknown datatype {base!r}.", file=str(path))
    if form is not None and name in datatypes.NUMBERS:
        raise SourceInvalid(f"{path}: column {entry['name']!r}: a format of numbers is not supported; leave it out.",
                            file=str(path))  # fmt: skip
    try:
        pattern = None if form is None else re.compile(form)
    except re.error as error:
        raise SourceInvalid(f"{path}: column {entry['name']!r}: the format is no regular expression ({error}).",
                            file=str(path)) from error  # fmt: skip
    separator = entry.get("separator")
    if separator is not None and not (isinstance(separator, str) and separator):
        raise SourceInvalid(f"{path}: column {entry['name']!r}: the separator must be a text that is not empty.",
                            file=str(path))  # fmt: skip
    words = _words(datatype) if isinstance(datatype, dict) else {}
    return Column(str(entry["name"]), name, pattern, entry.get("required", False) is True, separator, words)


def _words(datatype: Mapping[str, Any]) -> Text:
    """Return by language the description that a datatype has of its own (section 5.11.2: it may have common properties)."""
    said = datatype.get("dc:description", ())
    return {str(text["@language"]): str(text["@value"]) for text in said}


def read_cells(table: Table, metadata: Metadata, remarks: Remarks) -> Table:
    """Return the table with its cells as their columns have them: lists split, numbers and dates in XSD's form.

    Each value that was read otherwise than it is written is told as a note, each that cannot be read as a violation, and
    is left as it is. A table without metadata is returned as it is.
    """
    columns = [metadata.columns[name] for name in table.header if name in metadata.columns]
    commas = table.delimiter != metadata.delimiter or any(
        cells.has_decimal_comma(value)
        for column in columns
        if column.datatype in datatypes.NUMBERS
        for row in table.rows
        for value in row.cells[column.name]
    )
    rows = []
    for row in table.rows:
        read = dict(row.cells)
        if any(row.cells.values()):
            for column in columns:
                read[column.name] = tuple(_read(table, row, column, remarks, commas=commas))
        rows.append(replace(row, cells=read))
    return replace(table, rows=tuple(rows))


def _read(table: Table, row: Row, column: Column, remarks: Remarks, *, commas: bool) -> Iterator[str]:
    """Yield the values of a cell as read."""
    where = (row.line, row.number, table.column(column.name))
    parts = row.cells[column.name]
    if column.separator and parts:
        parts = tuple(parts[0].split(column.separator))
    empty = True
    for part in parts:
        value, fault = cells.read_cell(part, column.datatype, column.format, commas=commas)
        if fault is not None:
            remarks.on_cell(fault, "Violation", *where, part, wanted=column.wanted(fault))
        elif value != part:
            remarks.on_cell("read", "Info", *where, part, value=value)
        elif not value:
            remarks.on_cell("gap", "Violation", *where, part, separator=column.separator)
        if value:
            empty = False
            yield value
    if empty and column.required:
        remarks.on_cell("empty", "Violation", *where, "")
