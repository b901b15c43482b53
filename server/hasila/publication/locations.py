"""Where a triple was written: file and line of a Turtle statement, or of a table row.

Turtle is read a second time, by rdflib's parser, which counts lines as it goes; only when something was found, since
Oxigraph's parser is twenty times faster and is the one that decides what the files say. Finds places, judges nothing.
"""

from __future__ import annotations

import bisect
from pathlib import Path
from typing import Any

import rdflib
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser

from hasila.publication.sources import Sources
from hasila.publication.store import written

Place = tuple[Path, int]


class _LineParser(SinkParser):
    """rdflib's Turtle parser, noting on which line the object of each statement ends."""

    def __init__(self, text: str) -> None:
        super().__init__(RDFSink(rdflib.Graph()), baseURI="", turtle=True)
        self.places: list[tuple[str, str, str, int]] = []
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
        self.places.append((str(subject), str(name), str(obj), line))
        super().makeStatement(quadruple)


class Locator:
    """Finds the file and line of focus nodes, paths and values among the sources."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._index: dict[str, list[tuple[str, str, Place]]] | None = None

    def locate(self, focus: str, path: str | None, value: str | None) -> Place | None:
        """Return where (focus, path, value) was written; failing that the path, failing that the focus node's first line.

        Arguments are IRIs (`path` too) and for `value` an IRI or a lexical form. None when the focus node is not written.
        """
        if self._index is None:
            self._index = self._read()
        places = self._index.get(focus, [])
        for wanted in (
            lambda p, o: p == path and o == value,
            lambda p, o: p == path,
            lambda p, o: o == value,
            lambda p, o: True,
        ):
            for predicate, obj, place in places:
                if wanted(predicate, obj):
                    return place
        return None

    def _read(self) -> dict[str, list[tuple[str, str, Place]]]:
        index: dict[str, list[tuple[str, str, Place]]] = {}
        for path in self._sources.files:
            if path.suffix == ".ttl":
                for subject, predicate, obj, line in _lines(path):
                    index.setdefault(subject, []).append((predicate, obj, (path, line)))
        for path, rows in self._sources.rows.items():
            for line, quads in rows:
                for subject, predicate, obj in map(written, quads):
                    index.setdefault(subject, []).append((predicate, obj, (path, line)))
        return index


def _lines(path: Path) -> list[tuple[str, str, str, int]]:
    text = path.read_text(encoding="utf-8")
    parser = _LineParser(text)
    parser.loadBuf(text)
    return parser.places
