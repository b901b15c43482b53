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
from hasila.publication.croissant import Croissant
from hasila.publication.dcat import Describing
from hasila.publication.dcat_access import Access
from hasila.publication.dcat_stubs import describe_stubs
from hasila.publication.manifest import Manifest
from hasila.publication.revisions import require_revised
from hasila.publication.schema_org import SchemaOrg
from hasila.publication.sitemap import sitemap
from hasila.publication.sources import LoadedGraph
from hasila.publication.statements import Statements
from hasila.publication.store import Quad
from hasila.publication.void import Void
from hasila.rdf.formats import RDF_FORMATS
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import CATALOG_PREFIXES, FOAF, PREFIXES, RDFS, SKOS
from hasila.release import Release

_NAMES = "SELECT ?name WHERE {{ VALUES ?property {{ {properties} }} <{iri}> ?property ?name }} ORDER BY ?name"
_VARIABLES = """SELECT DISTINCT ?variable ?name WHERE {{ {where} ?variable a <{kind}> .
  ?variable <http://www.w3.org/2004/02/skos/core#prefLabel>|<http://www.w3.org/2000/01/rdf-schema#label> ?name
}} ORDER BY ?variable DESC(?name)"""
_NAMING = (FOAF + "name", RDFS + "label", SKOS + "prefLabel")


def catalogue(
    manifest: Manifest, dataset: store.Dataset, graphs: Sequence[LoadedGraph], distributions: Sequence[Distribution],
    queries: Sequence[str] = (), metadata: Mapping[str, bytes] | None = None, before: Release | None = None,
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """Yield path in the release and bytes of each file of the catalogue; the data tell what who publishes is called.

    `queries` are the file names of the saved queries, whose pages crawlers are told of with all others; `metadata` are the
    files of CSVW metadata among the distributions, by name; `before` is the release before. Raises ManifestInvalid for a
    dataset that has changed since under the same revision.
    """
    agents = {iri: _names(dataset, iri) for iri in (manifest.publisher, manifest.creator)}
    listed = catalog(manifest, [(graph.name, graph.year) for graph in graphs], agents, distributions)
    require_revised(listed, distributions, before)
    yield CATALOG, _json(asdict(listed))
    written = _Written(manifest, listed, distributions, {graph.iri: graph.title for graph in graphs})
    yield from _in_each_format("catalog", written.whole())
    yield from _in_each_format("head", written.head())
    for entry in listed.datasets:
        yield from _in_each_format(f"dataset/{entry.key}", written.one(entry))
    for series in listed.series:
        yield from _in_each_format(f"dataset/{series.key}", written.series(series.key))
    variables = _variables(manifest, dataset, listed, graphs)
    yield from _for_search_engines(manifest, listed, distributions, written.access, variables)
    described = Croissant(manifest, listed, distributions, written.access, metadata or {})
    for entry in listed.datasets:
        if (told := described.dataset(entry)) is not None:
            yield f"{FOLDER}/dataset/{entry.key}.croissant.jsonld", _json(told)
    yield from sitemap(manifest, dataset, listed, graphs, [name.removesuffix(".rq") for name in queries])
    void = Void(manifest, listed, dataset, DEPLOYMENT).describe(graphs, distributions)
    yield from _in_each_format("void", void.quads, {**PREFIXES, **manifest.prefixes})


class _Written:
    """The statements of each file."""

    def __init__(
        self, manifest: Manifest, listed: Catalog, distributions: Sequence[Distribution], titles: Mapping[str, Text]
    ) -> None:
        self._listed = listed
        self._describing = Describing(manifest, listed, DEPLOYMENT)
        self.access = Access(self._describing, distributions, titles)

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
        self.access.describe_services(out)
        return out

    def _add(self, out: Statements, entry: Dataset) -> None:
        self._describing.describe_dataset(out, entry)
        self.access.describe_files(out, entry)
        series = self._listed.find_series(entry.series)
        if series is not None:
            self._describing.describe_series(out, series)

    def _ended(self, out: Statements) -> list[Quad]:
        self._describing.describe_contact(out)
        describe_stubs(out, self._describing)
        return out.quads


def _for_search_engines(
    manifest: Manifest, listed: Catalog, distributions: Sequence[Distribution], access: Access,
    variables: Mapping[str, Sequence[Text]],
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    described = SchemaOrg(manifest, listed, distributions, access, variables)
    for language in manifest.languages:
        yield f"{FOLDER}/catalog.schema.{language}.jsonld", _json(described.catalog(language))
        for entry in listed.datasets:
            yield f"{FOLDER}/dataset/{entry.key}.schema.{language}.jsonld", _json(described.dataset(entry, language))
        for series in listed.series:
            yield f"{FOLDER}/dataset/{series.key}.schema.{language}.jsonld", _json(described.series(series, language))


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _in_each_format(
    name: str, quads: Iterable[Quad], prefixes: Mapping[str, str] = CATALOG_PREFIXES
) -> Iterator[tuple[str, bytes]]:
    ordered = store.for_readers(dict.fromkeys(store.in_graph(quads, None)))
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


def _variables(
    manifest: Manifest, dataset: store.Dataset, listed: Catalog, graphs: Sequence[LoadedGraph]
) -> dict[str, list[Text]]:
    """Return the names of what each dataset measures, in order of IRI, by key of the dataset."""
    if not manifest.catalog.variable:
        return {}
    years = {graph.year: f"GRAPH <{graph.iri}> {{ ?any ?property ?variable }}" for graph in graphs if graph.year}
    found: dict[str, list[Text]] = {}
    for entry in listed.datasets:
        where = years.get(entry.first_year, "") if entry.series and entry.first_year else ""
        rows = dataset.select(_VARIABLES.format(kind=manifest.catalog.variable, where=where))
        names: dict[str, dict[str, str]] = {}
        for row in rows:
            text, language, _ = store.read_term(row["name"])
            names.setdefault(row["variable"], {})[language] = text
        found[entry.key] = list(names.values())
    return found
