"""Answers of queries as tables on a page.

SPARQL 1.1 Query Results JSON Format, section 3. Evaluates nothing itself: it asks the engine, or reads the release.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hasila.engine.protocol import Answer, Query, QueryForm
from hasila.rdf.displays import TABLE, Display
from hasila.rdf.formats import SPARQL_JSON, TURTLE
from hasila.rdf.languages import Text, pick
from hasila.rdf.namespaces import CATALOG_PREFIXES
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, SavedQuery, texts
from hasila.web import answers
from hasila.web.languages import page_language, translate
from hasila.web.site import site
from hasila.web.terms import TermView, Viewer, text_view
from hasila.web.vocabulary import vocabulary

MOST_ROWS = 1000
"""A page shows so many rows; the whole answer is in the downloads."""
MOST_CELLS = 10_000
"""A grid shows so many: each of its rows takes as many of the answer as it has columns."""
MOST_BYTES = 8 * 1024 * 1024
"""An answer larger than this is not read into a page at all."""


@dataclass(frozen=True)
class Column:
    """One column: the variable's name, a heading in several languages if the query's file gives one, and its nature.

    `title` is what heads it on the page, as plain text.
    """

    name: str
    heading: Text
    numeric: bool = False
    title: str = ""


@dataclass(frozen=True)
class Table:
    """An answer as a page shows it: `total` rows there are, of which `rows` are shown.

    `boolean` is the answer of an ASK, `graph` the Turtle of a CONSTRUCT or DESCRIBE; `too_large` says that the answer
    was not read; `values` are the parameters of the saved query `query`.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[TermView | None, ...], ...] = ()
    total: int = 0
    boolean: bool | None = None
    graph: str | None = None
    too_large: bool = False
    query: SavedQuery | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def display(self) -> Display:
        """How the answer is best seen: as its query says, if it has rows, else as a table."""
        return self.query.display if self.query and self.rows else Display()

    def column(self, name: str) -> Column | None:
        """Return the column of that name, if it is shown."""
        return next((column for column in self.columns if column.name == name), None)

    def beside(self, iri: str) -> Table:
        """Return the table for the page of a resource: without columns that are empty or only repeat the resource."""
        if self.display.kind != TABLE:
            return self
        told = [{cell.machine for row in self.rows if (cell := row[i])} for i in range(len(self.columns))]
        kept = [i for i, found in enumerate(told) if found - {iri}]
        rows = tuple(tuple(row[i] for i in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[i] for i in kept), rows=rows) if kept else self

    def distinct(self, name: str) -> list[TermView]:
        """Return what stands in the column of that name, each once, in the order of the rows; empty cells left out."""
        found = [row[i] for i, column in enumerate(self.columns) if column.name == name for row in self.rows]
        return list({cell.machine: cell for cell in found if cell is not None}.values())


def viewer(labels: Mapping[str, Text] | None = None) -> Viewer:
    """Return what shows terms on the current page, with the labels given."""
    publication = site().publication
    prefixes = {**CATALOG_PREFIXES, **publication.prefixes}
    booleans = {value: translate(value, page_language()) for value in ("true", "false")}
    return Viewer(page_language(), publication.languages, publication.iris, prefixes, labels or {}, booleans)


def is_graph(form: QueryForm) -> bool:
    """Tell whether a query of this form answers with a graph."""
    return form in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)


def evaluate(saved: SavedQuery, values: Mapping[str, str]) -> Table:
    """Return the answer of a saved query, asked in the language of the page where it has such a parameter."""
    values = with_language(saved, values)
    form = TURTLE if is_graph(site().engine.read(saved.text).form) else SPARQL_JSON
    table = _read(answers.answer(saved, values, form), vocabulary(), saved)
    return replace(table, query=saved, values=values)


def with_language(saved: SavedQuery, values: Mapping[str, str]) -> dict[str, str]:
    """Return `values` with the language of the page added, where the query has that parameter and it is not given."""
    if any(parameter.name == LANGUAGE_PARAMETER for parameter in saved.parameters):
        return {LANGUAGE_PARAMETER: page_language(), **values}
    return dict(values)


def tabulate(query: Query, names: Mapping[str, Text] | None = None, *, own: bool = False, client: str = "") -> Table:
    """Return the answer of a query as a page shows it; the query's own `format` is ignored.

    `names` gives IRIs a label; an IRI without one is shown as it is, with its prefix. `own`, `client`: see `Engine.answer`.
    """
    engine = site().engine
    form = TURTLE if is_graph(engine.read(query.text).form) else SPARQL_JSON
    return _read(engine.answer(replace(query, format=form.name), own=own, client=client), names or {})


def _read(answer: Answer, names: Mapping[str, Text], saved: SavedQuery | None = None) -> Table:
    """Return the answer, in Turtle or SPARQL JSON, as a page shows it, and close it."""
    with answer:
        if answer.length > MOST_BYTES:
            return Table(too_large=True)
        content = answer.read()
    if is_graph(answer.form):
        return Table(graph=content.decode("utf-8"))
    return _from_json(json.loads(content), names, saved)


def _from_json(results: Mapping[str, Any], given: Mapping[str, Text], saved: SavedQuery | None) -> Table:
    if "boolean" in results:
        return Table(boolean=bool(results["boolean"]))
    names = list(results["head"]["vars"])
    bindings = results["results"]["bindings"]
    labels = {name: _labelled(name, names) for name in names}
    label_of = {named: name for name, named in labels.items()}
    shown = [name for name, named in labels.items() if named is None]
    viewed = viewer(given)
    most = MOST_CELLS if saved and saved.display.kind == "grid" else MOST_ROWS
    rows = tuple(tuple(_cell(row, name, label_of.get(name, ""), viewed) for name in shown) for row in bindings[:most])
    columns = tuple(_column(name, [row[i] for row in rows], saved, viewed) for i, name in enumerate(shown))
    return Table(columns, rows, len(bindings))


def _column(name: str, cells: Sequence[TermView | None], saved: SavedQuery | None, viewed: Viewer) -> Column:
    heading = texts(saved.facts, f"column-{name}") if saved else {}
    title = text_view(*pick(heading, viewed.language, viewed.languages), viewed.language).text or name.replace("_", " ")
    return Column(name, heading, all(cell is None or cell.value for cell in cells), title)


def _labelled(name: str, names: list[str]) -> str | None:
    """Return the column that a column `xLabel` or `x_label` is the label of, if it is in the same table."""
    for ending in ("Label", "_label"):
        if name.endswith(ending) and name[: -len(ending)] in names:
            return name[: -len(ending)]
    return None


def _cell(row: Mapping[str, Any], name: str, label_name: str, viewed: Viewer) -> TermView | None:
    term = row.get(name)
    if term is None:
        return None
    label = row.get(label_name)
    if label is None or term["type"] != "uri":
        return viewed.term(term)
    return viewed.iri(term["value"], {label.get("xml:lang") or viewed.language: label["value"]})
