"""The rows of a serialised answer, counted as they pass: the limit on rows where nothing hands them over one by one.

SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats, as Oxigraph writes them. Parses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from hasila.engine.backend import Output
from hasila.errors import ResultTooLarge

# A solution is an object in an array whose first member is an object; quotes inside a string are escaped, so no string
# can look like it. A solution that binds nothing is not counted: it costs three bytes.
_JSON = re.compile(rb'[\[,]\{"[^"\\]*":\{')
_LONGEST = 1024


def too_many(rows: int) -> ResultTooLarge:
    """Return what to raise for an answer of more than so many rows or triples."""
    return ResultTooLarge(f"The answer has more than {rows} rows.", rows=rows)


def bounded(triples: Iterable[Triple], most: int | None) -> Iterator[Triple]:
    """Yield the triples; raises ResultTooLarge at the one that is one too many."""
    for number, triple in enumerate(triples, 1):
        if most is not None and number > most:
            raise too_many(most)
        yield triple


class RowCounter:
    """Passes an answer on; raises ResultTooLarge once it has more than `most` rows."""

    def __init__(self, output: Output, form: str, most: int) -> None:
        self._output = output
        self._form = form
        self._most = most
        self._rows = 0 if form in ("json", "xml") else -1  # the head of CSV and TSV is a line too
        self._tail = b""
        self._quoted = False

    def write(self, data: bytes) -> int:
        """Take the bytes and count the rows that end or begin in them."""
        self._rows += self._count(data)
        if self._rows > self._most:
            raise too_many(self._most)
        return self._output.write(data)

    def flush(self) -> None:
        """Hold nothing back."""
        self._output.flush()

    def _count(self, data: bytes) -> int:
        match self._form:
            case "tsv":
                return data.count(b"\n")
            case "csv":
                return self._count_lines(data)
            case "xml":
                found = (self._tail + data).count(b"<result>")
                self._tail = (self._tail + data)[1 - len(b"<result>") :]
                return found
            case _:
                return self._count_objects(self._tail + data)

    def _count_lines(self, data: bytes) -> int:
        # A line end within quotes belongs to a value; a doubled quote leaves and enters again.
        pieces = data.split(b'"')
        found = sum(piece.count(b"\n") for piece in pieces[self._quoted :: 2])
        self._quoted ^= len(pieces) % 2 == 0
        return found

    def _count_objects(self, data: bytes) -> int:
        found, end = 0, 0
        for match in _JSON.finditer(data):
            found, end = found + 1, match.end()
        # What may be the beginning of the next one is looked at again; a variable's name is not longer than that.
        self._tail = data[max(end, len(data) - _LONGEST) :]
        return found
