"""Tables for downloading, before they are written in any form: their columns, and their rows in each language.

SPARQL 1.1 Query Results JSON Format section 3 (what a saved query answers), Metadata Vocabulary for Tabular Data sections
5.6 and 6.1 (what a source table says of its columns). Writes nothing (see `spreadsheets` and `grid_metadata`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hasila.publication import csvw
from hasila.publication.files import read_text
from hasila.publication.tables import Table
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import XSD
from hasila.rdf.saved_queries import SavedQuery, texts

Rows = Sequence[Sequence[str]]
_LABEL = "Label"


@dataclass(frozen=True)
class GridColumn:
    """One column: its name, heading and meaning in several languages, and the XSD datatype's local name.

    The datatype of links is `anyURI`; that of what is not of one kind, `string`.
    """

    name: str
    headings: Text
    meanings: Text
    datatype: str


@dataclass(frozen=True)
class Grid:
    """One table: texts, columns, and its rows by language; cells are lexical forms, empty where there is nothing.

    A table whose rows are the same in every language has them under an empty tag.
    """

    name: str
    title: Text
    description: Text
    columns: tuple[GridColumn, ...]
    rows: Mapping[str, Rows]

    def rows_in(self, language: str) -> Rows:
        """Return the rows in a language, or those of every language."""
        return self.rows[language if language in self.rows else ""]


def grid_of_answers(query: SavedQuery, answers: Mapping[str, bytes]) -> Grid:
    """Return the table that a saved query answers, from its answers in SPARQL JSON by language."""
    read = {language: json.loads(content) for language, content in answers.items()}
    names: list[str] = next(iter(read.values()))["head"]["vars"]
    bindings = [row for results in read.values() for row in results["results"]["bindings"]]
    columns = tuple(_column(name, names, query, bindings) for name in names)
    rows = {
        language: [[row[name]["value"] if name in row else "" for name in names] for row in results["results"]["bindings"]]
        for language, results in read.items()
    }  # fmt: skip
    return Grid(query.name, query.title, query.description, columns, rows)


def _column(name: str, names: Sequence[str], query: SavedQuery, rows: Iterable[Mapping[str, Any]]) -> GridColumn:
    of = name.removesuffix(_LABEL) if name.endswith(_LABEL) and name.removesuffix(_LABEL) in names else name
    headings = texts(query.facts, f"column-{of}")
    if name + _LABEL in names:
        headings = {language: f"{heading} (IRI)" for language, heading in headings.items()}
    meanings = texts(query.facts, f"meaning-{name}") or texts(query.facts, f"meaning-{of}")
    return GridColumn(name, headings, meanings, _datatype([row[name] for row in rows if name in row]))


def _datatype(terms: Sequence[Mapping[str, str]]) -> str:
    kinds = {"anyURI" if term["type"] == "uri" else term.get("datatype", "").removeprefix(XSD) for term in terms}
    only = kinds.pop() if len(kinds) == 1 else ""
    return only if only and ":" not in only else "string"


def grid_of_table(name: str, table: Table, metadata: Mapping[str, Any]) -> Grid:
    """Return a table of the sources as one for downloading, as it was read: cells of spreadsheet programs made plain.

    Headings, texts, datatypes and order of the columns are those of its metadata.
    """
    entries = {entry["name"]: entry for entry in metadata.get("tableSchema", {}).get("columns", ())}
    names = [entry for entry in entries if entry in table.header] or list(table.header)
    columns = []
    for column in names:
        entry = entries.get(column, {})
        # A cell with several values is a number to nobody.
        datatype = "string" if "separator" in entry else _base(entry.get("datatype", "string"))
        columns.append(GridColumn(column, _titles(entry.get("titles")), _texts(entry.get("dc:description")), datatype))
    marks = {column: entries.get(column, {}).get("separator", "") for column in names}
    rows = [[marks[column].join(row.cells[column]) for column in names] for row in table.rows]
    return Grid(
        name, _texts(metadata.get("dc:title")), _texts(metadata.get("dc:description")), tuple(columns), {"": rows}
    )


def _base(datatype: Any) -> str:
    return str(datatype.get("base", "string")) if isinstance(datatype, dict) else str(datatype)


def metadata_of(path: Path) -> dict[str, Any]:
    """Return the metadata beside a table with the schema in place, wherever they have it from; empty without any."""
    file = csvw.metadata_path(path)
    if not file.exists():
        return {}
    metadata: dict[str, Any] = json.loads(read_text(file))
    if isinstance(metadata.get("tableSchema"), str):
        metadata["tableSchema"] = json.loads(read_text(file.parent / metadata["tableSchema"]))
    return metadata


def _titles(said: object) -> dict[str, str]:
    """Return the last title in each language: the first may be the name of the column, which the header must have."""
    found = said.items() if isinstance(said, dict) else ()
    every = {language: title if isinstance(title, list) else [title] for language, title in found}
    return {language: str(titles[-1]) for language, titles in every.items() if titles}


def _texts(said: object) -> dict[str, str]:
    values = said if isinstance(said, list) else [said]
    return {value["@language"]: str(value["@value"]) for value in values if isinstance(value, dict) and len(value) == 2}
