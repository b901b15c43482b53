"""What points to a resource by one property, page by page, however much it is.

SPARQL 1.1 Query section 15.4 (LIMIT and OFFSET over a total order). Asks; decides nothing about data.
"""

from __future__ import annotations

from hasila.errors import BadRequest, NotFound
from hasila.rdf.iris import is_iri
from hasila.web.asking import labels_of, select
from hasila.web.pages import render
from hasila.web.paging import page_of
from hasila.web.site import site, url_parameters
from hasila.web.tables import viewer
from hasila.web.vocabulary import vocabulary

PROPERTY, PAGE = "inverse", "page"
"""Parameters of a resource's page: the property by which things point to it, an IRI, and which page of them."""
_THINGS = "SELECT DISTINCT ?thing WHERE {{ ?thing <{property}> <{iri}> }} ORDER BY ?thing LIMIT {limit} OFFSET {offset}"


def asked_for() -> tuple[str, str] | None:
    """Return property and page that the current request asks for, or None. Raises BadRequest for what is no IRI."""
    wanted = url_parameters().one(PROPERTY)
    if wanted is None:
        return None
    if not is_iri(wanted):
        raise BadRequest(f"{PROPERTY}={wanted!r:.120} is not the IRI of a property.", name=PROPERTY)
    return wanted, url_parameters().one(PAGE) or "1"


def inverse_page(iri: str, address: str, wanted: tuple[str, str]) -> str:
    """Return the page of what points to `iri`, whose document is at `address`, by a property.

    Raises NotFound when nothing does or there is no such page, BadRequest for a page that is no number.
    """
    name, number = wanted
    described = site().engine.describe_resource(iri, 0)
    total = described.in_counts.get(name, 0)
    if not total:
        raise NotFound(f"Nothing points to <{iri}> by <{name}>.")
    page = page_of(number, None, total, address)
    things = [
        row["thing"]
        for row in select(_THINGS.format(property=name, iri=iri, limit=page.size, offset=(page.number - 1) * page.size))
    ]
    named = [iri, name, *(str(thing["value"]) for thing in things if thing["type"] == "uri")]
    shown = viewer({**vocabulary(), **labels_of(named)})
    return render("inverse.html", heading=shown.iri(iri), property=shown.iri(name), page=page, address=address,
                  things=[shown.term(thing) for thing in things], iri=iri)  # fmt: skip
