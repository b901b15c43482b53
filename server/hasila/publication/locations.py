"""Where a triple was written: file and line of a Turtle statement, of a table row, or of the CONSTRUCT that derived it.

Turtle is read a second time, by rdflib's parser, which counts lines as it goes; only when something was found, since
Oxigraph's parser is twenty times faster and is the one that decides what the files say. Finds places, judges nothing.
"""

from __future__ import annotations

import bisect
from contextlib import suppress
from pathlib import Path
from typing import Any

import rdflib
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser

from hasila.publication.sources import Sources
from hasila.publication.store import Quad, Term, lexical_form, object_of, read_term, written
from hasila.publication.tables import Row
from hasila.rdf.namespaces import RDF, XSD

Place = tuple[Path, int | None]
"""A file and, where it is known, a line of it."""


class _LineParser(SinkParser):
    """rdflib's Turtle parser, noting on which line the object of each statement ends."""

    def __init__(self, text: str, base: str) -> None:
        super().__init__(RDFSink(rdflib.Graph()), baseURI=base, turtle=True)
        self.places: list[tuple[str, str, Term, int]] = []
        self._breaks = [offset for offset, character in enumerate(text) if character == "\n"]
        self._ends: list[int] = []
        self._pending: list[int] = []

    # The overridden methods have rdflib's own names. The objects of a list are parsed first and become statements
    # afterwards, when the parser already stands behind them: hence the list of where each of them ended.

    def objectList(self, argstr: str, i: int, res: Any) -> int:  # noqa: N802
        outer, self._ends = self._ends, []
        end = super().objectList(argstr, i, res)
        self._pending, self._ends = self._ends, outer
        return end

    def object(self, argstr: str, i: int, res: Any) -> int:
        end = super().object(argstr, i, res)
        self._ends.append(end)
        return end

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802
        _, predicate, subject, obj = quadruple
        # rdflib writes the keyword `a` as a pair of a symbol kind and an IRI.
        name = predicate[1] if isinstance(predicate, tuple) else predicate
        line = bisect.bisect_left(self._breaks, self._pending.pop(0)) + 1 if self._pending else self.lines + 1
        self.places.append((str(subject), str(name), _term(obj), line))
        super().makeStatement(quadruple)


class Locator:
    """Finds the file and line of focus nodes, paths and values among the sources."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._rows: dict[Place, Row] = {
            (path, row.line): row for path, table in sources.tables.items() for row in table.rows
        }
        self._index: dict[str, list[tuple[str, Term, Place]]] | None = None

    def locate(self, focus: str, path: str | None, value: str | None) -> Place | None:
        """Return where (focus, path, value) was written; failing that the path, failing that the focus node's first line.

        Arguments are IRIs (`path` too) and for `value` a term in N-Triples syntax. None when the focus node is not written;
        a place without a line when the file's lines could not be told.
        """
        if self._index is None:
            self._index = self._read()
        places = self._index.get(focus, [])
        term = read_term(value) if value else None
        for wanted in (
            lambda p, o: p == path and o == term,
            lambda p, o: p == path and term is not None and o[0] == term[0],
            lambda p, o: p == path,
            lambda p, o: o == term,
            lambda p, o: True,
        ):
            for predicate, obj, place in places:
                if wanted(predicate, obj):
                    return place
        return None

    def cell(self, place: Place, value: str | None) -> tuple[int, str | None, int] | None:
        """Return of a place in a table the number of the row, and name and index of the column that holds the value.

        None for a place in another file. The column is None unless exactly one holds it, as the text itself or as the key
        that an IRI ends with, the longest that does: a cell may have a slash of its own.
        """
        table = self._sources.tables.get(place[0])
        row = self._rows.get(place)
        if table is None or row is None:
            return None
        text = lexical_form(value) if value and not value.startswith("_:") else ""
        held = [(key, name) for name, keys in row.cells.items() for key in set(keys) if key and _ends_with(text, key)]
        longest = max((len(key) for key, _ in held), default=0)
        names = [name for key, name in held if len(key) == longest]
        return (row.number, *table.column(names[0])) if len(names) == 1 else (row.number, None, 0)

    def _read(self) -> dict[str, list[tuple[str, Term, Place]]]:
        index: dict[str, list[tuple[str, Term, Place]]] = {}
        for path, quads in self._sources.files.items():
            for subject, predicate, obj, line in _lines(path, quads, self._sources.base):
                index.setdefault(subject, []).append((predicate, obj, (path, line)))
        made = [(path, line, quads) for path, rows in self._sources.rows.items() for line, quads in rows]
        made += [(path, line, quads) for path, (line, quads) in self._sources.derived.items()]
        for path, line, quads in made:
            for quad in quads:
                subject, predicate, _ = written(quad)
                index.setdefault(subject, []).append((predicate, object_of(quad), (path, line)))
        return index


def _ends_with(text: str, key: str) -> bool:
    return text == key or text.endswith((f"/{key}", f"#{key}"))


def _lines(path: Path, quads: list[Quad], base: str) -> list[tuple[str, str, Term, int | None]]:
    places: list[tuple[str, str, Term, int | None]] = []
    if path.suffix == ".ttl":
        text = path.read_text(encoding="utf-8")
        parser = _LineParser(text, base)
        # The two parsers differ at the edges of the language. What Oxigraph has accepted must not fail here: the lines
        # rdflib got to know are kept, for the rest the file is named without one.
        with suppress(Exception):
            parser.loadBuf(text)
        places += parser.places
    known = {subject for subject, _, _, _ in places}
    for quad in quads:
        subject, predicate, _ = written(quad)
        if subject not in known:
            places.append((subject, predicate, object_of(quad), None))
    return places


def _term(node: Any) -> Term:
    """Return what rdflib's parser gives for an object as a term to compare."""
    if not isinstance(node, rdflib.Literal):
        return str(node), "", ""
    if node.language:
        return str(node), node.language.lower(), RDF + "langString"
    return str(node), "", str(node.datatype or XSD + "string")
