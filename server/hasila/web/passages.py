"""Where in its source a thing stands: the passage that it is evidence by, as words and as a bar, and what was taken from it.

Web Annotation Data Model sections 4.1 (hasSource, hasSelector) and 4.2.4 (Text Position Selector: code points from 0, the end
exclusive). The manifest's [evidence] names the terms that are no standard's. The words themselves are not published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hasila.engine.protocol import Query, ResourceDescription
from hasila.rdf.namespaces import OA, PROV, RDFS
from hasila.rdf.saved_queries import quote_literal
from hasila.web.languages import page_language
from hasila.web.sections import Section
from hasila.web.site import site
from hasila.web.tables import tabulate
from hasila.web.terms import TermView, Viewer

WIDTH = 1000
"""The bar is so many units wide, whatever its size on the page."""
_LEAST = 6
"""A passage of few words is drawn so wide, or it would not be seen."""
_SELECT = """SELECT DISTINCT ?source ?sourceLabel ?start ?end ?digest ?length WHERE {{
  {subject} <{oa}hasSource> ?source ; <{oa}hasSelector> ?selector .
  ?selector <{oa}start> ?start ; <{oa}end> ?end .
  OPTIONAL {{ ?selector <{checksum}> ?digest }}
  OPTIONAL {{ ?source <{length}> ?length }}
  OPTIONAL {{ ?source <{rdfs}label> ?sourceLabel FILTER(LANG(?sourceLabel) = {language}) }}
}} ORDER BY ?source ?start ?end"""


@dataclass(frozen=True)
class Passage:
    """One passage: its source, its offsets in code points, the SHA-256 of its text, and how long the source is.

    `digest` is empty and `total` 0 where that is not known.
    """

    source: TermView
    start: int
    end: int
    digest: str
    total: int

    @property
    def length(self) -> int:
        """How many code points the passage has."""
        return self.end - self.start

    @property
    def percent(self) -> str:
        """How much of the source the passage is, in per cent with one decimal."""
        return f"{100 * self.length / self.total:.1f}" if self.total else ""

    @property
    def bar(self) -> tuple[float, float] | None:
        """Where the passage begins on the bar and how wide it is; None where the length of the source is not known."""
        if not self.start < self.end <= self.total:
            return None
        width = max(WIDTH * self.length / self.total, _LEAST)
        return round(min(WIDTH * self.start / self.total, WIDTH - width), 1), round(width, 1)


@dataclass(frozen=True)
class Evidence:
    """The passages of one thing, in which paragraphs they stand, and what was taken from it: the first of so many."""

    passages: tuple[Passage, ...]
    taken: tuple[TermView, ...]
    total: int
    paragraphs: tuple[TermView, ...] = ()

    def beside(self, sections: Iterable[Section]) -> Evidence:
        """Return the same without what the sections of its page show already of what was taken from it."""
        shown = {cell.title for section in sections for row in section.table.rows for cell in row if cell}
        left = tuple(thing for thing in self.taken if thing.title not in shown)
        return replace(self, taken=left, total=self.total - len(self.taken) + len(left))


def evidence_of(described: ResourceDescription, shown: Viewer) -> Evidence | None:
    """Return where a resource stands in its sources; None for one that is no passage and has none."""
    terms = site().publication.evidence
    predicates = {predicate for predicate, _ in described.out}
    iri = f"<{described.iri}>"
    if terms.get("statement") in predicates:
        found = _passages(f"{iri} <{terms['statement']}> ?passage . ?passage")
        evidence = _evidence(found, described, shown, PROV + "wasDerivedFrom")
        told = tuple(shown.term(term) for predicate, term in described.out if predicate == terms.get("paragraph"))
        return replace(evidence, paragraphs=told) if evidence else None
    if terms and OA + "hasSelector" in predicates:
        return _evidence(_passages(iri), described, shown, terms["statement"])
    return None


def _evidence(
    found: tuple[Passage, ...], described: ResourceDescription, shown: Viewer, pointing: str
) -> Evidence | None:
    taken = tuple(shown.term(subject) for subject, predicate in described.inn if predicate == pointing)
    return Evidence(found, taken, described.in_counts.get(pointing, len(taken))) if found else None


def _passages(subject: str) -> tuple[Passage, ...]:
    terms = site().publication.evidence
    query = _SELECT.format(
        subject=subject, oa=OA, rdfs=RDFS, checksum=terms["checksum"], length=terms["length"],
        language=quote_literal(page_language()),
    )  # fmt: skip
    table = tabulate(Query(query, ""), own=True)
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    return tuple(passage for row in rows if (passage := _passage(row)) is not None)


def _passage(row: dict[str, TermView | None]) -> Passage | None:
    source, start, end = row["source"], _number(row["start"]), _number(row["end"])
    if source is None or start is None or end is None:
        return None
    digest = row["digest"]
    return Passage(source, start, end, digest.text.text if digest else "", _number(row["length"]) or 0)


def _number(cell: TermView | None) -> int | None:
    value = cell.value if cell else ""
    return int(value) if value.isascii() and value.isdigit() else None
