"""What a release says of itself to portals: its datasets, their series, who publishes them and how they may be used.

DCAT 3 sections 6.3 (Catalog), 6.6 (Dataset) and 6.7 (Dataset Series), as `catalog.json` of a release, from which pages are
made; the same in RDF are files beside it. Says nothing of addresses, which depend on who serves, and opens no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hasila.rdf.languages import Text

FOLDER = "catalog"
"""Folder of the catalogue within a release."""
CATALOG = f"{FOLDER}/catalog.json"
"""Name of the file of this module within a release."""
SITEMAP = "sitemap"
"""Folder of the list of pages within a release."""
DEPLOYMENT = "https://deployment.invalid"
"""Stands, in files of the catalogue, for the address of the server; who serves them puts its own (RFC 6761: never a host)."""

Keywords = Mapping[str, tuple[str, ...]]
"""Words by language."""


@dataclass(frozen=True)
class Term:
    """Something named elsewhere, as a page shows it: its IRI and its name."""

    iri: str
    name: Text


@dataclass(frozen=True)
class Contact:
    """Where to turn to: a name, and a page or an address of electronic mail."""

    name: Text
    url: str = ""
    email: str = ""


@dataclass(frozen=True)
class Place:
    """What the data cover: a place, its bounding box (west, south, east, north) and its middle (longitude, latitude)."""

    iri: str
    name: Text
    box: tuple[float, float, float, float]
    centre: tuple[float, float]


@dataclass(frozen=True)
class Dataset:
    """One dataset: what it is called, when it was published, what time it covers, and the names of its files.

    `key` is what follows `dataset/` in its IRI and never changes. `first_year` and `last_year` are None where no years are
    told apart. `series` is the key of the series it belongs to and `previous` that of the dataset before it there.
    """

    key: str
    iri: str
    title: Text
    description: Text
    keywords: Keywords
    version: str
    issued: str
    modified: str
    frequency: Term
    first_year: int | None = None
    last_year: int | None = None
    series: str | None = None
    previous: str | None = None
    files: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The path of its page below the address of the server."""
        return f"/dataset/{self.key}"

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Dataset:
        """Return the dataset that an entry of `catalog.json` describes. Raises KeyError or TypeError."""
        told = {**data, "keywords": {tag: tuple(words) for tag, words in data["keywords"].items()}}
        return cls(**{**told, "files": tuple(data["files"]), "frequency": Term(**data["frequency"])})


@dataclass(frozen=True)
class Series:
    """A dataset series: what it is called, and the keys of its datasets in order."""

    key: str
    iri: str
    title: Text
    description: Text
    frequency: Term
    members: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path of its page below the address of the server."""
        return f"/dataset/{self.key}"

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Series:
        """Return the series that an entry of `catalog.json` describes. Raises KeyError or TypeError."""
        return cls(**{**data, "members": tuple(data["members"]), "frequency": Term(**data["frequency"])})


@dataclass(frozen=True)
class Catalog:
    """The catalogue of a release: its datasets in the order they are listed in, and what holds for all of them."""

    iri: str
    datasets: tuple[Dataset, ...]
    series: tuple[Series, ...]
    publisher: Term
    creator: Term
    contact: Contact
    place: Place
    themes: tuple[Term, ...]
    licence: Term
    provenance: Text

    def dataset(self, key: str) -> Dataset | None:
        """Return the dataset of a key, or None."""
        return next((dataset for dataset in self.datasets if dataset.key == key), None)

    def holder(self, file: str) -> Dataset | None:
        """Return the dataset that a file is of, or None."""
        return next((dataset for dataset in self.datasets if file in dataset.files), None)

    def find_series(self, key: str | None) -> Series | None:
        """Return the series of a key, or None."""
        return next((series for series in self.series if series.key == key), None)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Catalog:
        """Return the catalogue that `catalog.json` describes. Raises KeyError or TypeError when it does not."""
        return cls(
            iri=data["iri"],
            datasets=tuple(Dataset.from_json(entry) for entry in data["datasets"]),
            series=tuple(Series.from_json(entry) for entry in data["series"]),
            publisher=Term(**data["publisher"]),
            creator=Term(**data["creator"]),
            contact=Contact(**data["contact"]),
            place=Place(
                **{**data["place"], "box": tuple(data["place"]["box"]), "centre": tuple(data["place"]["centre"])}
            ),
            themes=tuple(Term(**entry) for entry in data["themes"]),
            licence=Term(**data["licence"]),
            provenance=data["provenance"],
        )
