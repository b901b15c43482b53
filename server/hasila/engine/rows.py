"""How many rows an answer has, counted while it is written.

SPARQL 1.1 Query Results JSON, XML, CSV and TSV in the spelling of Oxigraph's writers, which escape quotes in JSON, `<` in XML
and line ends in TSV. Changes no byte; iterating over the rows in Python instead would cost more than evaluating them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from hasila.engine.backend import Output
from hasila.errors import TooManyRows

T = TypeVar("T")
_SEPARATORS = {"json": (b'},{"', b",{}"), "xml": (b"</result>",), "tsv": (b"\n",), "csv": (b"\r\n",)}
# What ends a row also ends the header of CSV and TSV, and in JSON it stands between two rows.
_HEADERS = {"json": -1, "xml": 0, "tsv": 1, "csv": 1}
_LONGEST = 16


class RowCounter:
    """Passes the bytes of a result on; raises TooManyRows as soon as they hold more than `most` rows.

    A literal of JSON with the very characters `,{}` in it counts as one row more.
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
        self._count += self._quoted_count(data) if self._form == "csv" else self._plain_count(data)
        if self._count > self._longest:
            raise too_many(self._most)
        self._sink.write(data)
        return len(data)

    def flush(self) -> None:
        """Hold nothing back."""

    def _plain_count(self, data: bytes) -> int:
        # A separator may be split between two writes; what is carried over is too short to hold one.
        found = 0
        for separator in _SEPARATORS[self._form]:
            found += (
                (self._carry[1 - len(separator) :] + data).count(separator)
                if len(separator) > 1
                else data.count(separator)
            )
        self._carry = (self._carry + data[-_LONGEST:])[-_LONGEST:]
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
