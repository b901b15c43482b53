"""What crawlers read first: the list of pages, and what they may crawl.

Sitemap protocol 0.9 (50,000 addresses and 50 MiB a file, an index above several); RFC 9309 (robots.txt). The build has made
the lists; only the address of the server is put in.
"""

from __future__ import annotations

from flask import Blueprint, Response

from hasila.catalog import DEPLOYMENT, SITEMAP
from hasila.errors import NotFound
from hasila.rdf.formats import Format
from hasila.web.catalog import located, shared
from hasila.web.representations import represent
from hasila.web.site import origin, site

blueprint = Blueprint("sitemap", __name__)

XML = Format("sitemap", "application/xml", "xml", "XML")
TEXT = Format("robots", "text/plain", "txt", "robots.txt")
_ROBOTS = """User-agent: *
Disallow: /search
Disallow: /sparql
Disallow: /store
"""


@blueprint.get("/sitemap.xml")
def show_sitemap() -> Response:
    """Answer with the list of pages, or with the index of its parts. Raises NotFound where there is none."""
    return _show("sitemap.xml")


@blueprint.get("/sitemap-<int:number>.xml")
def show_part(number: int) -> Response:
    """Answer with one part of the list of pages. Raises NotFound for one there is not."""
    return _show(f"sitemap-{number}.xml")


def _show(name: str) -> Response:
    file = f"{SITEMAP}/{name}"
    if file not in site().release.files:
        raise NotFound(f"There is no list of pages /{name}.")
    return shared(represent(XML, lambda: located(site().release.file(file).read_bytes()), (origin(),)))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Tell crawlers what they may read: everything but the endpoints, where each link is a new question."""
    text = _ROBOTS
    if f"{SITEMAP}/sitemap.xml" in site().release.files:
        text += f"\nSitemap: {DEPLOYMENT}/sitemap.xml\n"
    return shared(represent(TEXT, lambda: located(text.encode()), (origin(),)))
