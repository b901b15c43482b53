"""How many rows an answer has, counted while it is written.

SPARQL 1.1 Query Results JSON, XML, CSV and TSV in the spelling of Oxigraph's writers, which escape quotes in JSON, `<` in XML
and line ends in TSV. Changes no byte; iterating over the rows in Python instead would cost more than evaluating them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from hasila.engine.backend import Output
from hasila.errors import TooManyRows

T = TypeVar("T")
_ENDS = {"xml": b"</result>", "tsv": b"\n"}
# Between two rows: an object whose first member is an object. Quotes inside a string are escaped, so none looks like it.
_BETWEEN = re.compile(rb'\},\{"[^"\\]*":\{')
# What ends a row also ends the header of CSV and TSV, and in JSON it stands between two rows.
_HEADERS = {"json": -1, "xml": 0, "tsv": 1, "csv": 1}
_LONGEST = 1024


class RowCounter:
    """Passes the bytes of a result on; raises TooManyRows as soon as they hold more than `most` rows.

    Rows of JSON that bind nothing are not counted: they take three bytes.
    """

    def __init__(self, sink: Output, form: str, most: int) -> None:
        self._sink = sink
        self._form = form
        self._most = most
        self._longest = most + _HEADERS[form]
        self._count = 0
        self._carry = b""
        self._quoted = False

    def write(self, data: bytes) -> int:
        """Take the bytes."""
        self._count += self._counted(data)
        if self._count > self._longest:
            raise too_many(self._most)
        self._sink.write(data)
        return len(data)

    def flush(self) -> None:
        """Hold nothing back."""

    def _counted(self, data: bytes) -> int:
        match self._form:
            case "csv":
                return self._quoted_count(data)
            case "json":
                return self._count_between(data)
            case form:
                end = _ENDS[form]
                whole = self._carry + data
                self._carry = whole[len(whole) - len(end) + 1 :] if len(whole) >= len(end) else whole
                return whole.count(end)

    def _count_between(self, data: bytes) -> int:
        whole = self._carry + data
        found, end = 0, 0
        for match in _BETWEEN.finditer(whole):
            found, end = found + 1, match.end()
        # What may be the beginning of the next one is looked at again; a variable's name is not longer than that.
        self._carry = whole[max(end, len(whole) - _LONGEST) :]
        return found

    def _quoted_count(self, data: bytes) -> int:
        whole = self._carry + data
        self._carry = b"\r" if whole.endswith(b"\r") else b""
        parts = whole[: len(whole) - len(self._carry)].split(b'"')
        found = sum(part.count(b"\r\n") for part in parts[self._quoted :: 2])
        self._quoted ^= len(parts) % 2 == 0
        return found


def iter_at_most(items: Iterable[T], most: int) -> Iterator[T]:
    """Yield the items; raises TooManyRows when there is one more than `most`."""
    source = iter(items)
    yield from islice(source, most)
    for _ in source:
        raise too_many(most)


def too_many(most: int) -> TooManyRows:
    """Return the exception for an answer of more than `most` rows or triples."""
    return TooManyRows(f"The answer has more than {most} rows.", rows=most)
