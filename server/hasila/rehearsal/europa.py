"""The harvest of data.europa.eu: metadata kept whole as RDF, and its quality measured.

Each source is set up by hand there (address, syntax, default language), so what can go wrong is what DCAT-AP and the
assessment say: datasets without an IRI or an identifier, departures from the profile, and each indicator whose points
are missing (`hasila.quality.mqa`). Literals keep all their languages. Addresses of files are asked by HEAD, as the
assessment asks them.
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import DCTERMS, RDF, BNode, Graph, Literal
from rdflib.term import Node

from hasila.quality import mqa
from hasila.quality.names import DCAT
from hasila.rehearsal.catalogue import EVERY_WAY, Catalogue, Fetched, Pages, next_page, walk
from hasila.rehearsal.losses import Harvest, Imported, Loss, of_indicator
from hasila.rehearsal.values import is_iso_date

NAME = "data.europa.eu"
_ACCEPT = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, application/n-triples;q=0.7"
_DATES = (DCTERMS.issued, DCTERMS.modified)


def rehearse(catalogue: Catalogue, most_addresses: int) -> Harvest:
    """Return what data.europa.eu would import; at most so many addresses of files are asked."""
    pages = read_pages(catalogue)
    if not pages.whole:
        return Harvest(NAME, [], pages.losses)
    graph = pages.merged()
    asking = _Asking(catalogue, most_addresses)
    losses = list(pages.losses)
    imported: dict[str, Imported] = {}
    for node in sorted(graph.subjects(RDF.type, DCAT.Dataset, unique=True), key=str):
        found = _take(graph, node, imported, losses)
        if found:
            imported[found.key] = found
            losses += _assessed(graph, node, asking)
    if asking.unasked:
        losses.append(Loss("addresses-unasked", catalogue.address, {"count": str(asking.unasked)}))
    return Harvest(NAME, list(imported.values()), losses)


def _take(graph: Graph, node: Node, imported: dict[str, Imported], losses: list[Loss]) -> Imported | None:
    """Return a dataset as it would be held; None, and the loss that says why, where it would not be."""
    title = _first(graph, node, DCTERMS.title)
    if isinstance(node, BNode):
        losses.append(Loss("no-iri", title or str(node)))
        return None
    if not title or not _first(graph, node, DCTERMS.description):
        losses.append(Loss("no-title-or-description", str(node)))
        return None
    key = _first(graph, node, DCTERMS.identifier) or str(node)
    if key in imported:
        losses.append(Loss("identifier-twice", str(node), {"key": key}))
        return None
    for path in _DATES:
        for value in graph.objects(node, path):
            if not is_iso_date(str(value)):
                losses.append(Loss("date-unread", str(node), {"property": str(path), "value": str(value)}))
    return Imported(key, title, str(node), {"languages": _languages(graph, node)}, _resources(graph, node))


def _assessed(graph: Graph, node: Node, asking: _Asking) -> Sequence[Loss]:
    assessment = mqa.assess(graph, node, asking.answers)
    return [of_indicator(key, str(node), faults) for key, faults in assessment.faults.items()]


class _Asking:
    """Asks addresses whether they answer, so many at most; those beyond are taken to answer, and counted."""

    def __init__(self, catalogue: Catalogue, most: int) -> None:
        self._catalogue = catalogue
        self._most = most
        self._known: dict[str, bool] = {}
        self._refused: set[str] = set()

    @property
    def unasked(self) -> int:
        """How many addresses were not asked."""
        return len(self._refused)

    def answers(self, address: str) -> bool:
        """Tell whether an address answers HEAD with a status from 200 to 399."""
        if address not in self._known:
            if self._catalogue.is_file or len(self._known) >= self._most:
                self._refused.add(address)
                return True
            self._known[address] = 200 <= self._catalogue.client.ask("HEAD", address).status < 400
        return self._known[address]


def _first(graph: Graph, node: Node, path: Node) -> str:
    values = sorted(graph.objects(node, path), key=lambda o: (getattr(o, "language", None) != "en", str(o)))
    return str(values[0]) if values else ""


def _languages(graph: Graph, node: Node) -> list[str]:
    return sorted({o.language for o in graph.objects(node, DCTERMS.title) if isinstance(o, Literal) and o.language})


def _resources(graph: Graph, node: Node) -> list[dict[str, object]]:
    return [
        {"iri": str(distribution), "access_url": _first(graph, distribution, DCAT.accessURL)}
        for distribution in sorted(graph.objects(node, DCAT.distribution), key=str)
    ]


def read_pages(catalogue: Catalogue) -> Pages:
    """Return the pages, read by the Content-Type that is answered to a request for RDF."""

    def fetch(address: str, _: bool) -> Fetched:
        answer = catalogue.client.ask("GET", address, accept=_ACCEPT)
        if answer.status == 0:
            return Fetched(None, "", [Loss("unreachable", address, {"reason": answer.reason})])
        if answer.status >= 400:
            return Fetched(None, "", [Loss("status", address, {"status": str(answer.status)})])
        if answer.cut:
            return Fetched(None, "", [Loss("too-large", address, {"limit": str(catalogue.client.bounds.answer_bytes)})])
        try:
            return Fetched(answer.body.decode("utf-8"), answer.media_type)
        except UnicodeDecodeError:
            return Fetched(None, "", [Loss("not-utf-8", address)])

    return walk(catalogue, fetch, lambda graph: next_page(graph, EVERY_WAY, first_class_only=False))
