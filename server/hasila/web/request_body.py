"""Reading the body of a request, within a size, by so many at once.

RFC 9110 sections 8.6 (Content-Length) and 15.5.14 (413). Sets no deadline: see decision 5. Interprets nothing.
"""

from __future__ import annotations

from typing import IO

from hasila.errors import RequestTooLarge
from hasila.web.admission import Gate

_REFUSAL = "As many request bodies as this server reads at once are on their way; a short query can go by GET."


def read_body(stream: IO[bytes], declared: int | None, limit: int, reading: Gate) -> bytes:
    """Return the whole body, of which `declared` is the Content-Length, if there is one.

    Raises RequestTooLarge above `limit` bytes, EngineBusy when too many others are being read.
    """
    too_large = RequestTooLarge(f"The body is larger than {limit} bytes.", limit=limit)
    if declared is not None and declared > limit:
        raise too_large
    # Without a declared length (chunked) only reading tells, so one byte more than the limit is asked for.
    with reading.seat(_REFUSAL):
        content = _read(stream, limit + 1 if declared is None else declared)
    if len(content) > limit:
        raise too_large
    return content


def _read(stream: IO[bytes], most: int) -> bytes:
    chunks: list[bytes] = []
    while most > 0 and (chunk := stream.read(most)):
        chunks.append(chunk)
        most -= len(chunk)
    return b"".join(chunks)
