"""Content codings: which one a client takes, and bytes in it.

RFC 9110 sections 8.4.1 and 12.5.3; RFC 1952 (gzip); RFC 8878 (zstd). Decides nothing about what is worth coding but size
and type.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import zstandard

LEAST = 1024
"""A body of fewer bytes gains nothing from being coded."""
_OFFERS = ("zstd", "gzip")
_LONGEST = 512
_GZIP_LEVEL = 4
_ZSTD_LEVEL = 3
_TEXTUAL = ("text/", "application/json", "application/ld+json", "application/n-triples", "application/n-quads",
            "application/rdf+xml", "application/trig", "application/sparql-", "application/problem+json",
            "image/svg+xml", "application/xml")  # fmt: skip


def is_textual(content_type: str) -> bool:
    """Tell whether content of that type gets smaller when coded."""
    return content_type.startswith(_TEXTUAL)


def choose(accept_encoding: str) -> str:
    """Return `zstd`, `gzip` or, for neither, an empty string: the coding the client prefers, zstd in a tie."""
    # The same few headers come again and again; a longer one is no preference.
    return _choose(accept_encoding) if len(accept_encoding) <= _LONGEST else ""


@lru_cache(maxsize=256)
def _choose(accept_encoding: str) -> str:
    qualities: dict[str, float] = {}
    for element in accept_encoding.lower().split(",")[:32]:
        name, _, parameter = element.partition(";")
        key, _, value = parameter.partition("=")
        try:
            quality = float(value) if key.strip() == "q" else 1.0
        except ValueError:
            quality = 0.0
        qualities[{"x-gzip": "gzip"}.get(name.strip(), name.strip())] = quality
    rest = qualities.get("*", 0.0)
    best = max(_OFFERS, key=lambda name: qualities.get(name, rest))
    wanted = qualities.get(best, rest)
    return best if wanted > 0 and wanted >= qualities.get("identity", 0.0) else ""


def encode(body: bytes, coding: str) -> bytes:
    """Return the whole body in the coding; the same body gives the same bytes."""
    if coding == "gzip":
        return gzip.compress(body, _GZIP_LEVEL, mtime=0)
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)


def iter_encoded(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Yield the coded body piece by piece."""
    compressor = (
        zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)
        if coding == "gzip"
        else zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
    )
    for piece in pieces:
        if coded := compressor.compress(piece):
            yield coded
    yield compressor.flush()
