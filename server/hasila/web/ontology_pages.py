"""What the pages about the ontology show: its header, its contents, and an entry for each term.

Labels of our own terms come from the ontology, of other resources from the engine, of standard terms from
`vocabulary.toml`. Asks, orders and links; what there is `ontology_data` and `shape_data` say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hasila.errors import NotFound
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import DCTERMS, OWL, PREFIXES, shorten
from hasila.rdf.saved_queries import SavedQuery
from hasila.vocabularies.naming import named_iris
from hasila.vocabularies.ontology import KINDS, PROPERTY_KINDS, Ontology, Term
from hasila.vocabularies.sentences import name_of
from hasila.vocabularies.snippets import declarations, snippet
from hasila.web.asking import labels_of, once, select, values
from hasila.web.languages import page_language
from hasila.web.ontology_data import Usage, ontology, usage
from hasila.web.pages import text
from hasila.web.shape_data import Rule, demands, has_shapes
from hasila.web.site import site
from hasila.web.tables import viewer
from hasila.web.terms import TermView, TextView, Viewer
from hasila.web.vocabulary import vocabulary

_BIBO = "http://purl.org/ontology/bibo/"
HEADER = (
    OWL + "versionInfo", OWL + "versionIRI", OWL + "priorVersion", OWL + "backwardCompatibleWith",
    OWL + "incompatibleWith", OWL + "imports", DCTERMS + "created", DCTERMS + "issued", DCTERMS + "modified",
    DCTERMS + "creator", DCTERMS + "contributor", DCTERMS + "publisher", DCTERMS + "license", DCTERMS + "rights",
    DCTERMS + "source", _BIBO + "status",
)  # fmt: skip
"""What the header's table shows, in this order, of what the ontology says."""
_CITATION = DCTERMS + "bibliographicCitation"
_STATUSES = ("stable", "testing", "unstable", "archaic")
_SAID = """SELECT DISTINCT ?thing ?property ?value WHERE {{ VALUES ?thing {{ {things} }} ?thing ?property ?value }}
ORDER BY ?thing ?property ?value"""
_RELATIONS = ("parents", "children", "equivalents", "domain", "range", "inverses", "properties", "incoming", "members",
              "code-list", "disjoint", "replaced-by", "see-also")  # fmt: skip


@dataclass(frozen=True)
class Group:
    """The terms of one kind."""

    kind: str
    terms: Sequence[Entry]


@dataclass(frozen=True)
class Entry:
    """One term as a page shows it.

    `relations` are (key, views) pairs, `alignments` (property, views) pairs; `usage` is None where the data are not asked;
    `example` is Turtle of the data, `first` what it is about; `shapes` and `rules` constrain the term, `queries` name it.
    """

    term: Term
    heading: TermView
    short: str
    types: Sequence[TermView]
    definition: TextView | None
    notes: Sequence[TextView]
    examples: Sequence[TextView]
    relations: Sequence[tuple[str, Sequence[TermView]]]
    alignments: Sequence[tuple[TermView, Sequence[TermView]]]
    status: str
    usage: Usage | None = None
    example: str = ""
    first: TermView | None = None
    shapes: Sequence[tuple[str, TextView]] = ()
    rules: Sequence[Rule] = ()
    queries: Sequence[SavedQuery] = ()


@dataclass(frozen=True)
class Fact:
    """One line of the header's table."""

    name: TermView
    values: Sequence[TermView]


@once
def standing_labels() -> Mapping[str, Text]:
    """Return the names of standard terms, of what the ontology's terms lead to, and of the terms themselves."""
    try:
        known = ontology()
    except NotFound:
        return vocabulary()
    wanted = {iri for term in known.terms.values() for iris in term.relations.values() for iri in iris}
    wanted |= {iri for term in known.terms.values() for iri in (*term.types, *(iri for _, iri in term.alignments))}
    wanted |= {str(v["value"]) for found in known.facts.values() for v in found if v["type"] == "uri"}
    own = {term.iri: term.label for term in known.terms.values() if term.label}
    return {**vocabulary(), **labels_of(wanted - own.keys()), **own}


@once
def queries_naming() -> Mapping[str, list[SavedQuery]]:
    """Return the saved queries that name each IRI."""
    found: dict[str, list[SavedQuery]] = {}
    for query in site().queries.values():
        for iri in named_iris(query.text):
            found.setdefault(iri, []).append(query)
    return found


