"""The catalogue for portals: whole or in pages, as RDF in the profile asked for, and as a page for readers.

DCAT-AP 3.0.1; Hydra paging (see `paging`); Content Negotiation by Profile. The build has made what is served here; only the
address of the server is put in. VoID stands beside it (RFC 8615 for `/.well-known/void`). A publication without a catalogue,
such as files served as they are, has these paths for IRIs of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, request

from hasila.catalog import DEPLOYMENT, FOLDER, Catalog
from hasila.errors import NotAcceptable, NotFound
from hasila.rdf.formats import HTML, JSONLD, NTRIPLES, RDF_FORMATS, RDFXML, TURTLE, Format
from hasila.rdf.profiles import DCAT, DCAT_AP, Profile, choose_profile
from hasila.web import paging
from hasila.web.languages import page_language
from hasila.web.pages import render
from hasila.web.representations import CACHING, JSON, alternates, negotiate, represent, see
from hasila.web.resources import dereference
from hasila.web.site import origin, site, url_parameters

blueprint = Blueprint("catalog", __name__)

OFFERS = (TURTLE, JSONLD, RDFXML, NTRIPLES, HTML)
PROFILES = (DCAT_AP, DCAT)
_SHARED = "public, no-cache"
"""Keep it, but ask before using it; and not among the answers kept here, which are not told apart by host."""
# DCAT 3 points to SPDX, which writes http; the shapes of DCAT-AP want https (see decision 19).
_SPDX = (b"https://spdx.org/rdf/terms#", b"http://spdx.org/rdf/terms#")


def listed() -> Catalog:
    """Return the catalogue of the release. Raises NotFound where there is none, as for files served as they are."""
    catalog = site().release.catalog
    if catalog is None:
        raise NotFound("This publication has no catalogue.")
    return catalog


@blueprint.get("/catalog")
def show_catalog() -> Response:
    """Answer with the catalogue, or a page of it, in the format negotiated."""
    return _represent(negotiate(OFFERS)) if site().release.catalog else dereference("catalog", lambda path: path)


@blueprint.get("/catalog.<ending>")
def show_catalog_in(ending: str) -> Response:
    """Answer with the catalogue in the format that a suffix names."""
    if site().release.catalog is None:
        return dereference(f"catalog.{ending}", lambda path: path)
    return _represent(_named(ending, "catalog"))


def _named(ending: str, what: str) -> Format:
    for form in OFFERS:
        if form.extension == ending:
            return form
    raise NotFound(
        f"The {what} is not offered as {ending!r:.40}; try one of {', '.join('.' + o.extension for o in OFFERS)}."
    )


def _represent(form: Format) -> Response:
    catalog = listed()
    links = alternates("/catalog", OFFERS, form)
    parameters = url_parameters()
    keys = [dataset.key for dataset in catalog.datasets]
    address = f"{origin()}/catalog.{form.extension}"
    page = paging.page_of(parameters.one("page"), parameters.one("size"), len(keys), address)
    if form == HTML:
        # Readers see everything at once, but a page there is not is none for them either.
        return shared(represent(form, lambda: _page(catalog), (origin(),), links))
    profile = wanted(PROFILES) or DCAT_AP

    def make() -> bytes:
        names = ["catalog"] if page.is_whole else ["head", *(f"dataset/{key}" for key in page.part(keys))]
        return document(names, form, profile, list(page.statements(catalog.iri)))

    key = (origin(), profile.token, str(page.number), str(page.size), str(page.plain))
    # A page is not the catalogue: its own address, which carries the parameters, names it.
    location = f"/catalog.{form.extension}" if page.plain and page.is_whole else None
    response = represent(form, make, key, [*links, *_page_links(page)], location)
    return in_profile(response, profile)


def _page(catalog: Catalog) -> str:
    block = located(site().release.file(f"{FOLDER}/catalog.schema.{page_language()}.jsonld").read_bytes())
    return render("catalog.html", catalog=catalog, formats=RDF_FORMATS, data_block=embeddable(block.decode()))


def embeddable(text: str) -> str:
    """Return JSON that may stand inside a script element: it cannot end it, nor begin a comment (HTML section 4.12.1.3)."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _page_links(page: paging.Page) -> list[str]:
    # RFC 8288 section 3.4; names of IANA's relations.
    near = {"first": 1, "prev": page.number - 1, "next": page.number + 1, "last": page.last}
    reached = {name: number for name, number in near.items() if 1 <= number <= page.last and not page.is_whole}
    return [f'<{page.url(number)}>; rel="{name}"' for name, number in reached.items()]


