"""Files made ready to be fetched: compressed, measured and described.

RFC 1952 (gzip, its time left out), RFC 8878 (zstd): the same file gives the same bytes with the same libraries. Makes no
content itself (see `dumps`) and writes nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import zstandard

from hasila.distributions import Compressed, Distribution
from hasila.rdf.formats import XLSX, Format

# On these dumps, the highest levels take four times as long (zstd: fifty times) to save a fiftieth (a tenth).
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 9


@dataclass(frozen=True)
class Offer:
    """A file to be distributed: its name below the dumps, format and content, and what it holds (see `Distribution`)."""

    name: str
    format: Format
    content: bytes
    graph: str | None = None
    year: int | None = None
    table: str | None = None
    language: str | None = None
    metadata: str | None = None
    excel: bool = False
    triples: int | None = None
    rows: int | None = None


def distribute(offer: Offer, modified: str) -> tuple[Distribution, Mapping[str, bytes]]:
    """Return the description of a file last changed on `modified` (ISO 8601), and the bytes of all its forms by name.

    A workbook, which is compressed in itself, has no other form.
    """
    contents = {offer.name: offer.content} if offer.format == XLSX else compressed(offer.name, offer.content)
    forms = [
        Compressed(coding, name, media_type, len(contents[name]), sha256(contents[name]).hexdigest())
        for coding, ending, media_type, _ in _CODINGS
        if (name := f"{offer.name}.{ending}") in contents
    ]
    described = Distribution(
        name=offer.name, format=offer.format.name, media_type=offer.format.content_type, bytes=len(offer.content),
        sha256=sha256(offer.content).hexdigest(), modified=modified, graph=offer.graph, year=offer.year,
        table=offer.table, language=offer.language, metadata=offer.metadata, excel=offer.excel, triples=offer.triples,
        rows=offer.rows,
        compressed=tuple(forms),
    )  # fmt: skip
    return described, contents


def compressed(name: str, content: bytes) -> dict[str, bytes]:
    """Return a file and its compressed forms by name."""
    return {name: content, **{f"{name}.{ending}": compress(content) for _, ending, _, compress in _CODINGS}}


def as_entries(distributions: Iterable[Distribution]) -> list[dict[str, Any]]:
    """Return the descriptions as they stand in a release, in their order."""
    return [asdict(distribution) for distribution in distributions]


def _gzip(content: bytes) -> bytes:
    compressor = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)
    return compressor.compress(content) + compressor.flush()


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(content)


_CODINGS: tuple[tuple[str, str, str, Callable[[bytes], bytes]], ...] = (
    ("gzip", "gz", "application/gzip", _gzip),
    ("zstd", "zst", "application/zstd", _zstd),
)
