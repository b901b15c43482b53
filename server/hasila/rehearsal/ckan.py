"""The harvest of CKAN: ckanext-dcat's RDF harvester with the profile euro_dcat_ap_3, then CKAN's own checks.

After ckanext-dcat 2.4 and CKAN 2.11: HEAD first, and GET in its place only for 400 and 405; UTF-8; at most 50 MB a
page; Content-Type of the first page decides the syntax of all, RDF/XML where there is none; every dcat:Dataset is
taken, its key is its IRI, else its identifier, else a name made of its title; datasets that vanish are deleted. What
a dataset's fields become is in `ckan_fields`.
"""

from __future__ import annotations

from rdflib import DCTERMS, RDF, BNode, Graph
from rdflib.term import Node

from hasila.quality.names import DCAT, HYDRA
from hasila.rehearsal.catalogue import Catalogue, Fetched, Pages, next_page, walk
from hasila.rehearsal.ckan_fields import TAG, name_of, read_dataset
from hasila.rehearsal.client import Answer, Client
from hasila.rehearsal.losses import Harvest, Imported, Loss
from hasila.rehearsal.values import Chooser

NAME = "ckanext-dcat"
LARGEST = 50 * 1_048_576
"""Bytes of a page from which on it is refused (ckanext.dcat.max_file_size)."""
_NEXT = (
    (HYDRA.PartialCollectionView, (HYDRA.next, HYDRA.nextPage)),
    (HYDRA.PagedCollection, (HYDRA.next, HYDRA.nextPage)),
)
_SHORT_FORMS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


def rehearse(catalogue: Catalogue, language: str) -> Harvest:
    """Return what CKAN would import into a portal whose default language is `language`."""
    pages = read_pages(catalogue)
    if not pages.whole:
        return Harvest(NAME, [], pages.losses)
    losses = list(pages.losses)
    imported: dict[str, Imported] = {}
    names: dict[str, str] = {}
    for page in pages.pages:
        chooser = Chooser(page.graph, language)
        untitled = [d for d in _datasets(page.graph) if (d, DCTERMS.title, None) not in page.graph]
        if untitled:
            # The harvester stops at the first one, and what other pages held is not imported either.
            return Harvest(NAME, [], [*losses, *(Loss("untitled-stops-all", str(d)) for d in untitled)])
        for node in _datasets(page.graph):
            _take(chooser, node, catalogue.address, imported, names)
        _leave(chooser)
        losses += [loss for loss in chooser.losses if loss not in losses]
    return Harvest(NAME, list(imported.values()), losses)


def _take(chooser: Chooser, node: Node, source: str, imported: dict[str, Imported], names: dict[str, str]) -> None:
    """Add a dataset as CKAN would import it, or the loss that says why it would not."""
    found = read_dataset(chooser, node)
    title = str(found["title"])
    name = name_of(title)
    identifier = str(found.get("identifier", ""))
    key = str(node) if not isinstance(node, BNode) else identifier
    if not key:
        key = f"{source.rstrip('/')}/{name}"
        chooser.lose("key-from-title", title, key=key)
    if key in imported:
        chooser.lose("described-again" if imported[key].iri == str(node) else "key-twice", node, key=key)
    if not name:
        chooser.lose("no-name", node, title=title)
        return
    if name in names.values() and names.get(key) != name:
        chooser.lose("titles-equal", node, title=title, name=name)
    names[key] = name
    tags = found.get("tags")
    refused = [tag for tag in tags if not TAG.fullmatch(tag)] if isinstance(tags, list) else []
    if refused:
        chooser.lose("tag-refused", node, tags=", ".join(map(repr, refused[:3])))
        return
    resources = found.pop("resources")
    assert isinstance(resources, list)
    imported[key] = Imported(key, title, "" if isinstance(node, BNode) else str(node), found, resources)


def _datasets(graph: Graph) -> list[Node]:
    return list(graph.subjects(RDF.type, DCAT.Dataset, unique=True))


def _leave(chooser: Chooser) -> None:
    """Note what of a page CKAN does not take at all."""
    for node in chooser.graph.subjects(RDF.type, DCAT.DatasetSeries, unique=True):
        if (node, RDF.type, DCAT.Dataset) not in chooser.graph:
            chooser.lose("series-left", node)
    for node in chooser.graph.subjects(RDF.type, DCAT.DataService, unique=True):
        chooser.lose("services-left", node)


def read_pages(catalogue: Catalogue) -> Pages:
    """Return the pages as ckanext-dcat reads them."""
    first: list[str] = []

    def fetch(address: str, _: bool) -> Fetched:
        fetched, media_type = _fetch(catalogue.client, address)
        if not first:
            first.append(_SHORT_FORMS.get(media_type, media_type) or "xml")
        elif media_type and media_type != first[0]:
            return Fetched(
                fetched.text, first[0], [*fetched.losses, Loss("type-changes", address, {"type": media_type})]
            )
        return Fetched(fetched.text, first[0], fetched.losses)

    return walk(catalogue, fetch, lambda graph: next_page(graph, _NEXT, first_class_only=False))


def _fetch(client: Client, address: str) -> tuple[Fetched, str]:
    """Return a page and its media type, empty where the server names none."""
    head = client.ask("HEAD", address, follow=False)
    if head.status == 0:
        return _lost("unreachable", address, reason=head.reason), ""
    if head.status >= 400 and head.status not in (400, 405):
        return _lost("head-refused", address, status=str(head.status)), ""
    answer = client.ask("GET", address)
    if answer.status == 0:
        return _lost("unreachable", address, reason=answer.reason), ""
    if answer.status >= 400:
        return _lost("status", address, status=str(answer.status)), ""
    if answer.cut or max(len(answer.body), _announced(head)) >= LARGEST:
        return _lost("too-large", address, limit=str(LARGEST)), ""
    losses = [] if answer.media_type else [Loss("no-content-type", address)]
    try:
        return Fetched(answer.body.decode("utf-8"), answer.media_type, losses), answer.media_type
    except UnicodeDecodeError:
        return _lost("not-utf-8", address), ""


def _announced(head: Answer) -> int:
    length = head.headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0


def _lost(code: str, address: str, **facts: str) -> Fetched:
    return Fetched(None, "", [Loss(code, address, facts)])
