"""The catalogue that is rehearsed, an address or a file, and its pages as graphs.

RDF 1.1 syntaxes, read by rdflib, which ckanext-dcat and udata read with too: what it refuses, they refuse. How a page
is asked for and which page follows differ from harvester to harvester and come from them.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.plugin import PluginException
from rdflib.util import guess_format

from hasila.quality.names import HYDRA
from hasila.rehearsal.client import Client
from hasila.rehearsal.losses import Loss

BOM = "\ufeff"
_WITH_GRAPHS = ("json", "trig", "quads", "trix")
"""What the names of syntaxes with named graphs have in them."""
_TOLD = 160
"""So many characters of a parser's complaint are told."""


@dataclass(frozen=True)
class Fetched:
    """One page as it came: its text and the name of its syntax; without a text the losses say why."""

    text: str | None
    form: str
    losses: Sequence[Loss] = ()


@dataclass(frozen=True)
class Page:
    """One page of a catalogue: where it was read, and what it says."""

    address: str
    graph: Graph


@dataclass(frozen=True)
class Pages:
    """The pages that a harvester reads; `whole` says that it came to the end of them, and so would import."""

    pages: Sequence[Page]
    losses: Sequence[Loss]
    whole: bool

    def merged(self) -> Graph:
        """Return what all pages say."""
        graph = Graph()
        for page in self.pages:
            graph += page.graph
        return graph


@dataclass
class Catalogue:
    """A catalogue at an address, or in a file; parsed pages are kept for the next harvester."""

    address: str
    client: Client
    _parsed: dict[tuple[str, str], Graph | Exception] = field(default_factory=dict)

    @property
    def is_file(self) -> bool:
        """Whether it is a file of this machine."""
        return urlsplit(self.address).scheme not in ("http", "https")

    def read_file(self) -> Fetched:
        """Return the file's text; its syntax is told by its ending, RDF/XML where there is none."""
        form = guess_format(self.address) or "xml"
        try:
            return Fetched(Path(self.address).read_text(encoding="utf-8"), form)
        except UnicodeDecodeError:
            return Fetched(None, form, [Loss("not-utf-8", self.address)])

    def parse(self, text: str, form: str) -> Graph:
        """Return what a text says. Raises whatever the parser does, always the same for the same text."""
        key = (hashlib.sha256(text.encode()).hexdigest(), form)
        if key not in self._parsed:
            self._parsed[key] = _parse(text, form)
        found = self._parsed[key]
        if isinstance(found, Exception):
            raise found
        return found


def _parse(text: str, form: str) -> Graph | Exception:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if not any(name in form for name in _WITH_GRAPHS):
                return Graph().parse(data=text, format=form)
            # Named graphs are read as one, as ckanext-dcat does.
            dataset = Dataset(default_union=True)
            dataset.parse(data=text, format=form)
        except Exception as error:  # each of rdflib's parsers has exceptions of its own
            return error
    graph = Graph()
    for subject, predicate, obj, _ in dataset.quads():
        graph.add((subject, predicate, obj))
    return graph


def parsed(catalogue: Catalogue, address: str, fetched: Fetched) -> tuple[Graph | None, list[Loss]]:
    """Return the graph of a page, or the loss that tells why it cannot be read."""
    if fetched.text is None:
        return None, list(fetched.losses)
    if fetched.text.startswith(BOM) and fetched.form != "xml":
        return None, [*fetched.losses, Loss("byte-order-mark", address)]
    try:
        return catalogue.parse(fetched.text, fetched.form), list(fetched.losses)
    except PluginException:
        return None, [*fetched.losses, Loss("not-rdf", address, {"type": fetched.form})]
    except Exception as error:
        told = " ".join(str(error).split())[:_TOLD]
        return None, [*fetched.losses, Loss("unparsable", address, {"form": fetched.form, "error": told})]


def next_page(graph: Graph, ways: Sequence[tuple[URIRef, Sequence[URIRef]]], *, first_class_only: bool) -> str | None:
    """Return the address of the page after this one: the first value of the properties that each class of view has.

    With `first_class_only` a view of an earlier class hides those of the later ones, as udata has it.
    """
    for kind, paths in ways:
        views = list(graph.subjects(RDF.type, kind))
        for view in views:
            for path in paths:
                for value in graph.objects(view, path):
                    return str(value)
        if views and first_class_only:
            return None
    return None


EVERY_WAY = (
    (HYDRA.PartialCollectionView, (HYDRA.next, HYDRA.nextPage)),
    (HYDRA.PagedCollection, (HYDRA.next, HYDRA.nextPage)),
)
"""Every way in which a page may name the one after it."""

Fetch = Callable[[str, bool], Fetched]
"""Asks for a page; the second argument says whether it is the first."""
Next = Callable[[Graph], str | None]


def walk(catalogue: Catalogue, fetch: Fetch, following: Next) -> Pages:
    """Return the pages as `fetch` brings them in and `following` leads on, and what is lost on the way.

    A page that cannot be read ends the harvest; so does one that was read before, and the limit of pages.
    """
    if catalogue.is_file:
        graph, losses = parsed(catalogue, catalogue.address, catalogue.read_file())
        if graph is not None and following(graph):
            losses.append(Loss("next-page-of-file", catalogue.address, {"next": str(following(graph))}))
        return Pages([Page(catalogue.address, graph)] if graph is not None else [], losses, graph is not None)
    pages: list[Page] = []
    losses = []
    address: str | None = catalogue.address
    while address:
        if any(page.address == address for page in pages):
            return Pages(pages, [*losses, Loss("pages-endless", address)], whole=False)
        if len(pages) >= catalogue.client.bounds.pages:
            return Pages(pages, [*losses, Loss("pages-many", address, {"pages": str(len(pages))})], whole=True)
        graph, told = parsed(catalogue, address, fetch(address, not pages))
        losses += told
        if graph is None:
            return Pages(pages, losses, whole=False)
        if pages and set(graph) == set(pages[0].graph):
            return Pages(pages, [*losses, Loss("pages-repeat", address)], whole=True)
        pages.append(Page(address, graph))
        address = following(graph)
        unread = next_page(graph, EVERY_WAY, first_class_only=False) if not address else None
        if unread:
            losses.append(Loss("next-page-unread", pages[-1].address, {"next": unread}))
    return Pages(pages, losses, whole=True)
