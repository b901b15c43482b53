"""What points to a resource by one property, page by page, however much it is.

SPARQL 1.1 Query section 15.4 (LIMIT and OFFSET over a total order). Asks; decides nothing about data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from hasila.engine.protocol import Query
from hasila.errors import BadRequest, NotFound
from hasila.rdf.formats import SPARQL_JSON
from hasila.rdf.iris import is_iri
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import LABEL_PROPERTIES
from hasila.web.pages import render
from hasila.web.paging import page_of
from hasila.web.site import site, url_parameters
from hasila.web.tables import viewer
from hasila.web.vocabulary import vocabulary

PROPERTY, PAGE = "inverse", "page"
"""Parameters of a resource's page: the property by which things point to it, an IRI, and which page of them."""
_THINGS = "SELECT DISTINCT ?thing WHERE {{ ?thing <{property}> <{iri}> }} ORDER BY ?thing LIMIT {limit} OFFSET {offset}"
# With the properties as VALUES too, Oxigraph takes forty times as long.
_LABELS = """SELECT ?thing ?property ?label WHERE {{
  VALUES ?thing {{ {things} }} ?thing ?property ?label FILTER(?property IN ({properties}) && isLiteral(?label))
}} ORDER BY ?thing ?label"""


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
        for row in _ask(_THINGS.format(property=name, iri=iri, limit=page.size, offset=(page.number - 1) * page.size))
    ]
    named = [iri, name, *(str(thing["value"]) for thing in things if thing["type"] == "uri")]
    shown = viewer({**vocabulary(), **labels(named)})
    return render("inverse.html", heading=shown.iri(iri), property=shown.iri(name), page=page, address=address,
                  things=[shown.term(thing) for thing in things], iri=iri)  # fmt: skip


def labels(iris: Iterable[str]) -> dict[str, Text]:
    """Return the labels of resources by IRI and language, by the best property that each has in that language."""
    asked = " ".join(f"<{iri}>" for iri in iris)
    properties = ", ".join(f"<{name}>" for name in LABEL_PROPERTIES)
    rows = _ask(_LABELS.format(things=asked, properties=properties))
    rows.sort(key=lambda row: LABEL_PROPERTIES.index(str(row["property"]["value"])))
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        texts = found.setdefault(str(row["thing"]["value"]), {})
        texts.setdefault(str(row["label"].get("xml:lang", "")), str(row["label"]["value"]))
    return dict(found)


def _ask(text: str) -> list[dict[str, dict[str, Any]]]:
    with site().engine.answer(Query(text, SPARQL_JSON.name), own=True) as answer:
        rows: list[dict[str, dict[str, Any]]] = json.loads(answer.read())["results"]["bindings"]
    return rows
