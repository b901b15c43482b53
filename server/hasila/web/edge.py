"""The outermost layer: what is known is answered at once, SPARQL and files without Flask, the rest is Flask's.

PEP 3333. Granian sends a `list` itself, and keeps a thread for any other iterable until its client has read it: small bodies
leave as one piece, and only so many large ones are sent at once. Decides nothing about data.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hasila.engine.protocol import Answer
from hasila.errors import EngineBusy, EngineUnavailable
from hasila.web import bodies, codings, endpoint, finishing
from hasila.web.admission import RETRY_SECONDS
from hasila.web.bodies import ClosedOnce, joined
from hasila.web.cache import AnswerCache, Headers
from hasila.web.clients import Clients, Rate, networks
from hasila.web.downloads import Downloads
from hasila.web.headers import ALWAYS
from hasila.web.kept import NOT_MODIFIED, OK, Key, as_sent, key_of, matches, may_be_kept, send
from hasila.web.metrics import Tally
from hasila.web.representations import CACHING
from hasila.web.site import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_COMMON: Headers = [*ALWAYS.items(), ("Cache-Control", CACHING), ("Vary", "Accept, Accept-Encoding")]
_UNKEPT: Headers = [*ALWAYS.items(), ("Cache-Control", "no-store"), ("Vary", "Accept, Accept-Encoding")]
# What watches the server is never told that it asks too often.
_UNCOUNTED = ("/health", "/metrics")


class Edge:
    """The WSGI application around Flask's; `cache` holds what it keeps."""

    def __init__(self, inner: WSGIApplication, site: Site, tally: Tally) -> None:
        self._inner = inner
        self._site = site
        self._clients = Clients(networks(site.settings.text("trusted_proxies"), "trusted_proxies"))
        self._rate = Rate(site.settings.integer("rate_per_minute"))
        self._plans = endpoint.Plans(site)
        self._downloads = Downloads(site)
        self.tally = tally
        self.cache = AnswerCache(site.settings.integer("cache_mebibytes") * 1_048_576)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        start_response = self.tally.counting(start_response)
        coding = codings.choose(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = key_of(environ, coding)
        if key is not None:
            kept = self.cache.find(key)
            if kept is not None:
                return send(kept, environ, start_response)
        client = self._clients.name(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""))
        environ[endpoint.CLIENT] = client
        try:
            if environ["PATH_INFO"] not in _UNCOUNTED:
                self._rate.count(client)
            sent = self._downloads.answer(environ, start_response, coding)
            if sent is not None:
                return sent
            if environ["PATH_INFO"] in endpoint.PATHS and environ["REQUEST_METHOD"] in endpoint.METHODS:
                answered = self._ask(environ, start_response, coding, key)
                if answered is not None:
                    return answered
        except Exception as error:
            # Flask tells it, as it does its own.
            environ[endpoint.PROBLEM] = error
        return self._pass_on(environ, start_response, coding, key)

    def _ask(
        self, environ: WSGIEnvironment, start_response: StartResponse, coding: str, key: Key | None
    ) -> Iterable[bytes] | None:
        """Answer a query, or return None when Flask is to answer."""
        found = self._plans.of(environ, key)
        if found is None:
            return None
        exact = (found.etag, coding) if found.etag else None
        if exact is not None:
            kept = self.cache.find(exact)
            if kept is None and matches(environ, exact[0]):
                start_response(NOT_MODIFIED, [*_COMMON, ("ETag", exact[0])])
                return [b""]
            if kept is not None:
                if key is not None:
                    self.cache.alias(key, exact)
                return send(kept, environ, start_response)
        answer = self._site.engine.answer(found.query, client=environ[endpoint.CLIENT])
        headers = [*(_COMMON if found.etag else _UNKEPT), ("Content-Type", found.form.content_type)]
        if answer.length > bodies.WHOLE:
            return self._stream(answer, headers, environ, start_response, coding, found.etag)
        with answer:
            body = answer.read()
        kept = as_sent(headers, body, coding, found.etag or "")
        if exact is not None:
            self.cache.keep(exact, kept)
            if key is not None:
                self.cache.alias(key, exact)
        return send(kept, environ, start_response)

    def _stream(
        self, answer: Answer, headers: Headers, environ: WSGIEnvironment, start_response: StartResponse, coding: str,
        etag: str | None,
    ) -> Iterable[bytes]:  # fmt: skip
        """Send a large answer piece by piece; it is whole, and so is its coded form, before the first byte leaves."""
        if environ["REQUEST_METHOD"] != "HEAD" and not self._site.admission.sending.enter():
            answer.close()
            raise EngineBusy(bodies.REFUSAL, retry_after=RETRY_SECONDS)
        leave = self._site.admission.sending.leave if environ["REQUEST_METHOD"] != "HEAD" else finishing.nothing
        try:
            length, pieces = answer.length, answer
            if coding:
                headers = [*headers, ("Content-Encoding", coding)]
                pieces = _recoded(answer, coding)
                length = pieces.length
            if etag:
                headers = [*headers, ("ETag", etag)]
            start_response(OK, [*headers, ("Content-Length", str(length))])
            if environ["REQUEST_METHOD"] == "HEAD":
                pieces.close()
                return [b""]
            return ClosedOnce(pieces, leave)
        except BaseException:
            leave()
            raise

    def _pass_on(
        self, environ: WSGIEnvironment, start_response: StartResponse, coding: str, key: Key | None
    ) -> Iterable[bytes]:
        """Have Flask answer; keep and code what may be."""
        heard = finishing.ask(self._inner, environ)
        if heard.is_file:
            return finishing.send_file(heard, start_response)
        if heard.streamed:
            try:
                return finishing.send_stream(heard, start_response, coding)
            except EngineUnavailable as error:
                environ[endpoint.PROBLEM] = error
                return self._pass_on(environ, start_response, coding, None)
        content = joined(heard.body)
        if not content:
            start_response(heard.status, heard.headers)
            return [content]
        kept = as_sent(heard.without("content-length", "etag"), content, coding, heard.known.get("etag", ""))
        if key is not None and heard.status.startswith("200") and may_be_kept(heard.known):
            self.cache.keep(key, kept)
        start_response(heard.status, kept.headers)
        return [b"" if heard.head else kept.body]


def _recoded(answer: Answer, coding: str) -> Answer:
    with answer:
        spool = finishing.spooled(answer, coding)
    return Answer(answer.form, answer.format, spool.length, spool.rewound())
