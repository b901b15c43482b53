"""What XML cannot carry, found while it is written: stray characters, and predicates that have no element name.

XML 1.0 section 2.2 (Char) and Namespaces in XML 1.0 section 3 (NCName, reserved namespaces); RDF 1.1 XML Syntax section
6.1.4. Serialises nothing itself: it stands between Oxigraph, which checks neither, and the sink.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from hasila.engine.ordering import Sink

# [2] Char leaves out the C0 controls but tab and line ends, and U+FFFE and U+FFFF, here as UTF-8.
_STRAY = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_LONGEST = 3
# [4] NameStartChar without the colon, and what [4a] NameChar adds.
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE = _START + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
_NAME_START = re.compile(f"[{_START}]")
_NAME_CHARACTER = re.compile(f"[{_MORE}]")
_RESERVED = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")


class UnwritableError(Exception):
    """The answer holds what the format cannot carry; the message says what."""


class XmlOutput:
    """Passes XML on; raises UnwritableError at a character that no XML document may hold, escaped or not."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._tail = b""

    def write(self, data: bytes) -> int:
        """Take the bytes; a carriage return goes on as a reference, for a parser would make it a line feed."""
        # A character of three bytes may be split between two writes.
        found = _STRAY.search(self._tail + data)
        if found:
            code = ord(found.group().decode("utf-8"))
            raise UnwritableError(f"XML cannot hold the character U+{code:04X}")
        self._tail = (self._tail + data)[1 - _LONGEST :]
        self._sink.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        """Hold nothing back."""


def iter_nameable(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the triples; raises UnwritableError at a predicate that no XML element name can stand for."""
    known: set[str] = set()
    for triple in triples:
        inner: object = triple
        while isinstance(inner, Triple):
            predicate = inner.predicate.value
            if predicate not in known:
                _require_name(predicate)
                known.add(predicate)
            inner = inner.object
        yield triple


def _require_name(predicate: str) -> None:
    end = len(predicate)
    # Walking back keeps it linear; a search from the left would try every position of a long IRI.
    while end and _NAME_CHARACTER.match(predicate, end - 1):
        end -= 1
    if not _NAME_START.search(predicate, end) or predicate.startswith(_RESERVED):
        raise UnwritableError(f"no XML element can be named after the predicate <{predicate[:200]}>")
