"""Choosing a representation and sending it, with its validators, links and caching rules.

RFC 9110 sections 8.7 (Content-Location), 8.8.3 (ETag), 12.5.5 (Vary) and 13.1.2 (If-None-Match); RFC 8288 (Link). A
release never changes, so an answer is known by the release's digest and what was asked. Asks the engine nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from flask import Response, request

from hasila import __version__
from hasila.engine.protocol import Answer
from hasila.rdf.formats import CITATION_FORMATS, EVENT_FORMATS, HTML, Format
from hasila.rdf.negotiation import choose_format
from hasila.web import stylesheet
from hasila.web.languages import local, page_language
from hasila.web.site import site, url_parameters

JSON = Format("json", "application/json", "json", "JSON")
"""Plain JSON: lists and states that are not RDF."""

_SPOKEN = frozenset({HTML, *CITATION_FORMATS, *EVENT_FORMATS})
"""What speaks to people, in the language of the page."""
CACHING = "public, max-age=0, must-revalidate"
"""Keep it, but ask before using it: the next release may have come."""

Body = str | bytes | Answer


def negotiate(offers: Sequence[Format], token: str | None = None) -> Format:
    """Return the offer that `?format=` (or `token`, when given) names, else the one that Accept prefers.

    Raises NotAcceptable, with the media types offered, when nothing fits.
    """
    token = token if token is not None else url_parameters().one("format")
    return choose_format(tuple(offers), token, request.headers.get("Accept"))


def entity_tag(form: Format, key: Iterable[str]) -> str:
    """Return the entity tag, without its quotes, of what `key` names in one format (and language, for what people read).

    It depends on the release, the software and the request alone, so it is known before any work is done.
    """
    # A page also names the bundles it is drawn with, which may change while the release does not.
    page = (*site().assets.values(), stylesheet.address()) if form == HTML else ()
    language = page_language() if form in _SPOKEN else ""
    parts = (site().release.digest, __version__, form.name, language, *page, *key)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def represent(
    form: Format,
    make: Callable[[], Body],
    key: Sequence[str] = (),
    links: Sequence[str] = (),
    location: str | None = None,
    *,
    repeatable: bool = True,
) -> Response:
    """Return the representation that `make` gives in format `form`, or 304 when the client has it already.

    `key` holds what the representation depends on beside the path; `make` is not called for a 304. What is not
    `repeatable` has no validator and is not to be kept.
    """
    tag = entity_tag(form, (request.path, *key))
    readable = request.method in ("GET", "HEAD")
    known = readable and repeatable and not request.if_none_match.star_tag and request.if_none_match.contains_weak(tag)
    response = Response(status=304) if known else _complete(make(), form)
    if not repeatable:
        response.headers["Cache-Control"] = "no-store"
    elif readable:
        # Weak: two evaluations of one query may order their rows differently.
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = CACHING
    response.vary.add("Accept")
    if form in _SPOKEN:
        response.vary.add("Accept-Language")
        response.headers["Content-Language"] = page_language()
    if location:
        # Asked without the language, that address would answer in another reader's.
        response.headers["Content-Location"] = local(location) if form in _SPOKEN else location
    if links:
        response.headers["Link"] = ", ".join(links)
    return response


def see(path: str) -> Response:
    """Point to the document that describes what was asked for, in the format that was negotiated (RFC 9110 section 15.4.4)."""
    response = Response(status=303)
    response.headers["Location"] = path
    response.vary.add("Accept")
    return response


def _complete(body: Body, form: Format) -> Response:
    if isinstance(body, str | bytes):
        return Response(body, content_type=form.content_type)
    # The whole answer is there before 200 is sent: a chunked body cut short would look complete to the client.
    response = Response(iter(body), content_type=form.content_type)
    response.content_length = body.length
    response.call_on_close(body.close)
    return response


def alternates(path: str, offers: Sequence[Format], chosen: Format) -> list[str]:
    """Return the Link values of the other representations of `path`, and of the licence (RFC 8288)."""
    links = [
        f'<{path}.{form.extension}>; rel="alternate"; type="{form.media_type}"' for form in offers if form != chosen
    ]
    if chosen == HTML:
        described = offers[0]
        links.append(f'<{path}.{described.extension}>; rel="describedby"; type="{described.media_type}"')
    return [*links, *licence_links()]


def licence_links() -> list[str]:
    """Return the Link value of the licence; none where no licence is known (RFC 4946)."""
    licence = site().publication.licence
    return [f'<{licence}>; rel="license"'] if licence else []
