"""How answers and resources are best shown: the `#+ display…` lines of saved queries, and the kinds of pages.

A display gives columns of an answer their parts (axis, number, label …); a page kind names the saved queries that tell of
resources of a class. Tables and pure functions; draws nothing, see `hasila.web`.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hasila.errors import QueryFileInvalid
from hasila.rdf.namespaces import RDF, SKOS

TABLE = "table"
_KEY = "display"
_STATES = "states"


@dataclass(frozen=True)
class DisplayKind:
    """Which parts a kind of display has: those it cannot do without, others of one column, and those of several."""

    needed: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    several: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts."""
        return (*self.needed, *self.single, *self.several)


KINDS: Mapping[str, DisplayKind] = {
    TABLE: DisplayKind(),
    "chart": DisplayKind(("x", "y"), ("lower", "upper", "mark", "unit", "break"), ("series",)),
    "timeline": DisplayKind(("begin", "label"), ("end", "mark"), ("note",)),
    "grid": DisplayKind(("x", "y", "cell"), (), ("note", _STATES)),
    "cards": DisplayKind(("label",), ("y", "mark", "unit", "trend", "link"), ("note",)),
    "network": DisplayKind(("from", "to"), ("label",)),
    "map": DisplayKind(("point", "label"), ("y",), ("note",)),
}
"""Every display. `x`: column on the axis, or across a grid; `y`: the number, or down a grid; `lower`, `upper`: bounds of
the number; `mark`: how sure it is; `unit`: what it counts; `link`: the resource that it leads to; `break`: why it cannot be
compared with what went before; `trend`: earlier numbers as text, `2023:12 2024:15`; `states`: no columns, but values of the
cells of a grid (an IRI's last part, or a literal), the best first, and last that of which nothing is known."""


@dataclass(frozen=True)
class Display:
    """How an answer is shown: the kind, and the columns of each part that is given, in the order they are given."""

    kind: str = TABLE
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def column(self, part: str) -> str:
        """Return the column of a part that has one; empty when it is not given."""
        return self.columns(part)[0] if self.columns(part) else ""

    def columns(self, part: str) -> tuple[str, ...]:
        """Return the columns of a part; none when it is not given."""
        return self.parts.get(part, ())

    @property
    def named(self) -> Iterator[tuple[str, str]]:
        """Every part with each of its columns."""
        for part, columns in self.parts.items():
            if part != _STATES:
                yield from ((part, column) for column in columns)


def read_display(query: str, facts: Mapping[str, str]) -> Display:
    """Return the display that the metadata of a saved query ask for; a table where they ask for none.

    Raises QueryFileInvalid, with the cure, for an unknown display or part, and for a part that is missing or has several
    columns where one is shown. Whether the query has the columns is for `require_columns`.
    """
    kind = facts.get(_KEY, TABLE)
    if kind not in KINDS:
        raise _wrong(query, f"display {kind!r} is not known. {_hint(kind, KINDS)}")
    known = KINDS[kind]
    parts: dict[str, tuple[str, ...]] = {}
    for key, value in facts.items():
        part = key.removeprefix(f"{_KEY}-")
        if part == key:
            continue
        if part not in known.parts:
            raise _wrong(query, f"a {kind} has no {key}. {_hint(part, known.parts) or 'Choose another display.'}")
        parts[part] = tuple(value.split())
        if part not in known.several and len(parts[part]) != 1:
            raise _wrong(query, f"{key} names {len(parts[part])} columns; it takes one.")
    missing = [part for part in known.needed if part not in parts]
    if missing:
        raise _wrong(query, f"a {kind} needs the line `#+ {_KEY}-{missing[0]}: …`, which names a column.")
    return Display(kind, parts)


def require_columns(query: str, display: Display, columns: Collection[str]) -> None:
    """Raise QueryFileInvalid, with the cure, when the display names a column that the query does not select."""
    for part, column in display.named:
        if column not in columns:
            raise _wrong(
                query, f"{_KEY}-{part} names {column!r}, but no such column is selected. {_hint(column, columns)}"
            )
        plain = column.removesuffix("Label")
        if plain != column and plain in columns:
            raise _wrong(query, f"{_KEY}-{part} names {column!r}; name {plain!r}, and its label comes along.")


def _wrong(query: str, told: str) -> QueryFileInvalid:
    return QueryFileInvalid(f"{query}.rq: {told}", file=query)


def _hint(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Known are: {', '.join(known)}." if known else ""


@dataclass(frozen=True)
class PageKind:
    """How the page of a resource of a class is made: the saved queries whose answers are its sections, in their order.

    `values` gives a parameter of these queries the property whose value it takes: of a report of a year, that year.
    With a `scheme`, only what is in that concept scheme has such a page (skos:inScheme). `asks` names queries whose forms the
    page offers, what they take of the resource filled in.
    `sought`: people look for such resources by their names, so a search shows them first.
    """

    of: str
    sections: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    scheme: str = ""
    asks: tuple[str, ...] = ()
    sought: bool = False

    def fits(self, facts: Mapping[str, Collection[str]]) -> bool:
        """Tell whether this is the kind of page of a resource of which `facts` are the values by property."""
        in_scheme = not self.scheme or self.scheme in facts.get(SKOS + "inScheme", ())
        return in_scheme and self.of in facts.get(RDF + "type", ())

    def taken(self, parameters: Mapping[str, str]) -> dict[str, str]:
        """Return what the parameters of a query (name to type) take on such a page: a property, or `""` for the resource.

        Those of `values` take their property, the first other of type `iri` the resource. Empty: the query takes nothing.
        """
        own = {name: self.values[name] for name in parameters if name in self.values}
        rest = [name for name, kind in parameters.items() if kind == "iri" and name not in own]
        return {**own, **dict.fromkeys(rest[:1], "")}

    def given(self, parameters: Mapping[str, str], iri: str, facts: Mapping[str, Collection[str]]) -> dict[str, str]:
        """Return what the parameters of a query are given on the page of `iri`, of which `facts` are the values by property.

        Of several values the first is taken. Empty when the query takes nothing, or a value that is not said.
        """
        taken = self.taken(parameters)
        values = {name: next(iter(facts.get(of, ())), "") if of else iri for name, of in taken.items()}
        return values if all(values.values()) else {}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PageKind:
        """Return the page kind that an entry of `publication.json` describes. Raises KeyError or TypeError."""
        values, asks = dict(data.get("values", {})), tuple(data.get("asks", ()))
        sections, sought = tuple(data["sections"]), bool(data.get("sought", False))
        return cls(data["of"], sections, values, data.get("scheme", ""), asks, sought)
