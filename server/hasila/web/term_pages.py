"""The page of one term: its entry, how the data use it, what constrains it and who asks for it.

What is said of it in RDF follows, as on the page of any resource. Asks the engine a few short questions per page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from hasila.vocabularies.ontology import PROPERTY_KINDS, Term
from hasila.web.asking import Row, labels_of, select
from hasila.web.ontology_data import ontology
from hasila.web.ontology_pages import entry, standing_labels, with_examples
from hasila.web.pages import render
from hasila.web.resource_pages import resource_context
from hasila.web.shape_data import demands, has_shapes
from hasila.web.shape_pages import ShapeView, shape_view
from hasila.web.tables import viewer
from hasila.web.terms import TermView, Viewer

FIRST = 10
"""So many examples of the data, classes or properties are shown."""
_THINGS = "SELECT DISTINCT ?thing WHERE {{ ?thing a <{term}> FILTER(ISIRI(?thing)) }} ORDER BY ?thing LIMIT {first}"
_STATEMENTS = """SELECT DISTINCT ?thing ?value WHERE {{ ?thing <{term}> ?value FILTER(ISIRI(?thing)) }}
ORDER BY ?thing ?value LIMIT {first}"""
_POINTING = (
    "SELECT DISTINCT ?thing WHERE {{ ?thing ?property <{term}> FILTER(ISIRI(?thing)) }} ORDER BY ?thing LIMIT {first}"
)
_CLASSES = """SELECT ?beside (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ ?thing <{term}> ?value ; a ?beside }}
GROUP BY ?beside ORDER BY DESC(?count) ?beside LIMIT {first}"""
_PROPERTIES = """SELECT ?beside (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ ?thing a <{term}> ; ?beside ?value }}
GROUP BY ?beside ORDER BY DESC(?count) ?beside LIMIT 60"""


@dataclass(frozen=True)
class Found:
    """An example of the data: a thing, and the value it has there; or what stands beside, and how often."""

    thing: TermView
    value: TermView | None = None
    count: int = 0


def term_page(iri: str, address: str) -> str:
    """Return the page about a term of the ontology. Raises NotFound when nothing is said of it."""
    known = ontology()
    term = known.terms[iri]
    (view,) = with_examples([entry(term, known, anchors=False, counted=True)])
    return render(
        "term.html", entry=view, known=known, found=_found(term), beside=_beside(term), asked=_asked(term),
        shapes=_shapes(term), **resource_context(iri, address),
    )  # fmt: skip


def _found(term: Term) -> Sequence[Found]:
    """Return the first places where the data use the term."""
    query = {"class": _THINGS, "individual": _POINTING}.get(
        term.kind, _STATEMENTS if term.kind in PROPERTY_KINDS else ""
    )
    rows = select(query.format(term=term.iri, first=FIRST)) if query else []
    shown = _viewer_of(rows)
    return [Found(shown.term(row["thing"]), shown.term(row["value"]) if "value" in row else None) for row in rows]


def _beside(term: Term) -> Sequence[Found]:
    """Return what classes the things are of that have a property, or what properties the things of a class have."""
    query = _PROPERTIES if term.kind == "class" else _CLASSES if term.kind in PROPERTY_KINDS else ""
    rows = [row for row in select(query.format(term=term.iri, first=FIRST)) if "beside" in row] if query else []
    shown = _viewer_of(rows)
    return [Found(shown.term(row["beside"]), count=int(row["count"]["value"])) for row in rows]


def _viewer_of(rows: Sequence[Row]) -> Viewer:
    iris = {str(term["value"]) for row in rows for term in row.values() if term["type"] == "uri"}
    return viewer({**standing_labels(), **labels_of(iris)})


def _asked(term: Term) -> str:
    """Return the query that finds all of them, as a link; empty for a datatype."""
    if term.kind == "class":
        pattern = f"?thing a <{term.iri}>"
    elif term.kind in PROPERTY_KINDS:
        pattern = f"?thing <{term.iri}> ?value"
    elif term.kind == "individual":
        pattern = f"?thing ?property <{term.iri}>"
    else:
        return ""
    return "/sparql?" + urlencode({"query": f"SELECT * WHERE {{ {pattern} }} LIMIT 1000"})


def _shapes(term: Term) -> list[ShapeView]:
    """Return what the shapes ask of a class's things, or of a property's values, and nothing else."""
    if not has_shapes():
        return []
    if term.kind == "class":
        return [shape_view(shape) for shape in demands().on_class(term.iri)]
    return [shape_view(shape, {asked.iri for asked in asking}) for shape, asking in demands().on_property(term.iri)]
