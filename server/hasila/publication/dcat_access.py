"""Distributions and data services of the catalogue: which file holds a dataset in which format, and what answers questions.

DCAT-AP 3.0.1 sections Distribution, Checksum and Data Service. Every form of a file, compressed or not, is a distribution of
its own, named after its dataset and its name. Reads no file: what is known of them is handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hasila.catalog import Dataset
from hasila.distributions import FOLDER, Compressed, Distribution
from hasila.publication.authorities import authorities, concept, language
from hasila.publication.catalog_texts import said
from hasila.publication.dcat import Describing
from hasila.publication.media import MEDIA, iana
from hasila.publication.statements import Statements
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import ADMS, DCAT, DCATAP, DCTERMS, SPDX

SHA_256 = "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"
"""As DCAT-AP's own shapes want it: with https, where SPDX writes http (see decision 19)."""
_CODINGS: Mapping[str, str] = {"gzip": "gzip", "zstd": "Zstandard"}


@dataclass(frozen=True)
class Service:
    """What answers questions: where, which texts tell of it, what it conforms to (IRI, title) and what it answers with."""

    path: str
    text: str
    standards: tuple[tuple[str, str], ...]
    file_types: tuple[str, ...]


SERVICES = (
    Service(
        "sparql",
        "sparql",
        (("https://www.w3.org/TR/sparql11-protocol/", "SPARQL 1.1 Protocol"),
         ("https://www.w3.org/TR/sparql11-service-description/", "SPARQL 1.1 Service Description")),
        ("SPARQLQRES", "CSV", "TSV", "RDF_TURTLE", "RDF_N_TRIPLES", "JSON_LD", "RDF_XML"),
    ),
    Service(
        "queries",
        "queries",
        (("https://www.w3.org/TR/sparql11-results-json/", "SPARQL 1.1 Query Results JSON Format"),
         ("https://www.w3.org/TR/sparql11-results-csv-tsv/", "SPARQL 1.1 Query Results CSV and TSV Formats")),
        ("SPARQLQRES", "CSV", "TSV", "HTML"),
    ),
)  # fmt: skip


