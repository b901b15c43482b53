"""Sections of pages: answers of saved queries, on the page of a resource (asked about it) and on the front page.

Which queries, the publication's manifest says ([[pages]] and queries.front). Asks; decides nothing about data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from hasila.rdf.displays import PageKind
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import RDF
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, SavedQuery
from hasila.web.site import site
from hasila.web.tables import Table, evaluate


@dataclass(frozen=True)
class Section:
    """One section: the saved query, what it was asked with (beside the language), and its answer."""

    query: SavedQuery
    table: Table
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> list[tuple[Text, str]]:
        """What the answer depends on that a reader cannot see from the page: labels of parameters, and their values."""
        asked = [p for p in self.query.parameters if p.type != "iri" and p.name != LANGUAGE_PARAMETER]
        return [(p.label or {"": p.name}, self.table.values.get(p.name) or p.default) for p in asked]

    @property
    def id(self) -> str:
        """The name of the section within its page."""
        return f"q-{self.query.name}"


def front_sections() -> list[Section]:
    """Return the sections of the front page, those without an answer left out."""
    asked = [site().queries[name] for name in site().publication.front if name in site().queries]
    return [section for query in asked if _says(section := Section(query, evaluate(query, {})))]


def page_kind(types: Collection[str]) -> PageKind | None:
    """Return the kind of page of a resource of these classes: the first that fits; None for a generic page."""
    return next((kind for kind in site().publication.pages if kind.of in types), None)


def resource_sections(iri: str, facts: Mapping[str, Collection[str]]) -> list[Section]:
    """Return the sections of the page of a resource, of which `facts` are the values by property.

    A section without an answer is left out, and one that takes a value which is not said of the resource.
    """
    kind = page_kind(facts.get(RDF + "type", ()))
    asked = [site().queries[name] for name in (kind.sections if kind else ()) if name in site().queries]
    given = [(query, kind.given(query.types, iri, facts)) for query in asked] if kind else []
    found = [Section(query, evaluate(query, values).beside(iri), values) for query, values in given if values]
    return [section for section in found if _says(section)]


def _says(section: Section) -> bool:
    table = section.table
    return bool(table.rows or table.graph or table.too_large or table.boolean is not None)
