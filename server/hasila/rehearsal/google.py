"""What Google Dataset Search finds: schema.org in the page of each dataset.

After Google's guide to structured data for datasets: a page that a crawler may read, in it a script of JSON-LD with a
schema.org Dataset, name and description (50 to 5000 characters) required, more recommended. The pages are the
datasets' landing pages, else what their own IRIs give a browser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from rdflib import DCTERMS, RDF, BNode, Graph
from rdflib.term import Node

from hasila.quality.names import DCAT
from hasila.rehearsal import europa
from hasila.rehearsal.catalogue import Catalogue
from hasila.rehearsal.losses import Harvest, Imported, Loss

NAME = "Google Dataset Search"
RECOMMENDED = (
    "alternateName", "creator", "citation", "distribution", "identifier", "includedInDataCatalog",
    "isAccessibleForFree",
    "keywords", "license", "measurementTechnique", "spatialCoverage", "temporalCoverage", "url", "variableMeasured", "version",
)  # fmt: skip
"""What the guide recommends beside name and description; `funder`, `sameAs` and `isPartOf` only where there is one."""
_DESCRIPTION = (50, 5000)
_ROBOT = "Googlebot"
_DATASET = re.compile(r"(https?://schema\.org/)?Dataset")


def rehearse(catalogue: Catalogue, most_pages: int) -> Harvest:
    """Return what would be found of the catalogue's datasets; at most so many of their pages are read."""
    if catalogue.is_file:
        return Harvest(NAME, [], [Loss("pages-of-file", catalogue.address)])
    pages = europa.read_pages(catalogue)
    if not pages.whole:
        return Harvest(NAME, [], pages.losses)
    graph = pages.merged()
    losses = list(pages.losses)
    nodes = sorted(graph.subjects(RDF.type, DCAT.Dataset, unique=True), key=str)
    if len(nodes) > most_pages:
        losses.append(Loss("pages-unread", catalogue.address, {"count": str(len(nodes) - most_pages)}))
    found = []
    for node in nodes[:most_pages]:
        described, told = _look(catalogue, graph, node)
        losses += told
        if described is not None:
            found.append(described)
    return Harvest(NAME, found, losses)


def _look(catalogue: Catalogue, graph: Graph, node: Node) -> tuple[Imported | None, list[Loss]]:
    address = str(graph.value(node, DCAT.landingPage) or node)
    if isinstance(node, BNode) and address == str(node):
        return None, [Loss("no-page", str(graph.value(node, DCTERMS.title) or node))]
    if not _allowed(catalogue, address):
        return None, [Loss("robots-forbid", address)]
    answer = catalogue.client.ask("GET", address, accept="text/html, */*;q=0.1")
    if answer.status != 200 or answer.media_type != "text/html":
        return None, [Loss("no-page", address, {})]
    blocks = list(_datasets(answer.body.decode("utf-8", "replace")))
    if not blocks:
        return None, [Loss("no-schema-org", address)]
    block = blocks[0]
    losses = list(_judged(block, address))
    if any(loss.code in ("schema-name", "schema-description") for loss in losses):
        return None, losses
    resources = _list(block.get("distribution"))
    title = _text(block["name"])
    return Imported(
        address, title, str(node), {k: v for k, v in block.items() if k[0] != "@" and k != "distribution"}, resources
    ), losses


def _judged(block: Mapping[str, Any], address: str) -> Iterator[Loss]:
    if not _text(block.get("name")):
        yield Loss("schema-name", address)
    length = len(_text(block.get("description")))
    if not _DESCRIPTION[0] <= length <= _DESCRIPTION[1]:
        yield Loss("schema-description", address, {"length": str(length)})
    missing = [name for name in RECOMMENDED if not block.get(name)]
    if missing:
        yield Loss("schema-recommended", address, {"missing": ", ".join(missing)})
    for distribution in _list(block.get("distribution")):
        if not distribution.get("contentUrl"):
            yield Loss("schema-content-url", address, {"distribution": _text(distribution.get("name")) or "–"})


def _list(value: Any) -> list[dict[str, Any]]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def _text(value: Any) -> str:
    """Return a text of JSON-LD: a string, the value of an object, or the first of several."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, dict):
        return str(value.get("@value", ""))
    return value if isinstance(value, str) else ""


def _allowed(catalogue: Catalogue, address: str) -> bool:
    parts = urlsplit(address)
    answer = catalogue.client.ask("GET", f"{parts.scheme}://{parts.netloc}/robots.txt")
    if answer.status != 200:
        return True  # RFC 9309 section 2.3.1.3: a robots.txt that is not there forbids nothing
    rules = RobotFileParser()
    rules.parse(answer.body.decode("utf-8", "replace").splitlines())
    return rules.can_fetch(_ROBOT, address)


class _Scripts(HTMLParser):
    """Collects the scripts of JSON-LD of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and ("type", "application/ld+json") in attrs
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _datasets(page: str) -> Iterator[Mapping[str, Any]]:
    scripts = _Scripts()
    scripts.feed(page)
    for text in scripts.found:
        try:
            data = json.loads(text)
        except ValueError:
            continue
        for item in data if isinstance(data, list) else [data]:
            inside = item.get("@graph", [item]) if isinstance(item, dict) else []
            yield from (block for block in inside if isinstance(block, dict) and _is_dataset(block))


def _is_dataset(block: Mapping[str, Any]) -> bool:
    kinds = block.get("@type")
    return any(isinstance(k, str) and _DATASET.fullmatch(k) for k in (kinds if isinstance(kinds, list) else [kinds]))