class Access:
    """Describes how the datasets of a catalogue are had. `graphs` are the titles of named graphs by IRI."""

    def __init__(
        self, describing: Describing, distributions: Iterable[Distribution], graphs: Mapping[str, Text]
    ) -> None:
        self._describing = describing
        self._files = {file.name: file for file in distributions}
        self._graphs = graphs
        self._tags = describing.manifest.languages

    def describe_files(self, out: Statements, dataset: Dataset) -> None:
        """State the distributions of a dataset, each file followed by its compressed forms, and what serves it."""
        for name in dataset.files:
            file = self._files[name]
            self._describe(out, dataset, file, None)
            for form in file.compressed:
                self._describe(out, dataset, file, form)
        for service in SERVICES:
            out.iri(self._service(service), DCAT + "servesDataset", dataset.iri)

    def _describe(self, out: Statements, dataset: Dataset, file: Distribution, form: Compressed | None) -> None:
        shown = form or file
        me = f"{dataset.iri}#{shown.name}"
        medium = MEDIA[file.format]
        address = f"{self._describing.site}/{FOLDER}/{shown.name}"
        out.iri(dataset.iri, DCAT + "distribution", me)
        out.types(me, DCAT + "Distribution")
        out.text(me, DCTERMS + "title", self.title(file, form))
        out.text(me, DCTERMS + "description", self.description(file))
        out.literal(me, DCTERMS + "identifier", me)
        out.iri(me, DCAT + "accessURL", address)
        out.iri(me, DCAT + "downloadURL", address)
        out.iri(me, DCAT + "mediaType", iana(file.media_type))
        out.iri(me, DCTERMS + "format", medium.iri)
        if form is not None:
            out.iri(me, DCAT + "compressFormat", iana(form.media_type))
        out.literal(me, DCAT + "byteSize", shown.bytes, "nonNegativeInteger")
        self._check(out, me, shown.sha256)
        out.iri(me, DCTERMS + "conformsTo", medium.standard)
        if file.table is None:
            out.iri(
                me, DCTERMS + "conformsTo", self._describing.manifest.iri(self._describing.manifest.ontology["iri"])
            )
        out.literal(me, DCTERMS + "issued", dataset.issued, "date")
        out.literal(me, DCTERMS + "modified", dataset.modified, "date")
        out.iri(me, DCTERMS + "language", *self._languages(file))
        self._allow(out, me)

    def title(self, file: Distribution, form: Compressed | None = None) -> Text:
        """Return what a file is called."""
        title: Text = said(_kind(file), self._tags, **self._values(file))
        if file.language:
            title = said("labels-in", self._tags, title=title, language=_language_name(file.language))
        if file.excel:
            title = said("for-excel", self._tags, title=title)
        return said("compressed", self._tags, title=title, coding=_CODINGS[form.coding]) if form else title

    def description(self, file: Distribution) -> Text:
        """Return what a file holds, in a sentence."""
        kind = "metadata" if file.format == "csvm" else _kind(file)
        return said(f"{kind}-description", self._tags, **self._values(file))

    def _values(self, file: Distribution) -> dict[str, str | Text]:
        count = file.rows if file.triples is None else file.triples
        return {
            "format": MEDIA[file.format].label,
            "graph": self._graphs.get(file.graph or "", {}),
            "table": file.table or "",
            "count": "" if count is None else str(count),
        }

    def _languages(self, file: Distribution) -> list[str]:
        only = language(file.language) if file.language else None
        return [only] if only else self._describing.languages

    def _check(self, out: Statements, me: str, sha256: str) -> None:
        node = f"{me}.sha256"
        out.iri(me, SPDX + "checksum", node)
        out.types(node, SPDX + "Checksum")
        out.iri(node, SPDX + "algorithm", SHA_256)
        out.literal(node, SPDX + "checksumValue", sha256, "hexBinary")

    def _allow(self, out: Statements, me: str) -> None:
        out.iri(me, DCTERMS + "license", self._describing.licence)
        out.iri(me, DCTERMS + "rights", self._describing.rights)
        out.iri(me, DCATAP + "availability", concept("availability", "STABLE"))
        out.iri(me, ADMS + "status", concept("distribution-status", "COMPLETED"))

    def _service(self, service: Service) -> str:
        return f"{self._describing.catalog.iri}#service-{service.text}"

    def describe_services(self, out: Statements) -> None:
        """State the data services; which datasets they answer from is stated with those."""
        told = self._describing
        for service in SERVICES:
            me, address = self._service(service), f"{told.site}/{service.path}"
            out.iri(told.catalog.iri, DCAT + "service", me)
            out.types(me, DCAT + "DataService")
            out.text(me, DCTERMS + "title", said(service.text, self._tags))
            out.text(me, DCTERMS + "description", said(f"{service.text}-description", self._tags))
            out.literal(me, DCTERMS + "identifier", me)
            out.iri(me, DCAT + "endpointURL", address)
            out.iri(me, DCAT + "endpointDescription", address)
            out.iri(me, DCAT + "landingPage", address)
            out.iri(me, DCTERMS + "conformsTo", *(iri for iri, _ in service.standards))
            out.iri(me, DCTERMS + "format", *(concept("file-type", code) for code in service.file_types))
            out.iri(me, DCTERMS + "accessRights", concept("access-right", "PUBLIC"))
            out.iri(me, DCTERMS + "license", told.licence)
            out.iri(me, DCTERMS + "publisher", told.catalog.publisher.iri)
            out.iri(me, DCTERMS + "language", *told.languages)
            out.iri(me, DCAT + "contactPoint", told.contact)
            out.iri(me, DCAT + "theme", *(theme.iri for theme in told.catalog.themes))
            keywords = told.manifest.catalog.keywords
            out.words(me, DCAT + "keyword", ((tag, word) for tag, words in keywords.items() for word in words))


def _kind(file: Distribution) -> str:
    if file.table is not None or file.format == "csvm":
        return "table"
    return "complete" if file.graph is None else "graph"


def _language_name(tag: str) -> Text | str:
    authority = authorities()["language"]
    code = authority.tags.get(tag.split("-")[0])
    return tag if code is None else authority.codes[code]
