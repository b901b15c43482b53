"""How answers leave: small ones as one piece, which costs no thread; large ones as streams, only so many at once.

PEP 3333. Granian sends a `list` itself, and keeps a thread for any other iterable until its client has read it: a few
slow readers would stop the server. Changes no byte of a body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from hasila.problems import problem
from hasila.web.admission import RETRY_SECONDS
from hasila.web.problems import respond
from hasila.web.site import site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WHOLE = 1_048_576
"""Up to so many bytes a body is handed over as one piece."""
_REFUSAL = "As many large answers as this server sends at once are being sent; ask again later or for less."
_STREAMED = "hasila.streamed"


def install(app: Flask) -> None:
    """Make `app` hand its answers over as the server can send them without being held up."""
    app.after_request(_admit)
    app.wsgi_app = _WholeBodies(app.wsgi_app)  # type: ignore[method-assign]


def _admit(response: Response) -> Response:
    if request.method == "HEAD" or response.is_sequence or (response.content_length or 0) <= WHOLE:
        return response
    if not site().admission.sending.enter():
        response.close()
        return respond(problem("engine-busy"), _REFUSAL, {"retry_after": RETRY_SECONDS})
    # Handed through directly, a file would be closed without its response, and the seat never be given back.
    response.direct_passthrough = False
    response.call_on_close(site().admission.sending.leave)
    request.environ[_STREAMED] = True
    return response


class _WholeBodies:
    """The outermost layer: turns every body that was not admitted as a stream into a list."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = self._inner(environ, start_response)
        return _ClosedOnce(body) if environ.get(_STREAMED) else _joined(body)


class _ClosedOnce:
    """A stream whose end closes it, for a server may forget to when its client leaves."""

    def __init__(self, body: Iterable[bytes]) -> None:
        self._body: Any = body
        self._pieces = iter(body)
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            if hasattr(self._body, "close"):
                self._body.close()

    def __del__(self) -> None:
        self.close()


def _joined(body: Any) -> list[bytes]:
    try:
        return [b"".join(body)]
    finally:
        if hasattr(body, "close"):
            body.close()
