"""Tables against their metadata: is each cell of the datatype and form that its column asks for?

Metadata Vocabulary for Tabular Data (W3C, 2015), sections 5.6 (columns) and 5.11.2 (datatypes), from the file
`{table}-metadata.json` beside the table (Model for Tabular Data, section 5.3); the schema may stand in a file of its own
(section 5.4, tableSchema), which tables of several years share. Read are name, datatype (base, format), separator and
required; a number is in XSD's own form, whatever the dialect. A table without metadata is not checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hasila.errors import SourceInvalid
from hasila.publication import datatypes
from hasila.publication.files import read_text
from hasila.publication.findings import Finding
from hasila.publication.tables import Row, Table
from hasila.rdf.languages import Text
from hasila.rdf.saved_queries import quote_literal

_NAMES = {"number": "double", "binary": "base64Binary", "datetime": "dateTime", "any": "string"}
"""Names of section 5.11.1 that differ from XSD's."""
_ARABIC_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
_SEPARATED = re.compile("[+\u2212-]?[0-9]+(?:[,.\u066b\u066c\u2019' \u00a0\u202f][0-9]+)+")
_BESIDE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
"""A relative URL of a file in the same folder or below it, without anything to be decoded."""
_SHOWN = 60
"""Characters of a cell that a message repeats."""

_MESSAGES: Mapping[str, Text] = {
    "empty": {
        "ar": "خانة العمود {column} فارغة، ولا بد من ملئها.",
        "fr": "La cellule de la colonne {column} est vide ; remplissez-la.",
        "en": "The cell of column {column} is empty; fill it in.",
    },
    "gap": {
        "ar": "العمود {column}: في القائمة موضع فارغ. افصلوا بين قيمها بعلامة «{separator}» واحدة، لا قبلها ولا بعدها.",
        "fr": "Colonne {column} : la liste a une place vide. Un seul « {separator} » entre deux valeurs, aucun aux bouts.",
        "en": "Column {column}: the list has an empty place. Put one “{separator}” between values and none at either end.",
    },
    "digits": {
        "ar": "العمود {column}: «{cell}» ليست بالأرقام 0-9. اكتبوها بها.",
        "fr": "Colonne {column} : « {cell} » n'est pas écrit avec les chiffres 0 à 9. Employez-les.",
        "en": "Column {column}: “{cell}” is not written in the digits 0-9. Use them.",
    },
    "separated": {
        "ar": "العمود {column}: «{cell}» ليس عددا. ضعوا نقطة قبل الكسور العشرية ولا تفصلوا بين الآلاف بشيء.",
        "fr": "Colonne {column} : « {cell} » n'est pas un nombre. Un point devant les décimales, rien entre les milliers.",
        "en": "Column {column}: “{cell}” is no number. Put a dot before the decimals and nothing between thousands.",
    },
    "datatype": {
        "ar": "العمود {column}: «{cell}» ليس من النوع {wanted}. صححوا الخانة أو أفرغوها.",
        "fr": "Colonne {column} : « {cell} » n'est pas du type {wanted}. Corrigez la cellule ou videz-la.",
        "en": "Column {column}: “{cell}” is not of the type {wanted}. Correct the cell or empty it.",
    },
    "format": {
        "ar": "العمود {column}: «{cell}» ليس على الصورة المطلوبة {wanted}. صححوا الخانة.",
        "fr": "Colonne {column} : « {cell} » n'a pas la forme attendue {wanted}. Corrigez la cellule.",
        "en": "Column {column}: “{cell}” does not have the form {wanted}. Correct the cell.",
    },
}


@dataclass(frozen=True)
class Column:
    """One column: its name, the XSD datatype's local name, the form asked for, and whether a cell may be empty.

    A cell of a column with a separator is a list of values, each of that datatype and form.
    """

    name: str
    datatype: str
    format: re.Pattern[str] | None
    required: bool
    separator: str | None = None


def metadata_path(table: Path) -> Path:
    """Return where the metadata of a table stand when it has any."""
    return table.with_name(f"{table.name}-metadata.json")


def read_columns(table: Table) -> list[Column]:
    """Return the columns that the metadata beside the table describe; none when there are no metadata.

    Raises SourceInvalid when the metadata cannot be read, are another table's, or have other columns than the header.
    """
    path = metadata_path(table.path)
    if not path.exists() and not path.is_symlink():
        return []
    try:
        data = json.loads(read_text(path))
        url, entries = data.get("url", table.path.name), _schema(path, data["tableSchema"])["columns"]
        columns = [_column(path, entry) for entry in entries if not entry.get("virtual", False)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceInvalid(f"{path}: is no CSVW metadata ({error!r}).", file=str(path)) from error
    if url != table.path.name:
        raise SourceInvalid(f"{path}: describes {url!r}; set url to {table.path.name!r}.", file=str(path))
    names = [column.name for column in columns]
    if names != list(table.header):
        wrong = next((n for n in names if n not in table.header), None)
        missing = next((n for n in table.header if n not in names), None)
        told = f"{wrong!r} is no column of the table" if wrong else f"does not describe the column {missing!r}"
        told = told if wrong or missing else "the columns are in another order"
        raise SourceInvalid(f"{path}: {told}; the header of {table.path.name} and its metadata must agree.",
                            file=str(path))  # fmt: skip
    return columns


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
    return Column(str(entry["name"]), name, pattern, entry.get("required", False) is True, separator)


def split_cells(table: Table, columns: list[Column]) -> Table:
    """Return the table with each cell of a column of lists split at its separator (section 5.6, separator)."""
    separators = {column.name: column.separator for column in columns if column.separator}

    def split(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(values[0].split(separators[name])) if name in separators and values else values

    rows = (Row(row.line, {name: split(name, values) for name, values in row.cells.items()}) for row in table.rows)
    return Table(table.path, table.header, tuple(rows))


def check_cells(table: Table, columns: list[Column], source: str, focus: str, file: str) -> list[Finding]:
    """Return a violation for each value that is not what its column asks for, row by row.

    `source` is the IRI findings name as the rule, `focus` that of the graph the table belongs to, `file` its path for
    people. Rows without any filled cell are left out.
    """
    return [
        Finding(
            source=source, component=None, severity="Violation", focus=focus, path=None,
            value=quote_literal(value), messages=_messages(kind, column, value), file=file, line=row.line,
        )
        for row in table.rows
        if any(row.cells.values())
        for column, value, kind in _faults(row, columns)
    ]  # fmt: skip


def _faults(row: Row, columns: list[Column]) -> Iterator[tuple[Column, str, str]]:
    for column in columns:
        values = row.cells[column.name]
        if not values and column.required:
            yield column, "", "empty"
        for value in values:
            kind = _fault(value, column)
            if kind:
                yield column, value, kind


def _fault(value: str, column: Column) -> str | None:
    if not value:
        return "gap"
    if not datatypes.is_valid(value, column.datatype):
        return _kind_of_number(value) if column.datatype in datatypes.NUMBERS else "datatype"
    return "format" if column.format is not None and not column.format.fullmatch(value) else None


def _kind_of_number(cell: str) -> str:
    if _ARABIC_DIGITS.search(cell):
        return "digits"
    return "separated" if _SEPARATED.fullmatch(cell) else "datatype"


def _messages(kind: str, column: Column, cell: str) -> dict[str, str]:
    shown = cell if len(cell) <= _SHOWN else cell[:_SHOWN] + "…"
    wanted = column.format.pattern if kind == "format" and column.format else column.datatype
    return {
        language: text.format(column=column.name, cell=shown, wanted=wanted, separator=column.separator)
        for language, text in _MESSAGES[kind].items()
    }
