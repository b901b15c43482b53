"""The diagram of an ontology for a page: which class has which property, leading where; as a drawing and in words.

A property stands with its domain; where that says nothing, with the classes whose shapes ask for it (SHACL section 2.1.3.2),
else with a class of its own for anything. Places nothing itself, see `hasila.vocabularies.diagram`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hasila.rdf.languages import Text, direction
from hasila.rdf.namespaces import OWL, RDFS, shorten
from hasila.vocabularies.diagram import Diagram, Node, Row, lay_out
from hasila.vocabularies.ontology import PROPERTY_KINDS, Ontology, Term
from hasila.vocabularies.sentences import name_of
from hasila.web.languages import page_language, translations
from hasila.web.ontology_pages import prefixes, show_iris, standing_labels
from hasila.web.pages import text
from hasila.web.shape_data import demands, has_shapes
from hasila.web.tables import viewer
from hasila.web.terms import TermView, TextView, Viewer

_ANYTHING = (OWL + "Thing", RDFS + "Resource")
_MOST = 60
"""A diagram of more classes than this is told in words only: nobody could read it."""


@dataclass(frozen=True)
class Line:
    """A property of a class: its view and those of what its values are."""

    name: TermView
    ranges: Sequence[TermView]


@dataclass(frozen=True)
class ClassLines:
    """A class with its lines; `key` is its IRI, empty for anything; `own` tells whether the ontology defines it."""

    key: str
    name: TermView
    lines: Sequence[Line]
    parents: Sequence[TermView]
    own: bool


def class_lines(known: Ontology, *, shapes: bool) -> list[ClassLines]:
    """Return every class with its properties, in order; `shapes` lets the shapes of the release place properties too."""
    shown = viewer({**standing_labels(), **{i: t.label for i, t in known.terms.items() if t.label}})
    placed = _placed(known, shapes=shapes)
    keys = dict.fromkeys([*(term.iri for term in known.of_kind("class")), *sorted(placed)])
    anything: Text = translations()["vocab-anything"]
    rows = []
    for key in keys:
        (name,) = show_iris([key], shown, known.terms, anchors=True) if key else (TermView(text(anything)),)
        term = known.terms.get(key)
        parents = [iri for iri in term.relations.get("parents", ()) if iri in known.terms] if term else []
        lines = [_line(known.terms[iri], shown, known) for iri in placed.get(key, ())]
        rows.append(
            ClassLines(key, name, lines, show_iris(parents, shown, known.terms, anchors=True), key in known.terms)
        )
    return rows


def _line(term: Term, shown: Viewer, known: Ontology) -> Line:
    (name,) = show_iris([term.iri], shown, known.terms, anchors=True)
    leads = [iri for iri in term.relations.get("range", ()) if iri not in _ANYTHING]
    return Line(name, show_iris(leads, shown, known.terms, anchors=True))


def _placed(known: Ontology, *, shapes: bool) -> Mapping[str, list[str]]:
    """Return the IRIs of properties by the class they stand with; what stands with none is under the empty key."""
    asked: dict[str, set[str]] = {}
    for shape in demands().shapes if shapes and has_shapes() else ():
        classes = {str(term["value"]) for kind, term in shape.targets if kind == "targetClass"}
        for iri in {iri for part in shape.properties if part.path for iri in part.path.predicates}:
            asked.setdefault(iri, set()).update(classes)
    found: dict[str, list[str]] = {}
    for kind in PROPERTY_KINDS:
        for term in known.of_kind(kind):
            stated = [iri for iri in term.relations.get("domain", ()) if iri not in _ANYTHING]
            for key in stated or sorted(asked.get(term.iri, ())) or [""]:
                found.setdefault(key, []).append(term.iri)
    return found


def drawn(rows: Iterable[ClassLines], known: Ontology) -> Diagram | None:
    """Return the diagram of the classes, in the direction of the page; None where there is too little or too much."""
    every = list(rows)
    if not 1 < len(every) <= _MOST:
        return None
    nodes = [Node(row.key or "*", row.name.text.text, tuple(_rows(row, known)), row.own) for row in every]
    return lay_out(nodes, mirrored=direction(page_language()) == "rtl")


def _rows(row: ClassLines, known: Ontology) -> Iterable[Row]:
    for parent in row.parents:
        yield Row(parent.text.text, "⊂", parent.title)
    for line in row.lines:
        leads = line.ranges[0].title if line.ranges else ""
        # Room is scarce here, and the table below the drawing has the words.
        note = shorten(leads, prefixes()) if name_of(leads) else line.ranges[0].text.text if leads else ""
        yield Row(line.name.text.text, note, leads)


def views_by_key(rows: Iterable[ClassLines]) -> Mapping[str, tuple[TermView, TextView]]:
    """Return the view of each class and its text by the key of its box."""
    return {row.key or "*": (row.name, row.name.text) for row in rows}
