"""The change feed: its root page, the pages of each release, and the same as Atom; all are files of releases.

Linked Data Event Streams; RFC 4287 (Atom), RFC 5005 section 4 (archived feeds). Makes nothing (see `publication.feed`).
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from hasila.errors import NotFound
from hasila.rdf.formats import ATOM, HTML, JSONLD, TURTLE, Format
from hasila.release import Release
from hasila.releases import is_kept
from hasila.web import bodies, codings
from hasila.web.headers import IMMUTABLE
from hasila.web.languages import local, page_language
from hasila.web.release_files import Headers, sent_file
from hasila.web.releases import list_releases
from hasila.web.representations import CACHING, licence_links, negotiate, see
from hasila.web.sending import iter_pieces, opened, reply
from hasila.web.site import site

blueprint = Blueprint("feed", __name__)

NODES = (TURTLE, JSONLD)
ROOT = (*NODES, ATOM, HTML)
"""What the feed's root is offered in; its pages come in the first of these only."""


@blueprint.get("/feed")
def show_feed() -> Response:
    """Answer with the root page of the event stream, or with the newest changes as Atom or as a page."""
    form = negotiate(ROOT)
    if form == HTML:
        return list_releases(HTML)
    if form == ATOM:
        return _send_atom(site().release, "", CACHING, "Accept")
    return _send(site().release, f"feed/root.{form.extension}", form, CACHING, "Accept")


@blueprint.get("/feed.<ending>")
def show_feed_in(ending: str) -> Response:
    """Answer with the feed in the form that a suffix names: `/feed.ttl`, `/feed.atom`, `/feed.fr.atom`."""
    language, _, last = ending.rpartition(".")
    if last == ATOM.extension:
        return _send_atom(site().release, language, CACHING)
    if ending == HTML.extension:
        return list_releases(HTML)
    form = _suffixed(ending)
    return _send(site().release, f"feed/root.{form.extension}", form, CACHING)


@blueprint.get("/feed/<name>")
def show_archive(name: str) -> Response:
    """Answer with the changes of one release as Atom: `/feed/2025.1.0.fr.atom`. Raises NotFound."""
    stem = name.removesuffix(f".{ATOM.extension}")
    before, _, language = stem.rpartition(".")
    for version, tag in ((stem, ""), (before, language)):
        release = site().releases.get(version)
        if release is not None and stem != name:
            return _send_atom(release, tag, _caching(release))
    raise NotFound(f"There is no feed of {name!r:.60}; see /feed.")


@blueprint.get("/feed/<version>/<page>")
def show_page(version: str, page: str) -> Response:
    """Answer with one page of the changes of a release: `/feed/2025.1.0/1`, or with a suffix. Raises NotFound.

    Readers are pointed to the release's own page, which tells the same.
    """
    number, dot, ending = page.partition(".")
    release = site().releases.get(version)
    if release is None or not number.isdecimal():
        raise NotFound(f"The feed has no page {version[:60]}/{page[:20]}; see /feed.")
    form = _suffixed(ending) if dot else negotiate((*NODES, HTML))
    if form == HTML and f"feed/{number}.{TURTLE.extension}" in release.files:
        return see(local(f"/releases/{version}/"))
    return _send(release, f"feed/{number}.{form.extension}", form, _caching(release), "" if dot else "Accept")


def _caching(release: Release) -> str:
    return IMMUTABLE if is_kept(release) else CACHING


def _suffixed(ending: str) -> Format:
    for form in NODES:
        if form.extension == ending:
            return form
    raise NotFound(f"The feed is not offered as {ending!r:.40}.")


def _send_atom(release: Release, language: str, caching: str, varying: str = "") -> Response:
    """Return the Atom of a release in a language; an empty one stands for that of the reader."""
    if not language:
        language, varying = page_language(), ", ".join(filter(None, (varying, "Accept-Language")))
    spoken = (("Content-Language", language),)
    return _send(release, f"feed/{language}.{ATOM.extension}", ATOM, caching, varying, spoken)


def _send(release: Release, file: str, form: Format, caching: str, varying: str = "", others: Headers = ()) -> Response:
    """Return the file, whole or in part, as `sending` has it. Raises NotFound when the release has none of that name."""
    if file not in release.files:
        raise NotFound("The feed has no such page; see /feed.")
    headers: Headers = (("Cache-Control", caching), *others, *(("Link", link) for link in licence_links()))
    if varying:
        headers = (*headers, ("Vary", varying))
    found = sent_file(release, file, form.content_type, headers)
    coding = codings.choose(request.headers.get("Accept-Encoding", ""))
    sent = found.get(coding) or found[""]
    made = reply(sent, request.environ)
    body = (
        iter_pieces(opened(sent), made.offset, made.length)
        if made.length and not request.environ.get(bodies.HEAD)
        else ()
    )
    return Response(body, made.status, made.headers)
