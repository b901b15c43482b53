"""Tables before they are written in any form: their columns, and their rows in each language.

SPARQL 1.1 Query Results JSON Format, section 3 (what a saved query answers). Writes nothing (see `spreadsheets`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
