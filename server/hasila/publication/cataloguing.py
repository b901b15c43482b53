"""The catalogue as files of a release: whole, and in pieces that pages of it are put together from.

DCAT-AP 3.0.1 in the RDF formats; addresses stand below `catalog.DEPLOYMENT`, for who serves the files to fill in. Each dataset
has a file of its own that can be read alone. Writes nothing itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from hasila.catalog import CATALOG, DEPLOYMENT, FOLDER, Catalog, Dataset
from hasila.distributions import Distribution
from hasila.publication import store
from hasila.publication.catalog_model import catalog
from hasila.publication.dcat import Describing
from hasila.publication.dcat_access import Access
from hasila.publication.dcat_stubs import describe_stubs
from hasila.publication.manifest import Manifest
from hasila.publication.sources import LoadedGraph
from hasila.publication.statements import Statements
from hasila.publication.store import Quad
from hasila.publication.void import Void
from hasila.rdf.formats import RDF_FORMATS
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import CATALOG_PREFIXES, FOAF, PREFIXES, RDFS, SKOS

_NAMES = "SELECT ?name WHERE {{ VALUES ?property {{ {properties} }} <{iri}> ?property ?name }} ORDER BY ?name"
_NAMING = (FOAF + "name", RDFS + "label", SKOS + "prefLabel")


def catalogue(
    manifest: Manifest, dataset: store.Dataset, graphs: Sequence[LoadedGraph], distributions: Sequence[Distribution]
) -> Iterator[tuple[str, bytes]]:
    """Yield path in the release and bytes of each file of the catalogue; the data tell what who publishes is called."""
    agents = {iri: _names(dataset, iri) for iri in (manifest.publisher, manifest.creator)}
    listed = catalog(manifest, [(graph.name, graph.year) for graph in graphs], agents, distributions)
    yield CATALOG, (json.dumps(asdict(listed), ensure_ascii=False, indent=1) + "\n").encode()
    written = _Written(manifest, listed, distributions, {graph.iri: graph.title for graph in graphs})
    yield from _in_each_format("catalog", written.whole())
    yield from _in_each_format("head", written.head())
    for entry in listed.datasets:
        yield from _in_each_format(f"dataset/{entry.key}", written.one(entry))
    for series in listed.series:
        yield from _in_each_format(f"dataset/{series.key}", written.series(series.key))
    described = Void(manifest, listed, dataset, DEPLOYMENT).describe(graphs, distributions)
    yield from _in_each_format("void", described.quads, {**PREFIXES, **manifest.prefixes})


class _Written:
    """The statements of each file."""

    def __init__(
        self, manifest: Manifest, listed: Catalog, distributions: Sequence[Distribution], titles: Mapping[str, Text]
    ) -> None:
        self._listed = listed
        self._describing = Describing(manifest, listed, DEPLOYMENT)
        self._access = Access(self._describing, distributions, titles)

    def whole(self) -> list[Quad]:
        out = self._begun()
        for entry in self._listed.datasets:
            self._add(out, entry)
        return self._ended(out)

    def head(self) -> list[Quad]:
        return self._ended(self._begun())

    def one(self, entry: Dataset) -> list[Quad]:
        out = Statements(self._listed.iri)
        self._describing.describe_shared(out)
        self._add(out, entry)
        return self._ended(out)

    def series(self, key: str) -> list[Quad]:
        out = Statements(self._listed.iri)
        self._describing.describe_shared(out)
        for entry in self._listed.datasets:
            if entry.series == key:
                self._describing.describe_dataset(out, entry)
        for series in self._listed.series:
            self._describing.describe_series(out, series)
        return self._ended(out)

    def _begun(self) -> Statements:
        out = Statements(self._listed.iri)
        self._describing.describe_catalog(out)
        self._describing.describe_shared(out)
        self._access.describe_services(out)
        return out

    def _add(self, out: Statements, entry: Dataset) -> None:
        self._describing.describe_dataset(out, entry)
        self._access.describe_files(out, entry)
        series = self._listed.find_series(entry.series)
        if series is not None:
            self._describing.describe_series(out, series)

    def _ended(self, out: Statements) -> list[Quad]:
        self._describing.describe_contact(out)
        describe_stubs(out, self._describing)
        return out.quads


def _in_each_format(
    name: str, quads: Iterable[Quad], prefixes: Mapping[str, str] = CATALOG_PREFIXES
) -> Iterator[tuple[str, bytes]]:
    ordered = store.for_readers(dict.fromkeys(quads))
    for form in RDF_FORMATS:
        yield f"{FOLDER}/{name}.{form.extension}", store.write(ordered, form, prefixes)


def _names(dataset: store.Dataset, iri: str) -> Text:
    """Return what the data call something, by language; the first in order of code points where there are several."""
    properties = " ".join(f"<{name}>" for name in _NAMING)
    found: dict[str, str] = {}
    for row in dataset.select(_NAMES.format(properties=properties, iri=iri)):
        text, language, _ = store.read_term(row["name"])
        if language:
            found.setdefault(language, text)
    return found
