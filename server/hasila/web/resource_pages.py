"""The page about one resource: its name, its types, the sections of its kind, what is said of it and what points to it.

Decides only order and grouping; the engine says what there is, and the manifest which sections.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hasila.engine.protocol import ResourceDescription
from hasila.engine.protocol import Term as EngineTerm
from hasila.errors import NotFound
from hasila.rdf.formats import RDF_FORMATS, RESULT_FORMATS, XLSX
from hasila.rdf.namespaces import DCTERMS, LABEL_PROPERTIES, RDF, RDFS, SKOS
from hasila.web import citations, events
from hasila.web.pages import render
from hasila.web.passages import evidence_of
from hasila.web.sections import resource_questions, resource_sections
from hasila.web.site import site
from hasila.web.tables import viewer
from hasila.web.terms import TermView, Viewer
from hasila.web.vocabulary import vocabulary

FIRST = 25
"""How many values of one property a page shows."""

MOST = 30
"""A section shows so many rows, cards or moments; the page of its query shows all."""
FIRST_INVERSE = 10
"""How many of the things pointing by one property a page shows at first; the others have pages of their own (`inverse`)."""
_TYPE = RDF + "type"
_DESCRIPTIONS = (SKOS + "definition", DCTERMS + "description", RDFS + "comment")
_UP_FRONT = (*LABEL_PROPERTIES, *_DESCRIPTIONS)


@dataclass(frozen=True)
class PropertyView:
    """One property of a page with its values: `total` there are, the first of which are shown."""

    name: TermView
    values: tuple[TermView, ...]
    total: int


def resource_page(iri: str, address: str) -> str:
    """Return the page about `iri`, whose document is at `address`. Raises NotFound when nothing is said of it."""
    return render("resource.html", **resource_context(iri, address))


def resource_context(iri: str, address: str) -> dict[str, object]:
    """Return what the template of a resource's page reads. Raises NotFound when nothing is said of it."""
    described = site().engine.describe_resource(iri, FIRST)
    if not described.out:
        raise NotFound(f"Nothing is published of <{iri}>.")
    shown = viewer({**vocabulary(), **described.labels})
    types = [term for predicate, term in described.out if predicate == _TYPE]
    said = [(predicate, term) for predicate, term in described.out if predicate != _TYPE]
    facts = _facts(described)
    sections = resource_sections(iri, facts)
    evidence = evidence_of(described, shown)
    return {
        "iri": iri,
        "address": address,
        "heading": shown.iri(iri),
        "summary": _summary(described, shown),
        "types": [shown.term(term) for term in types],
        "sections": sections,
        "questions": resource_questions(iri, facts),
        "properties": _grouped(said, described.out_counts, shown),
        "inverse": _grouped([(p, s) for s, p in described.inn], described.in_counts, shown),
        "first_inverse": FIRST_INVERSE,
        "formats": RDF_FORMATS,
        "most": MOST,
        "event_formats": events.formats_of(iri, {predicate for predicate, _ in described.out}),
        "answer_formats": (*RESULT_FORMATS, XLSX),
        "evidence": evidence.beside(sections) if evidence else None,
        "cited": citations.shown(citations.of_resource(described), address),
    }


def _facts(described: ResourceDescription) -> dict[str, list[str]]:
    """Return the values of each property, in their order, as IRIs and lexical forms."""
    facts: dict[str, list[str]] = {}
    for predicate, term in described.out:
        facts.setdefault(predicate, []).append(str(term["value"]))
    return facts


def _summary(described: ResourceDescription, shown: Viewer) -> TermView | None:
    """Return the description in the language of the page, if there is one."""
    for wanted in _DESCRIPTIONS:
        for predicate, term in described.out:
            if predicate == wanted and str(term.get("xml:lang", "")) == shown.language:
                return shown.term(term)
    return None


def _grouped(pairs: Iterable[tuple[str, EngineTerm]], counts: dict[str, int], shown: Viewer) -> list[PropertyView]:
    groups: dict[str, list[EngineTerm]] = {}
    for predicate, term in pairs:
        groups.setdefault(predicate, []).append(term)
    order = sorted(groups, key=lambda p: (_UP_FRONT.index(p) if p in _UP_FRONT else len(_UP_FRONT), p))
    return [
        PropertyView(shown.iri(p), _views(_own_first(groups[p], shown.language), shown), counts.get(p, len(groups[p])))
        for p in order
    ]


def _own_first(terms: Sequence[EngineTerm], language: str) -> list[EngineTerm]:
    """Return the terms with those in the language of the page first, else in their order."""
    return sorted(terms, key=lambda term: term.get("xml:lang", language) != language)


def _views(terms: Iterable[EngineTerm], shown: Viewer) -> tuple[TermView, ...]:
    return tuple(shown.term(term) for term in terms)
