"""Two ways in for programs: what is said of an IRI given as a parameter, and how to search, described for browsers.

VoID section 3.5 (URI lookup endpoints: the IRI is appended to the address), OpenSearch 1.1 (description documents). Looks
nothing up itself: the one leads on to `resources`, the other to `search`. A publication without an index of labels has these
paths for IRIs of its own.
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from flask import Blueprint, Response

from hasila.errors import NotFound
from hasila.rdf.formats import HTML, Format
from hasila.web.catalog import shared
from hasila.web.languages import local, page_language
from hasila.web.pages import brand, text
from hasila.web.representations import JSON, represent
from hasila.web.resources import dereference
from hasila.web.site import origin, site, url_parameters

blueprint = Blueprint("lookup", __name__)

OPENSEARCH = Format("opensearch", "application/opensearchdescription+xml", "xml", "OpenSearch")
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_LONGEST_NAME, _LONGEST_DESCRIPTION = 16, 1024


@blueprint.get("/lookup")
def look_up() -> Response:
    """Point to the document about the IRI that `uri=` gives, without one to the description that tells of this address.

    Raises NotFound for an IRI that is not the publication's.
    """
    if site().search is None:
        return dereference("lookup", lambda path: path)
    iri = url_parameters().one("uri")
    path = site().iris.document_path(iri) if iri else "/void"
    if path is None:
        raise NotFound(f"<{iri:.200}> is not an IRI of this publication.")
    response = Response(status=303)
    response.headers["Location"] = local(path)
    return response


@blueprint.get("/opensearch.xml")
def describe_search() -> Response:
    """Tell browsers and programs how to search."""
    if site().search is None:
        return dereference("opensearch.xml", lambda path: path)
    return shared(represent(OPENSEARCH, _description, (origin(), page_language())))


def _description() -> bytes:
    root = Element("OpenSearchDescription", {"xmlns": _NAMESPACE})
    for name, said in (
        ("ShortName", brand()[:_LONGEST_NAME]),
        ("Description", text(site().publication.description).text[:_LONGEST_DESCRIPTION]),
    ):
        SubElement(root, name).text = said
    for form in (HTML, JSON):
        template = f"{origin()}/search?q={{searchTerms}}&format={form.extension}"
        SubElement(root, "Url", {"type": form.media_type, "template": template})
    for language in site().publication.languages:
        SubElement(root, "Language").text = language
    for name in ("InputEncoding", "OutputEncoding"):
        SubElement(root, name).text = "UTF-8"
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