def wanted(offers: Sequence[Profile]) -> Profile | None:
    """Return the profile that the request asks for by `_profile` or Accept-Profile, None where it asks for none offered.

    Raises NotAcceptable for a `_profile` that is not offered: an address that names one stands for nothing else.
    """
    token = url_parameters().one("_profile")
    found = choose_profile(request.headers.get("Accept-Profile"), token, offers)
    if token and found is None:
        tokens = [offer.token for offer in offers]
        raise NotAcceptable(f"_profile={token!r:.80} is not offered here. Offered: {', '.join(tokens)}.", offers=tokens)
    return found


def document(
    names: Sequence[str], form: Format, profile: Profile, statements: Sequence[paging.Statement] = ()
) -> bytes:
    """Return files of the catalogue as one document, this server's address put in."""
    pieces = [site().release.file(f"{FOLDER}/{name}.{form.extension}").read_bytes() for name in names]
    content = pieces[0]
    if statements or len(pieces) > 1:
        content = paging.put_together(form.extension, pieces, statements)
    if profile == DCAT:
        content = content.replace(*_SPDX)
    return located(content)


def located(content: bytes) -> bytes:
    """Return a file of the catalogue with this server's address in it."""
    return content.replace(DEPLOYMENT.encode(), origin().encode())


def in_profile(response: Response, profile: Profile) -> Response:
    """Say of a response which profile it is in, and that another might have been asked for and another address named."""
    response.headers["Content-Profile"] = f"<{profile.iri}>"
    response.headers["Link"] = f'{response.headers.get("Link", "")}, <{profile.iri}>; rel="profile"'.removeprefix(", ")
    response.vary.add("Accept-Profile")
    return shared(response)


def shared(response: Response) -> Response:
    """Have a response that names this server kept only where hosts are told apart, unless it names the same one always."""
    if response.headers.get("Cache-Control") == CACHING and not site().deployment.is_fixed:
        response.headers["Cache-Control"] = _SHARED
    return response


@blueprint.get("/catalog/ckan.json")
def show_packages() -> Response:
    """Answer with the datasets as CKAN's package_create takes them, in the language asked for."""
    file = f"{FOLDER}/ckan.{page_language()}.json"
    if file not in site().release.files:
        return dereference("catalog/ckan.json", lambda path: path)
    make: Callable[[], bytes] = lambda: located(site().release.file(file).read_bytes())  # noqa: E731
    response = shared(represent(JSON, make, (origin(), page_language())))
    response.headers["Content-Language"] = page_language()
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/void")
def show_void() -> Response:
    """Answer with the VoID description in the RDF format negotiated, or point readers to the dataset's page."""
    if site().release.catalog is None:
        return dereference("void", lambda path: path)
    return _represent_void(negotiate((*RDF_FORMATS, HTML)))


@blueprint.get("/void.<ending>")
def show_void_in(ending: str) -> Response:
    """Answer with the VoID description in the format that a suffix names."""
    if site().release.catalog is None:
        return dereference(f"void.{ending}", lambda path: path)
    form = _named(ending, "description")
    return _represent_void(form if form != HTML else TURTLE)


@blueprint.get("/.well-known/void")
def show_well_known_void() -> Response:
    """Answer with the VoID description where crawlers look for it (VoID section 7.2)."""
    return _represent_void(negotiate((*RDF_FORMATS, HTML)))


def _represent_void(form: Format) -> Response:
    whole = listed().datasets[0]
    if form == HTML:
        return see(whole.path)
    make: Callable[[], bytes] = lambda: document(["void"], form, DCAT_AP)  # noqa: E731
    links = alternates("/void", RDF_FORMATS, form)
    return shared(represent(form, make, (origin(),), links, f"/void.{form.extension}"))
