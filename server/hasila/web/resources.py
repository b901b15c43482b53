"""Dereferencing: every IRI of the publication answers, as a page or as RDF, whatever the server's host name.

Cool URIs for the Semantic Web, section 4.2 (303); RFC 9110 section 12 (negotiation); RFC 3987 (IRIs in paths). Whole
graphs and the ontology are in `graphs`, datasets of the catalogue in `datasets`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, request

from hasila.errors import Gone, NotAcceptable, NotFound
from hasila.rdf.formats import CITATION_FORMATS, EVENT_FORMATS, HTML, RDF_FORMATS, TURTLE, Format, split_suffix
from hasila.web import citations, events
from hasila.web.inverse import asked_for, inverse_page
from hasila.web.representations import Body, alternates, negotiate, represent
from hasila.web.resource_pages import resource_page
from hasila.web.site import site

blueprint = Blueprint("resources", __name__)
any_path = Blueprint("any-path", __name__)
"""For a publication whose IRIs follow no pattern; every other route comes first."""

OFFERS = (*RDF_FORMATS, HTML)
"""What every resource is offered in. RDF comes first: a program that accepts anything is given data."""
SUFFIXES = (*OFFERS, *CITATION_FORMATS, *EVENT_FORMATS)
"""What a suffix may ask for."""
_SAFE = "/:@!$&'()*+,;=~-._"


@dataclass(frozen=True)
class Reading:
    """One way to read a path: the decoded path of a resource, and the format its suffix names, if it names one."""

    path: str
    suffix: Format | None


def readings(path: str) -> list[Reading]:
    """Return the ways to read a decoded path, to be tried in order.

    A key may hold dots, so `2025.ttl` is first the Turtle of `2025`, and then a thing of that very name.
    """
    found = split_suffix(path, SUFFIXES)
    whole = Reading(path, None)
    return [Reading(*found), whole] if found else [whole]


@blueprint.get("/id/<path:key>")
def see_document(key: str) -> Response:
    """Point to the document about a thing, which is no document itself."""
    query = request.query_string.decode("latin-1")
    response = Response(status=303)
    response.headers["Location"] = quote(f"/doc/{key}", safe=_SAFE) + ("?" + query if query else "")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/doc/<path:key>")
def show_document(key: str) -> Response:
    """Answer with the document about a thing. Raises NotFound when nothing is said of it."""
    return dereference(f"doc/{key}", lambda path: "id/" + path.removeprefix("doc/"))


@any_path.get("/<path:path>")
def show_any(path: str) -> Response:
    """Answer with what is said of the IRI that any path stands for. Raises NotFound when nothing is."""
    return dereference(path, lambda read: read)


def dereference(path: str, subject_of: Callable[[str], str]) -> Response:
    """Return the representation of the resource that a decoded path stands for.

    Raises NotFound when no reading of the path has a triple, Gone when one of them was withdrawn, NotAcceptable when no
    format fits.
    """
    meant = [(reading, iri) for reading in readings(path) for iri in site().iris.spellings(subject_of(reading.path))]
    for reading, iri in meant:
        try:
            form = reading.suffix or _negotiated(iri)
        except NotAcceptable:
            # What there is not is not there in any format.
            if _is_described(iri):
                raise
            continue
        with suppress(NotFound):
            return represent_resource(iri, reading.path, form)
    for _, iri in meant:
        _refuse_withdrawn(iri)
    raise NotFound(f"Nothing is published at /{path[:200]}.")


def _is_described(iri: str) -> bool:
    try:
        site().engine.describe(iri, TURTLE.name).close()
    except NotFound:
        return False
    return True


def _negotiated(iri: str) -> Format:
    """Return the format to answer in. Raises NotAcceptable when none fits that the resource comes in."""
    offers = (*OFFERS, *citations.formats())
    with suppress(NotAcceptable):
        form = negotiate((*offers, *EVENT_FORMATS))
        # Whether it has a time or a place is asked only for who wants a calendar or a map.
        if form not in EVENT_FORMATS or events.has(iri, form):
            return form
    return negotiate(offers)


def _refuse_withdrawn(iri: str) -> None:
    tombstone = site().release.tombstones.get(iri)
    if tombstone is not None:
        raise Gone(
            f"<{tombstone.resource}> was withdrawn in version {tombstone.version}.", resource=tombstone.resource,
            version=tombstone.version, why=tombstone.why, replaced_by=list(tombstone.replaced_by),
        )  # fmt: skip


def represent_resource(iri: str, path: str, form: Format, page: Callable[[], str] | None = None,
                       data: Callable[[], Body] | None = None) -> Response:  # fmt: skip
    """Return what is published of `iri`, whose document is at the decoded `path`, in one format.

    `page` and `data` replace the common page and the triples of which it is the subject. Raises NotFound.
    """
    address = quote("/" + path, safe=_SAFE)
    links = [*alternates(address, OFFERS, form), *citations.links(iri, address)]
    wanted = asked_for() if form == HTML else None
    if wanted:
        return represent(form, lambda: inverse_page(iri, address, wanted), (iri, *wanted), links)
    make: Callable[[], Body]
    if form == HTML:
        make = page or (lambda: resource_page(iri, address))
    elif form in CITATION_FORMATS:
        make = lambda: citations.written(citations.of_iri(iri), form)  # noqa: E731
    elif form in EVENT_FORMATS:
        make = lambda: events.describe(iri, form)  # noqa: E731
    else:
        make = data or (lambda: site().engine.describe(iri, form.name))
    return represent(form, make, (iri,), links, f"{address}.{form.extension}")