def show_iris(iris: Iterable[str], shown: Viewer, terms: Mapping[str, Term], *, anchors: bool) -> list[TermView]:
    """Return the views of IRIs; our own terms lead to their place on the page where that is wanted, datatypes have names."""
    views = []
    for iri in iris:
        view = shown.iri(iri)
        if anchors and iri in terms:
            view = replace(view, href=f"#{terms[iri].name}", external=False)
        name = name_of(iri)
        if name and iri not in shown.labels:
            view = replace(view, text=text(name))
        views.append(view)
    return views


def prefixes() -> dict[str, str]:
    """Return the prefixes of the publication, and of the vocabularies that the software knows."""
    return {**PREFIXES, **site().publication.prefixes}


def entry(term: Term, known: Ontology, *, anchors: bool, counted: bool) -> Entry:
    """Return the entry of a term; `counted` asks the data, the shapes and the queries too."""
    shown = viewer(_labels(known))
    definition = text(term.definition) if term.definition else None
    relations = [(key, show_iris(term.relations[key], shown, known.terms, anchors=anchors))
                 for key in _RELATIONS if key in term.relations]  # fmt: skip
    aligned: dict[str, list[TermView]] = {}
    for name, iri in term.alignments:
        aligned.setdefault(name, []).append(as_code(iri, shown))
    view = Entry(
        term=term,
        heading=shown.iri(term.iri) if term.label else as_code(term.iri, shown),
        short=shorten(term.iri, prefixes()),
        types=[shown.iri(iri) for iri in term.types],
        definition=definition,
        notes=[text(note) for note in term.notes],
        examples=[text(example) for example in term.examples],
        relations=relations,
        alignments=[(shown.iri(name), views) for name, views in aligned.items()],
        status=term.status if term.status in _STATUSES else "",
    )
    return _with_uses(view) if counted else view


def _with_uses(view: Entry) -> Entry:
    iri = view.term.iri
    used = usage().get(iri, Usage(0, ""))
    constrained = demands() if has_shapes() else None
    asking = constrained.on_class(iri) + [shape for shape, _ in constrained.on_property(iri)] if constrained else []
    shapes = {shape.name: text(shape.label or {"": shape.name}) for shape in asking if shape.name}
    return replace(
        view,
        usage=used,
        shapes=list(shapes.items()),
        rules=constrained.naming(iri) if constrained else (),
        queries=queries_naming().get(iri, ()),
    )


def with_examples(views: Sequence[Entry]) -> list[Entry]:
    """Return the entries with an example of the data in Turtle, all of them read at once."""
    first = {view.usage.first for view in views if view.usage and view.usage.first}
    said: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for row in select(_SAID.format(things=values(sorted(first)))) if first else ():
        thing = said.setdefault(row["thing"]["value"], {})
        thing.setdefault(row["property"]["value"], []).append(row["value"])
    shown = viewer(labels_of(first))
    return [
        replace(view, example=_example(view, said), first=shown.iri(view.usage.first))
        if view.usage and view.usage.first
        else view
        for view in views
    ]


def _example(view: Entry, said: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]) -> str:
    first = view.usage.first if view.usage else ""
    only = view.term.iri if view.term.kind in PROPERTY_KINDS else ""
    if not first or view.term.kind not in ("class", *PROPERTY_KINDS):
        return ""
    lines = snippet(first, said.get(first, {}), prefixes(), page_language(), only)
    return declarations(lines, prefixes()) + lines if lines else ""


def groups(known: Ontology, *, counted: bool) -> list[Group]:
    """Return the entries of all terms by kind, for one page."""
    found = []
    for kind in KINDS:
        views = [entry(term, known, anchors=True, counted=counted) for term in known.of_kind(kind)]
        if views:
            found.append(Group(kind, with_examples(views) if counted else views))
    return found


def header(known: Ontology) -> list[Fact]:
    """Return the lines of the header's table that the ontology has something for."""
    shown = viewer(_labels(known))
    return [
        Fact(shown.iri(name), [shown.term(value) for value in known.facts[name]])
        for name in HEADER
        if name in known.facts
    ]


def citation(known: Ontology) -> TextView | None:
    """Return how the ontology is to be cited, in its own words; None where it does not say."""
    stated = [(str(v.get("xml:lang", "")), str(v["value"])) for v in known.facts.get(_CITATION, ())]
    return text(dict(reversed(stated))) if stated else None


def _labels(known: Ontology) -> Mapping[str, Text]:
    own = {term.iri: term.label for term in known.terms.values() if term.label}
    return {**standing_labels(), **own}


def as_code(iri: str, shown: Viewer) -> TermView:
    """Return the view of an IRI by its prefixed name."""
    view = shown.iri(iri)
    return replace(view, text=TextView(shorten(iri, prefixes()), "", "ltr"))
