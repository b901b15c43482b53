"""The head of serialised RDF in a fixed order, so that the same answer is the same bytes.

Oxigraph declares prefixes in the order of a hash map, which differs from process to process; a validator of RFC 9110 section
8.8 promises equal bytes. Streams: holds back only the head. Parses no RDF.
"""

from __future__ import annotations

from typing import Protocol

from hasila.rdf.serialisation import ordered_prefixes, ordered_rdfxml

_PREFIX = b"@prefix "


class Sink(Protocol):
    """Where the bytes go on to."""

    def write(self, data: bytes) -> int:
        """Take the bytes and return how many they are."""


class OrderedHead:
    """Passes Turtle, TriG or RDF/XML on with its prefixes in order; `close` hands on what is still held back."""

    def __init__(self, sink: Sink, form: str) -> None:
        self._sink = sink
        self._form = form
        self._held: bytearray | None = bytearray()

    def write(self, data: bytes) -> int:
        """Take the bytes; they go on as soon as the head is complete."""
        if self._held is None:
            return self._sink.write(data)
        self._held += data
        if self._complete(bytes(self._held)):
            self.close()
        return len(data)

    def flush(self) -> None:
        """Hold the head back until it is complete."""

    def close(self) -> None:
        """Write what is held back; calling it again does nothing."""
        if self._held:
            text = self._held.decode("utf-8", "surrogateescape")
            ordered = ordered_rdfxml(text) if self._form == "rdfxml" else ordered_prefixes(text)
            self._sink.write(ordered.encode("utf-8", "surrogateescape"))
        self._held = None

    def _complete(self, held: bytes) -> bool:
        if self._form == "rdfxml":
            start = held.find(b"<rdf:RDF")
            return start >= 0 and held.find(b">", start) >= 0
        last = held[held.rfind(b"\n") + 1 :]
        lines = held.splitlines()
        return any(not line.startswith(_PREFIX) for line in lines[:-1]) or not _PREFIX.startswith(last[: len(_PREFIX)])
