"""Sections of pages: answers of saved queries, on the page of a resource (asked about it) and on the front page.

Beside them the questions that such pages only offer. Which, the publication's manifest says ([[pages]] and [queries]).
Asks; decides nothing about data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hasila.rdf.displays import PageKind
from hasila.rdf.languages import Text
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, SavedQuery
from hasila.web.forms import Field, remaining_fields
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


@dataclass(frozen=True)
class Question:
    """A saved query whose form a page offers: what is filled in, and the fields that are left."""

    query: SavedQuery
    given: Mapping[str, str] = field(default_factory=dict)
    fields: Sequence[Field] = ()


def front_questions() -> list[Question]:
    """Return the questions that the front page leads to."""
    return [Question(site().queries[name]) for name in site().publication.asks if name in site().queries]


def resource_questions(iri: str, facts: Mapping[str, Collection[str]]) -> list[Question]:
    """Return the questions that the page of a resource offers, asked about it; of `facts` see `resource_sections`."""
    kind = page_kind(facts)
    taking = _taking(kind, kind.asks, iri, facts) if kind else ()
    return [Question(query, values, remaining_fields(query, values)) for query, values in taking]


def front_sections() -> list[Section]:
    """Return the sections of the front page, those without an answer left out."""
    asked = [site().queries[name] for name in site().publication.front if name in site().queries]
    return [section for query in asked if _says(section := Section(query, evaluate(query, {})))]


def page_kind(facts: Mapping[str, Collection[str]]) -> PageKind | None:
    """Return the kind of page of a resource, by its values of each property: the first that fits; None for a generic page."""
    return next((kind for kind in site().publication.pages if kind.fits(facts)), None)


def resource_sections(iri: str, facts: Mapping[str, Collection[str]]) -> list[Section]:
    """Return the sections of the page of a resource, of which `facts` are the values by property.

    A section without an answer is left out, and one that takes a value which is not said of the resource.
    """
    kind = page_kind(facts)
    taking = _taking(kind, kind.sections, iri, facts) if kind else ()
    found = (Section(query, evaluate(query, values).beside(iri), values) for query, values in taking)
    return [section for section in found if _says(section)]


def _taking(
    kind: PageKind, names: Iterable[str], iri: str, facts: Mapping[str, Collection[str]]
) -> Iterator[tuple[SavedQuery, dict[str, str]]]:
    """Yield the queries of those names that take something of the resource, with what they take."""
    for query in (site().queries[name] for name in names if name in site().queries):
        values = kind.given(query.types, iri, facts)
        if values:
            yield query, values


def _says(section: Section) -> bool:
    table = section.table
    return bool(table.rows or table.graph or table.too_large or table.boolean is not None)
