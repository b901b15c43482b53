"""How bodies leave: small ones as one piece, which costs no thread; large ones as streams, only so many at once.

PEP 3333. Granian sends a `list` itself, and keeps a thread for any other iterable until its client has read it: a few
slow readers would stop the server. Changes no byte of a body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask, Response, request

from hasila.problems import problem
from hasila.web.admission import RETRY_SECONDS
from hasila.web.problems import respond
from hasila.web.site import site

WHOLE = 1_048_576
"""Up to so many bytes a body is handed over as one piece."""
STREAMED = "hasila.streamed"
"""Where Flask notes that a body was let through as a stream."""
HEAD = "hasila.head"
"""Where the edge notes that of the answer only the headers are wanted."""
UNMADE = "hasila.unmade"
"""Where Flask notes that the body was therefore not made, being large, and what its headers would be otherwise."""
REFUSAL = "As many large answers as this server sends at once are being sent; ask again later or for less."


def install(app: Flask) -> None:
    """Make `app` let large bodies through as streams, so many at once."""
    app.after_request(_admit)


def _admit(response: Response) -> Response:
    if request.method == "HEAD" or response.is_sequence or (response.content_length or 0) <= WHOLE:
        return response
    if not site().admission.sending.enter():
        response.close()
        return respond(problem("engine-busy"), REFUSAL, {"retry_after": RETRY_SECONDS})
    # Handed through directly, a file would be closed without its response, and the seat never be given back.
    response.direct_passthrough = False
    response.call_on_close(site().admission.sending.leave)
    request.environ[STREAMED] = True
    return response


class ClosedOnce:
    """A stream whose end closes it, for a server may forget to when its client leaves; then `leave` is called."""

    def __init__(self, body: Iterable[bytes], leave: Callable[[], object]) -> None:
        self._body: Any = body
        self._pieces = iter(body)
        self._leave = leave
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        """Return the stream itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next piece."""
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close what is streamed; a second call does nothing."""
        if not self._closed:
            self._closed = True
            if hasattr(self._body, "close"):
                self._body.close()
            self._leave()

    def __del__(self) -> None:
        self.close()


def joined(body: Any) -> bytes:
    """Return the whole body as one piece, and close it."""
    try:
        return b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
