"""What each route takes and gives, for the description of the whole interface: formats, parameters, statuses.

OpenAPI 3.1 section 4.8.10 (Operation). Formats are those tables the routes themselves negotiate by; the paths come from the
routes, and the texts stand in `openapi.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hasila.rdf.formats import (
    ATOM,
    CITATION_FORMATS,
    EVENT_FORMATS,
    HTML,
    JSONLD,
    RDF_FORMATS,
    RESULT_FORMATS,
    TURTLE,
    XLSX,
    Format,
)
from hasila.web import catalog, feed, quality, queries, resources, search, sitemap, stylesheet
from hasila.web.lookup import OPENSEARCH
from hasila.web.releases import SUMS
from hasila.web.representations import JSON

_PAGES = (JSON, HTML)
ANY = Format("any", "*/*", "", "")
"""Files, which are of many types."""
PROMETHEUS = (
    Format("metrics", "text/plain", "txt", "Prometheus"), Format("openmetrics", "application/openmetrics-text", "txt", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Operation:
    """What a route does beside its path: its group, the formats it answers in, and its parameters by name.

    `schema` names the schema of its JSON, `status` what it answers with when all goes well, `statuses` with what else;
    `suffixed` says that the path ends with a format.
    """

    tag: str
    forms: tuple[Format, ...] = ()
    parameters: tuple[str, ...] = ()
    schema: str = ""
    status: int = 200
    statuses: tuple[int, ...] = (304,)
    suffixed: bool = False


_FILES = Operation("downloads", (ANY,), ("excel", "lang", "range"), statuses=(206, 304))
_RESOURCE = Operation("resources", resources.SUFFIXES)
OPERATIONS: Mapping[str, Operation] = {
    "any-path.show_any": _RESOURCE,
    "catalog.show_catalog": Operation("catalog", catalog.OFFERS, ("page", "size", "_profile", "accept-profile")),
    "catalog.show_catalog_in": Operation("catalog", catalog.OFFERS, ("page", "size", "_profile"), suffixed=True),
    "catalog.show_packages": Operation("catalog", (JSON,), ("lang", "owner_org")),
    "catalog.show_void": Operation("catalog", RDF_FORMATS, statuses=(303, 304)),
    "catalog.show_void_in": Operation("catalog", RDF_FORMATS, suffixed=True),
    "catalog.show_well_known_void": Operation("catalog", RDF_FORMATS, statuses=(303, 304)),
    "completions.list_completions": Operation("sparql", (JSON,), ("lang",)),
    "datasets.show_croissant": Operation("catalog", (JSONLD,)),
    "datasets.show_dataset": Operation("catalog", resources.OFFERS, ("_profile", "accept-profile"), statuses=(303, 304)),
    "dumps.list_dumps": Operation("downloads", _PAGES, schema="Files"),
    "dumps.refuse": _FILES,
    "feed.show_archive": Operation("releases", (ATOM,), statuses=(206, 304)),
    "feed.show_feed": Operation("releases", feed.ROOT, statuses=(206, 304)),
    "feed.show_feed_in": Operation("releases", feed.ROOT, statuses=(206, 304), suffixed=True),
    "feed.show_page": Operation("releases", (*feed.NODES, HTML), statuses=(206, 303, 304)),
    "front.front": Operation("resources", (HTML,), statuses=(303, 304)),
    "graph_store.show_graph_content": Operation("sparql", RDF_FORMATS, ("default", "graph")),
    "graphs.show_graph": _RESOURCE,
    "lookup.describe_search": Operation("search", (OPENSEARCH,)),
    "lookup.look_up": Operation("resources", (), ("uri",), status=303, statuses=()),
    "ontology.show_context": Operation("resources", (JSONLD,)),
    "ontology.show_ontology": _RESOURCE,
    "ontology.show_ontology_in": Operation("resources", resources.SUFFIXES, suffixed=True),
    "ontology.show_term": _RESOURCE,
    "openapi.show_description": Operation("operations", (JSON,), ("lang",)),
    "operations.health": Operation("operations", (JSON,), schema="Health", statuses=()),
    "operations.metrics": Operation("operations", PROMETHEUS, statuses=()),
    "problems.list_problems": Operation("operations", _PAGES),
    "problems.show_problem": Operation("operations", _PAGES),
    "quality.show_conformance": Operation("quality", quality.OFFERS, statuses=(303, 304)),
    "quality.show_conformance_in": Operation("quality", RDF_FORMATS, suffixed=True),
    "quality.show_quality": Operation("quality", quality.OFFERS),
    "quality.show_quality_in": Operation("quality", quality.OFFERS, suffixed=True),
    "quality.show_report": Operation("quality", (TURTLE, JSON), suffixed=True),
    "quality.show_validation": Operation("quality", status=303, statuses=()),
    "queries.list_queries": Operation("queries", _PAGES, schema="Queries", statuses=(303, 304)),
    "queries.show_query": Operation(
        "queries", (*RESULT_FORMATS, *RDF_FORMATS, HTML, queries.TEXT, *CITATION_FORMATS, *EVENT_FORMATS, XLSX), ("excel",)
    ),
    "releases.refuse": _FILES,
    "releases.show_citation": Operation("releases", CITATION_FORMATS, ("lang",), suffixed=True),
    "releases.show_manifest": Operation("releases", (JSON,), statuses=(206, 304)),
    "releases.show_release": Operation("releases", (*_PAGES, *RDF_FORMATS), schema="Release"),
    "releases.show_releases": Operation("releases", _PAGES, schema="Releases"),
    "releases.show_sums": Operation("releases", (SUMS,)),
    "resources.see_document": Operation("resources", status=303, statuses=()),
    "resources.show_document": _RESOURCE,
    "search.search": Operation("search", search.OFFERS, ("q", "class", "page", "size", "lang"), schema="Search"),
    "shapes.show_shape": Operation("quality", resources.OFFERS),
    "shapes.show_shapes": Operation("quality", resources.OFFERS),
    "shapes.show_shapes_in": Operation("quality", resources.OFFERS, suffixed=True),
    "sitemap.robots": Operation("operations", (SUMS,), statuses=()),
    "sitemap.show_part": Operation("operations", (sitemap.XML,)),
    "sitemap.show_sitemap": Operation("operations", (sitemap.XML,)),
    "sparql.show_endpoint": Operation(
        "sparql", (*RESULT_FORMATS, *RDF_FORMATS, HTML),
        ("query", "default-graph-uri", "named-graph-uri", "timeout"),
    ),
    "stylesheet.show_style": Operation("operations", (stylesheet.CSS,)),
    "static": Operation("operations", (ANY,), statuses=(206, 304)),
}  # fmt: skip
"""By the name of the route (blueprint and function)."""
