"""The harvest of udata (data.gouv.fr and others): its DCAT backend.

After udata 17 (harvest/backends/dcat.py, core/dataset/rdf.py): the address's ending tells the syntax, else
Content-Type of a HEAD request; redirects are refused; text without a charset is read as Latin-1; datasets and series
are taken, each by its dct:identifier, and skipped without one; what vanishes is archived after some days. What a
dataset's fields become is in `udata_fields`.
"""

from __future__ import annotations

from email.message import Message

from rdflib import DCTERMS, RDF, Graph
from rdflib.term import Node
from rdflib.util import guess_format

from hasila.quality.names import DCAT, HYDRA
from hasila.rehearsal.catalogue import Catalogue, Fetched, Pages, next_page, walk
from hasila.rehearsal.client import Answer
from hasila.rehearsal.losses import Harvest, Imported, Loss
from hasila.rehearsal.udata_fields import read_dataset
from hasila.rehearsal.values import Chooser

NAME = "udata"
_NEXT = ((HYDRA.PartialCollectionView, (HYDRA.next,)), (HYDRA.PagedCollection, (HYDRA.nextPage,)))
_ENDINGS = {"json": "json-ld", "jsonld": "json-ld", "xml": "xml"}
_TYPES = {
    "application/rdf+xml": "xml", "application/xml": "xml", "text/xml": "xml", "text/n3": "n3", "text/turtle": "turtle",
    "application/x-turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld",
    "application/json": "json-ld",
    "application/trig": "trig",
}  # fmt: skip


def rehearse(catalogue: Catalogue, language: str) -> Harvest:
    """Return what udata would import into a portal whose default language is `language`."""
    pages = read_pages(catalogue)
    if not pages.whole:
        return Harvest(NAME, [], pages.losses)
    losses = list(pages.losses)
    imported: dict[str, Imported] = {}
    for page in pages.pages:
        chooser = Chooser(page.graph, language)
        for node in _datasets(page.graph):
            found = _take(chooser, node, catalogue, imported)
            if found:
                imported[found.key] = found
        losses += [loss for loss in chooser.losses if loss not in losses]
    return Harvest(NAME, list(imported.values()), losses)


def _take(chooser: Chooser, node: Node, catalogue: Catalogue, imported: dict[str, Imported]) -> Imported | None:
    """Return a dataset as udata would import it; None, and the loss that says why, where it would not."""
    identifier = chooser.graph.value(node, DCTERMS.identifier)
    if not identifier:
        chooser.lose("no-identifier", node)
        return None
    if (node, DCTERMS.title, None) not in chooser.graph:
        chooser.lose("no-title", node)
        return None
    key = str(identifier)
    if key in imported:
        chooser.lose("described-again" if imported[key].iri == str(node) else "identifier-twice", node, key=key)
        return None
    fields = read_dataset(chooser, node, catalogue)
    resources = fields.pop("resources")
    assert isinstance(resources, list)
    return Imported(key, str(fields["title"]), str(node), fields, resources)


def _datasets(graph: Graph) -> list[Node]:
    """Return the datasets and series that a page describes, without those that only a service refers to."""
    nodes = [
        *graph.subjects(RDF.type, DCAT.Dataset, unique=True),
        *graph.subjects(RDF.type, DCAT.DatasetSeries, unique=True),
    ]
    return [node for node in dict.fromkeys(nodes) if not _is_reference(graph, node)]


def _is_reference(graph: Graph, node: Node) -> bool:
    if (node, DCTERMS.title, None) in graph:
        return False
    links = list(graph.subject_predicates(node))
    return len(links) == 1 and links[0][1] in (DCAT.servesDataset, DCTERMS.hasPart)


def read_pages(catalogue: Catalogue) -> Pages:
    """Return the pages as udata reads them."""
    form = _ending(catalogue.address)
    told: list[str] = [form] if form else []

    def fetch(address: str, _: bool) -> Fetched:
        if not told:
            head = catalogue.client.ask("HEAD", address, follow=False)
            refused = _refused(head, address)
            if refused:
                return Fetched(None, "", [refused])
            if head.media_type not in _TYPES:
                return Fetched(None, "", [Loss("type-unknown", address, {"type": head.media_type or "–"})])
            told.append(_TYPES[head.media_type])
        return _fetch(catalogue, address, told[0])

    return walk(catalogue, fetch, lambda graph: next_page(graph, _NEXT, first_class_only=True))


def _fetch(catalogue: Catalogue, address: str, form: str) -> Fetched:
    answer = catalogue.client.ask("GET", address, follow=False)
    refused = _refused(answer, address)
    if refused:
        return Fetched(None, form, [refused])
    if answer.cut:
        return Fetched(None, form, [Loss("too-large", address, {"limit": str(catalogue.client.bounds.answer_bytes)})])
    charset = _charset(answer)
    text = answer.body.decode(charset, "replace")
    losses = (
        []
        if text.isascii() or _same(answer.body, charset)
        else [Loss("charset-missing", address, {"charset": charset})]
    )
    return Fetched(text, form, losses)


def _refused(answer: Answer, address: str) -> Loss | None:
    if answer.status == 0:
        return Loss("unreachable", address, {"reason": answer.reason})
    if 300 <= answer.status < 400:
        return Loss("redirect-refused", address, {"to": answer.headers.get("location", "")})
    if answer.status >= 400:
        return Loss("status", address, {"status": str(answer.status)})
    return None


def _charset(answer: Answer) -> str:
    """Return the encoding that the client library takes: the one named, else Latin-1 for text, else what it guesses."""
    message = Message()
    message["Content-Type"] = answer.headers.get("content-type", "")
    named = message.get_param("charset")
    if isinstance(named, str):
        return named
    return "iso-8859-1" if answer.media_type.startswith("text/") else "utf-8"


def _same(body: bytes, charset: str) -> bool:
    return charset.lower().replace("_", "-") in ("utf-8", "utf8", "us-ascii") or not body


def _ending(address: str) -> str:
    ending = address.rpartition(".")[2] if "." in address.rpartition("/")[2] else ""
    return _ENDINGS.get(ending) or guess_format(address) or ""
