"""Pages of a catalogue: which datasets are on which, and what harvesters read to go on to the next.

Hydra Core Vocabulary section 5.3 in both its forms: `hydra:PartialCollectionView` with `hydra:next`, and the older
`hydra:PagedCollection` with `hydra:nextPage`, for harvesters know the one or the other. Pure functions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from hasila.errors import BadRequest, NotFound
from hasila.rdf.namespaces import HYDRA, RDF, XSD

LARGEST = 1000
USUAL = 100
"""How many datasets a page holds when nobody says how many."""

Statement = tuple[str, str, str | int]
"""Subject, predicate, and an IRI or a number."""


@dataclass(frozen=True)
class Page:
    """One page: its number, counted from 1, how many datasets a page holds at most, and how many there are."""

    number: int
    size: int
    total: int
    address: str
    plain: bool
    """Whether nobody asked for a page, so that the address without parameters stands for it."""

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def is_whole(self) -> bool:
        """Whether the page holds everything."""
        return self.last == 1

    def part(self, things: Sequence[str]) -> Sequence[str]:
        """Return those of the things that are on this page."""
        return things[(self.number - 1) * self.size : self.number * self.size]

    def url(self, number: int) -> str:
        """Return the address of a page of the same size."""
        if self.is_whole and self.plain:
            return self.address
        size = {} if self.size == USUAL else {"size": self.size}
        return f"{self.address}?{urlencode({'page': number, **size})}"

    def statements(self, catalog: str) -> Iterator[Statement]:
        """Yield what is stated of the page and of the collection that `catalog` is."""
        me = self.url(self.number)
        yield catalog, RDF + "type", HYDRA + "Collection"
        yield catalog, HYDRA + "totalItems", self.total
        yield catalog, HYDRA + "view", me
        yield me, RDF + "type", HYDRA + "PartialCollectionView"
        yield me, RDF + "type", HYDRA + "PagedCollection"
        yield me, HYDRA + "totalItems", self.total
        yield me, HYDRA + "itemsPerPage", self.size
        near = {"first": 1, "previous": self.number - 1, "next": self.number + 1, "last": self.last}
        for name, number in near.items():
            if 1 <= number <= self.last:
                yield me, HYDRA + name, self.url(number)
                yield me, f"{HYDRA}{name}Page", self.url(number)


def page_of(number: str | None, size: str | None, total: int, address: str, largest: int = LARGEST) -> Page:
    """Return the page that is asked for (None: not said). Raises BadRequest for no number, NotFound past the last page."""
    found = Page(_read("page", number, 1, None), _read("size", size, USUAL, largest), total, address, number is None)
    if found.number > found.last:
        raise NotFound(f"There is no page {found.number}; the last is {found.last}.")
    return found


def _read(name: str, text: str | None, usual: int, largest: int | None) -> int:
    if text is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise BadRequest(f"{name}={text!r:.40} is not a whole number from 1 on.", name=name)
    # A larger page is no error: who asks for more gets as much as there is in one.
    return int(text) if largest is None else min(int(text), largest)


def put_together(extension: str, pieces: Sequence[bytes], statements: Sequence[Statement]) -> bytes:
    """Return one document in the format with that ending, of documents in it and of statements."""
    return _JOINING[extension](pieces, statements)


def _join_turtle(pieces: Sequence[bytes], statements: Sequence[Statement]) -> bytes:
    first, *others = pieces
    bodies = [b"\n".join(line for line in piece.split(b"\n") if not line.startswith(b"@prefix ")) for piece in others]
    return first + b"".join(bodies) + b"\n" + _join_ntriples([], statements)


def _join_ntriples(pieces: Sequence[bytes], statements: Sequence[Statement]) -> bytes:
    lines = [f"<{s}> <{p}> {f'<{o}>' if isinstance(o, str) else _number(o)} .\n" for s, p, o in statements]
    return b"".join(pieces) + "".join(lines).encode()


def _number(value: int) -> str:
    return f'"{value}"^^<{XSD}integer>'


def _join_jsonld(pieces: Sequence[bytes], statements: Sequence[Statement]) -> bytes:
    nodes: dict[str, dict[str, object]] = {}
    for subject, predicate, value in statements:
        values = nodes.setdefault(subject, {"@id": subject}).setdefault(predicate, [])
        assert isinstance(values, list)
        number = {"@value": value, "@type": XSD + "integer"}
        values.append({"@id": value} if isinstance(value, str) else number)
    inside = [piece.strip()[1:-1].strip() for piece in pieces]
    inside += [json.dumps(node, ensure_ascii=False).encode() for node in nodes.values()]
    return b"[" + b",".join(part for part in inside if part) + b"]\n"


def _join_rdfxml(pieces: Sequence[bytes], statements: Sequence[Statement]) -> bytes:
    end = b"</rdf:RDF>"
    first, *others = pieces
    inside = [piece[piece.index(b">", piece.index(b"<rdf:RDF")) + 1 : piece.rindex(end)] for piece in others]
    stated = "".join(map(_element, statements))
    return first[: first.rindex(end)] + b"".join(inside) + stated.encode() + end + b"\n"


def _element(statement: Statement) -> str:
    subject, predicate, value = statement
    cut = max(predicate.rfind("#"), predicate.rfind("/")) + 1
    opened = f'<n:{predicate[cut:]} xmlns:n="{predicate[:cut]}"'
    if isinstance(value, str):
        inner = f'{opened} rdf:resource="{escape(value)}"/>'
    else:
        inner = f'{opened} rdf:datatype="{XSD}integer">{value}</n:{predicate[cut:]}>'
    return f'\t<rdf:Description rdf:about="{escape(subject)}">{inner}</rdf:Description>\n'


_JOINING = {"ttl": _join_turtle, "nt": _join_ntriples, "jsonld": _join_jsonld, "rdf": _join_rdfxml}
