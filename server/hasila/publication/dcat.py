"""The catalogue as DCAT-AP 3.0.1: catalogue, series, datasets, records, and what they share.

DCAT-AP 3.0.1 sections Catalogue, Catalogue Record, Dataset Series, Dataset; W3C DCAT 3. Identifiers are the canonical IRIs,
addresses are below `site`. Files and services are in `dcat_access`, stubs of foreign concepts in `dcat_stubs`.
"""

from __future__ import annotations

from hasila.catalog import Catalog, Dataset, Series
from hasila.publication.authorities import authorities, concept, language
from hasila.publication.manifest import Manifest
from hasila.publication.statements import Statements
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import ADMS, DCAT, DCTERMS, FOAF, OWL, RDFS, SKOS, VCARD

DCAT_AP = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"
"""What the catalogue conforms to."""


class Describing:
    """Describes one catalogue. `site` is the address that pages and files are named below, without a slash at its end."""

    def __init__(self, manifest: Manifest, catalog: Catalog, site: str) -> None:
        self.manifest = manifest
        self.catalog = catalog
        self.site = site
        self.languages = [iri for iri in map(language, manifest.languages) if iri]
        self.rights = f"{catalog.iri}#rights"
        self.contact = f"{catalog.iri}#contact"
        self.provenance = f"{catalog.iri}#provenance"
        self.licence = concept("licence", manifest.catalog.licence)

    def describe_catalog(self, out: Statements) -> None:
        """State what the catalogue is, whose it is and what it lists beside datasets."""
        me, manifest = self.catalog.iri, self.manifest
        out.types(me, DCAT + "Catalog")
        self._name(out, me, manifest.title, manifest.description)
        out.literal(me, DCTERMS + "identifier", me)
        out.literal(me, DCTERMS + "issued", manifest.issued, "date")
        out.literal(me, DCTERMS + "modified", manifest.modified, "date")
        out.iri(me, DCTERMS + "license", self.licence)
        out.iri(me, DCTERMS + "creator", self.catalog.publisher.iri)
        out.iri(me, DCTERMS + "conformsTo", DCAT_AP)
        out.iri(me, FOAF + "homepage", f"{self.site}/")
        out.iri(me, DCAT + "themeTaxonomy", authorities()["theme"].scheme)
        self._share(out, me)
        for series in self.catalog.series:
            out.iri(me, DCAT + "resource", series.iri)

    def describe_contact(self, out: Statements) -> None:
        """State where to turn to."""
        out.types(self.contact, VCARD + "Organization", VCARD + "Kind")
        out.text(self.contact, VCARD + "fn", self.catalog.contact.name)
        out.iri(self.contact, VCARD + "hasURL", self.catalog.contact.url)
        if self.catalog.contact.email:
            out.iri(self.contact, VCARD + "hasEmail", f"mailto:{self.catalog.contact.email}")

    def describe_shared(self, out: Statements) -> None:
        """State what all datasets refer to: the rights, the provenance."""
        out.types(self.rights, DCTERMS + "RightsStatement")
        out.text(self.rights, RDFS + "label", self.manifest.notice)
        out.types(self.provenance, DCTERMS + "ProvenanceStatement")
        out.text(self.provenance, RDFS + "label", self.catalog.provenance)

    def describe_series(self, out: Statements, series: Series) -> None:
        """State what a series is; its members point to it."""
        members = [dataset for dataset in self.catalog.datasets if dataset.series == series.key]
        out.types(series.iri, DCAT + "DatasetSeries")
        self._name(out, series.iri, series.title, series.description)
        out.literal(series.iri, DCTERMS + "identifier", series.iri)
        out.iri(series.iri, DCTERMS + "accrualPeriodicity", series.frequency.iri)
        out.iri(series.iri, DCAT + "contactPoint", self.contact)
        out.iri(series.iri, DCAT + "landingPage", self.site + series.path)
        self._share(out, series.iri)
        if members:
            out.literal(series.iri, DCTERMS + "issued", min(member.issued for member in members), "date")
            out.literal(series.iri, DCTERMS + "modified", max(member.modified for member in members), "date")
            out.iri(series.iri, DCAT + "first", members[0].iri)
            out.iri(series.iri, DCAT + "last", members[-1].iri)
            self._cover(out, series.iri, members[0].first_year, members[-1].last_year)

    def describe_dataset(self, out: Statements, dataset: Dataset) -> None:
        """State what a dataset is, and its record in the catalogue."""
        me = dataset.iri
        out.iri(self.catalog.iri, DCAT + "dataset", me)
        out.types(me, DCAT + "Dataset")
        self._name(out, me, dataset.title, dataset.description)
        self._identify(out, me)
        self._date(out, me, dataset)
        out.literal(me, DCAT + "version", dataset.version)
        out.literal(me, OWL + "versionInfo", dataset.version)
        out.iri(me, DCTERMS + "accrualPeriodicity", dataset.frequency.iri)
        out.iri(me, DCTERMS + "type", concept("dataset-type", self.manifest.catalog.type))
        out.iri(me, DCTERMS + "license", self.manifest.licence)
        out.iri(me, DCTERMS + "accessRights", concept("access-right", "PUBLIC"))
        out.iri(me, DCTERMS + "creator", self.catalog.creator.iri)
        out.iri(me, DCTERMS + "provenance", self.provenance)
        out.iri(me, DCTERMS + "conformsTo", self.manifest.iri(self.manifest.ontology["iri"]))
        out.iri(me, DCAT + "theme", *(theme.iri for theme in self.catalog.themes))
        out.iri(me, DCAT + "contactPoint", self.contact)
        out.iri(me, DCAT + "landingPage", self.site + dataset.path)
        out.words(me, DCAT + "keyword", ((tag, word) for tag, words in dataset.keywords.items() for word in words))
        self._share(out, me)
        self._cover(out, me, dataset.first_year, dataset.last_year)
        self._place_in_series(out, dataset)
        self._record(out, dataset)

    def _name(self, out: Statements, subject: str, title: Text, description: Text) -> None:
        out.text(subject, DCTERMS + "title", title)
        out.text(subject, DCTERMS + "description", description)

    def _identify(self, out: Statements, subject: str) -> None:
        # The IRI itself: what a portal repeats unchanged leads back here, through however many harvests.
        out.literal(subject, DCTERMS + "identifier", subject)
        node = f"{subject}#identifier"
        out.iri(subject, ADMS + "identifier", node)
        out.types(node, ADMS + "Identifier")
        out.literal(node, SKOS + "notation", subject)
        out.iri(node, DCTERMS + "creator", self.catalog.publisher.iri)

    def _date(self, out: Statements, subject: str, dataset: Dataset) -> None:
        out.literal(subject, DCTERMS + "issued", dataset.issued, "date")
        out.literal(subject, DCTERMS + "modified", dataset.modified, "date")

    def _share(self, out: Statements, subject: str) -> None:
        """State what holds for the catalogue, a series and a dataset alike."""
        out.iri(subject, DCTERMS + "publisher", self.catalog.publisher.iri)
        out.iri(subject, DCTERMS + "language", *self.languages)
        out.iri(subject, DCTERMS + "spatial", self.catalog.place.iri)
        out.iri(subject, DCTERMS + "rights", self.rights)

    def _cover(self, out: Statements, subject: str, first: int | None, last: int | None) -> None:
        if first is None or last is None:
            return
        node = f"{subject}#time"
        out.iri(subject, DCTERMS + "temporal", node)
        out.types(node, DCTERMS + "PeriodOfTime")
        out.literal(node, DCAT + "startDate", f"{first:04}-01-01", "date")
        out.literal(node, DCAT + "endDate", f"{last:04}-12-31", "date")
        out.literal(subject, DCAT + "temporalResolution", "P1Y", "duration")

    def _place_in_series(self, out: Statements, dataset: Dataset) -> None:
        series = self.catalog.find_series(dataset.series)
        if series is None:
            return
        out.iri(dataset.iri, DCAT + "inSeries", series.iri)
        previous = self.catalog.dataset(dataset.previous or "")
        if previous is not None:
            out.iri(dataset.iri, DCAT + "prev", previous.iri)
        whole = self.catalog.datasets[0]
        out.iri(dataset.iri, DCTERMS + "isPartOf", whole.iri)

    def _record(self, out: Statements, dataset: Dataset) -> None:
        record = f"{self.catalog.iri}#record-{dataset.key}"
        out.iri(self.catalog.iri, DCAT + "record", record)
        out.types(record, DCAT + "CatalogRecord")
        out.iri(record, FOAF + "primaryTopic", dataset.iri)
        out.text(record, DCTERMS + "title", dataset.title)
        self._date(out, record, dataset)
        out.iri(record, DCTERMS + "conformsTo", DCAT_AP)
        out.iri(record, DCTERMS + "language", *self.languages)
        out.iri(record, ADMS + "status", concept("status", "Completed"))
