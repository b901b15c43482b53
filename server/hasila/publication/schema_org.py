"""Datasets as schema.org describes them, for search engines: one JSON-LD document for each dataset and language.

schema.org Dataset, with every property that Google Dataset Search requires or recommends and there is a fact for. A search
engine reads one string for a name, so each language has a document of its own. Addresses stand below `catalog.DEPLOYMENT`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hasila.catalog import DEPLOYMENT, Catalog, Dataset, Place, Series, Term
from hasila.distributions import FOLDER, Distribution
from hasila.publication.dcat_access import Access
from hasila.publication.manifest import Manifest
from hasila.rdf.formats import CSV, TURTLE
from hasila.rdf.languages import Text, pick

_USUAL = (TURTLE.name, CSV.name)
LONGEST = 5000
"""Google reads so many characters of a description, and wants 50 at least."""


class SchemaOrg:
    """Describes the datasets of one catalogue. `variables` are the names of what each measures, by key of the dataset."""

    def __init__(
        self, manifest: Manifest, listed: Catalog, files: Iterable[Distribution], access: Access,
        variables: Mapping[str, Sequence[Text]],
    ) -> None:  # fmt: skip
        self._manifest = manifest
        self._listed = listed
        self._files = {file.name: file for file in files}
        self._access = access
        self._variables = variables

    def dataset(self, dataset: Dataset, language: str) -> dict[str, Any]:
        """Return the description of a dataset in one language."""
        series = self._listed.find_series(dataset.series)
        members = [other for other in self._listed.datasets if other.series] if dataset.series is None else []
        whole = self._listed.datasets[0]
        told = {
            **self._common(dataset, language),
            "keywords": list(dataset.keywords.get(language, ())),
            "version": dataset.version,
            "datePublished": dataset.issued,
            "dateModified": dataset.modified,
            "citation": self._citation(dataset, dataset.version, dataset.modified, language),
            "temporalCoverage": _interval(dataset.first_year, dataset.last_year),
            "measurementTechnique": self._said(self._manifest.catalog.technique, language),
            "variableMeasured": self._named(dataset, language),
            "isPartOf": [self._reference(part, language) for part in (series, whole) if part] if series else None,
            "hasPart": [self._reference(member, language) for member in members],
            "distribution": [self._download(dataset, *form) for form in self._forms(dataset, language)],
        }
        return {key: value for key, value in told.items() if value}

    def series(self, series: Series, language: str) -> dict[str, Any]:
        """Return the description of a series, whose parts are its datasets, in one language.

        It was first published with the first of them, and changed with the last. Of its files it names those that most read.
        """
        members = [member for key in series.members if (member := self._listed.dataset(key))]
        version, catalog = self._manifest.version, self._manifest.catalog
        modified = max((member.modified for member in members), default=self._manifest.modified)
        measured = {name: None for member in members for name in self._named(member, language)}
        told = {
            **self._common(series, language),
            "keywords": list(catalog.keywords.get(language, ())),
            "version": version,
            "datePublished": min((member.issued for member in members), default=self._manifest.issued),
            "dateModified": modified,
            "citation": self._citation(series, version, modified, language),
            "temporalCoverage": _interval(members[0].first_year, members[-1].last_year) if members else "",
            "measurementTechnique": self._said(catalog.technique, language),
            "variableMeasured": list(measured),
            "hasPart": [self._reference(member, language) for member in members],
            "distribution": [
                self._download(member, *form) for member in members for form in self._usual(member, language)
            ],
        }
        return {key: value for key, value in told.items() if value}

    def catalog(self, language: str) -> dict[str, Any]:
        """Return the description of the catalogue in one language."""
        return {
            "@context": "https://schema.org/",
            **self._catalog(language),
            "description": self._said(self._manifest.description, language),
            "license": self._manifest.licence,
            "inLanguage": list(self._manifest.languages),
            "publisher": self._agent(self._listed.publisher, language),
            "dataset": [self._reference(dataset, language) for dataset in self._listed.datasets],
        }

    def _common(self, thing: Dataset | Series, language: str) -> dict[str, Any]:
        name = self._said(thing.title, language)
        description = f"{self._said(thing.description, language)} {self._said(self._manifest.notice, language)}"
        return {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "@id": thing.iri,
            "name": name,
            "alternateName": [title for title in dict.fromkeys(thing.title.values()) if title != name],
            "description": description[:LONGEST],
            "url": DEPLOYMENT + thing.path,
            "sameAs": thing.iri,
            "identifier": thing.iri,
            "license": self._manifest.licence,
            "isAccessibleForFree": True,
            "inLanguage": list(self._manifest.languages),
            "creator": self._agent(self._listed.creator, language),
            "publisher": {**self._agent(self._listed.publisher, language), "contactPoint": self._contact(language)},
            "spatialCoverage": _place(self._listed.place, self._said(self._listed.place.name, language)),
            "includedInDataCatalog": self._catalog(language),
        }

    def _catalog(self, language: str) -> dict[str, Any]:
        return {
            "@type": "DataCatalog",
            "@id": self._listed.iri,
            "name": self._said(self._manifest.title, language),
            "url": f"{DEPLOYMENT}/catalog",
        }

    def _agent(self, agent: Term, language: str) -> dict[str, Any]:
        return {"@type": "Organization", "@id": agent.iri, "name": self._said(agent.name, language), "url": agent.iri}

    def _contact(self, language: str) -> dict[str, Any]:
        contact = self._listed.contact
        told = {
            "@type": "ContactPoint", "name": self._said(contact.name, language),
            "url": contact.url, "email": contact.email,
        }  # fmt: skip
        return {key: value for key, value in told.items() if value}

    def _reference(self, thing: Dataset | Series, language: str) -> dict[str, Any]:
        # Google reads what a part says of itself here, and wants name and description of everything that is a Dataset.
        return {
            "@type": "Dataset",
            "@id": thing.iri,
            "name": self._said(thing.title, language),
            "description": self._said(thing.description, language),
            "url": DEPLOYMENT + thing.path,
            "license": self._manifest.licence,
            "creator": {"@id": self._listed.creator.iri},
        }

    def _citation(self, thing: Dataset | Series, version: str, modified: str, language: str) -> str:
        author = self._said(self._listed.creator.name, language)
        return (
            f"{author}. {self._said(thing.title, language)}. {self._manifest.name} {version}, {modified}. {thing.iri}"
        )

    def _named(self, dataset: Dataset, language: str) -> list[str]:
        """Return the names of what a dataset measures."""
        return [self._said(name, language) for name in self._variables.get(dataset.key, ())]

    def _usual(self, dataset: Dataset, language: str) -> Iterable[tuple[str, str, str, int, str]]:
        """Yield the same as `_forms` of the plain files in the formats that most read."""
        usual = {n for n in dataset.files if self._files[n].format in _USUAL and not self._files[n].excel}
        return (form for form in self._forms(dataset, language) if form[1] in usual)

    def _forms(self, dataset: Dataset, language: str) -> Iterable[tuple[str, str, str, int, str]]:
        """Yield title, name, media type, size and checksum of each form of each file."""
        for name in dataset.files:
            file = self._files[name]
            yield self._said(self._access.title(file), language), name, _bare(file.media_type), file.bytes, file.sha256
            for form in file.compressed:
                title = self._said(self._access.title(file, form), language)
                yield title, form.name, _bare(form.media_type), form.bytes, form.sha256

    def _download(
        self, dataset: Dataset, title: str, name: str, media_type: str, size: int, checksum: str
    ) -> dict[str, Any]:
        return {
            "@type": "DataDownload",
            "@id": f"{dataset.iri}#{name}",
            "name": title,
            "contentUrl": f"{DEPLOYMENT}/{FOLDER}/{name}",
            "encodingFormat": media_type,
            "contentSize": f"{size} B",
            "sha256": checksum,
            "license": self._manifest.licence,
        }

    def _said(self, text: Text, language: str) -> str:
        return pick(text, language, self._manifest.languages)[0]


def _interval(first: int | None, last: int | None) -> str:
    return "" if first is None or last is None else f"{first:04}-01-01/{last:04}-12-31"


def _place(place: Place, name: str) -> dict[str, Any]:
    west, south, east, north = place.box
    # schema.org writes latitude before longitude.
    shape = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return {"@type": "Place", "@id": place.iri, "name": name, "geo": shape}


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip()
