"""Reading a release: the immutable folder that a build leaves and that the engine and the web open.

A release holds `manifest.json` (SHA-256 and size of every file, and the digest over them), `publication.json` (what the
publication says of itself), `distributions.json` (what anyone may fetch), `changes.json` (against the release before),
`tombstones.json`, `catalog/`, `sitemap/`, `search/` (for portals, crawlers, readers), `dumps/`, `feed/`, `ontology/`,
`queries/`, `validation/` and, if the build had an engine, `answers/` (of the saved queries). Writes nothing; the build does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hasila.catalog import CATALOG, Catalog
from hasila.changes import CHANGES, TOMBSTONES, ReleaseChanges, Tombstone
from hasila.distributions import DISTRIBUTIONS, FOLDER, Distribution
from hasila.errors import ReleaseInvalid
from hasila.rdf.displays import PageKind
from hasila.rdf.formats import NQUADS, Format
from hasila.rdf.iris import IriSpace
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import PREFIXES
from hasila.release_files import read_catalog, read_changes, read_distributions, read_json, read_tombstones

MANIFEST = "manifest.json"
PUBLICATION = "publication.json"


@dataclass(frozen=True)
class FileEntry:
    """One file of a release: its SHA-256 in lower-case hexadecimal and its size in bytes."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Counts:
    """How many different ones stand in a graph: VoID's distinctSubjects, properties, classes and distinctObjects."""

    subjects: int
    properties: int
    classes: int
    objects: int


@dataclass(frozen=True)
class NamedGraph:
    """One named graph: its IRI, short name, texts, number of triples, other counts if any, and the year its name has."""

    iri: str
    name: str
    title: Text
    description: Text
    triples: int
    counts: Counts | None = None
    year: int | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NamedGraph:
        """Return the graph that `publication.json` describes. Raises KeyError or TypeError when it does not."""
        return cls(**{**data, "counts": _counts(data)})


@dataclass(frozen=True)
class Masthead:
    """What a publication says of itself, in its manifest and in each of its releases.

    Dates are those of ISO 8601; the first of `languages` is shown to who asks for none; `front` names the saved queries
    of the front page, `asks` those whose forms it leads to, `headline` what it leads to first, empty for nothing; `groups`
    the names and titles under which saved queries are listed, in this order.
    """

    name: str
    base: str
    version: str
    issued: str
    modified: str
    languages: tuple[str, ...]
    licence: str
    title: Text
    description: Text
    notice: Text
    prefixes: Mapping[str, str]
    front: tuple[str, ...]
    asks: tuple[str, ...]
    groups: tuple[tuple[str, Text], ...]
    headline: str


@dataclass(frozen=True)
class Publication(Masthead):
    """A publication as released: its masthead, and what was counted and frozen; `counts` are those of the union.

    Without an ontology of its own `ontology` is empty, as `licence` is where none is known. `any_path`: its IRIs follow no
    pattern, so that any path may stand for one. `released` is the moment the release is dated, in UTC: that of `modified`,
    some seconds later after a release of the same day. Of `pages` the first that fits is shown; `evidence` names passages;
    `separators` are by language those of cells and of decimals in CSV for spreadsheet programs, such as `;,`.
    """

    graphs: tuple[NamedGraph, ...]
    ontology: str
    ontology_versions: tuple[str, ...]
    triples: int
    counts: Counts | None = None
    any_path: bool = False
    released: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[PageKind, ...] = ()
    separators: Mapping[str, str] = field(default_factory=dict)

    @property
    def iris(self) -> IriSpace:
        """The IRIs below the publication's base."""
        return IriSpace(self.base)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Publication:
        """Return the publication that `publication.json` describes. Raises KeyError or TypeError when it does not."""
        told = {"headline": "", "asks": (), "groups": (), **data}  # which releases of older builds do not have
        fields = told | {key: tuple(told[key]) for key in ("languages", "ontology_versions", "front", "asks")}
        fields["groups"] = tuple((name, title) for name, title in told["groups"])
        fields |= {"counts": _counts(data), "pages": tuple(map(PageKind.from_json, data.get("pages", ())))}
        fields["graphs"] = tuple(map(NamedGraph.from_json, data["graphs"]))
        return cls(**{**fields, "prefixes": {**PREFIXES, **data["prefixes"]}})


def _counts(data: Mapping[str, Any]) -> Counts | None:
    # Who makes a release without counting leaves them out, and so does what is told of it.
    return Counts(**data["counts"]) if data.get("counts") else None


def answer_file(query: str, form: Format, language: str | None = None) -> str:
    """Return the name, within a release, of what a saved query answers by default; or, when given, in a language."""
    return f"answers/{query}{'' if language is None else f'.{language}'}.{form.extension}"


def sums_of(files: Mapping[str, FileEntry]) -> str:
    """Return the sorted lines `sha256  path` of files, as `sha256sum` would print them."""
    return "".join(f"{entry.sha256}  {path}\n" for path, entry in sorted(files.items()))


def digest_of(files: Mapping[str, FileEntry]) -> str:
    """Return the digest of a release: SHA-256 over the lines of `sums_of`."""
    return hashlib.sha256(sums_of(files).encode()).hexdigest()


@dataclass(frozen=True)
class Release:
    """An opened release folder.

    `distributions` are the files that anyone may fetch, `catalog` what portals are told; none where that is not described.
    """

    path: Path
    digest: str
    files: Mapping[str, FileEntry]
    publication: Publication
    distributions: tuple[Distribution, ...] = ()
    catalog: Catalog | None = None
    tombstones: Mapping[str, Tombstone] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Release:
        """Return the release in folder `path`.

        Checks that every file is there with its size and that the digest fits the manifest; `verify` reads the bytes.
        Raises ReleaseInvalid, naming what is wrong.
        """
        folder = path.resolve()
        manifest = read_json(folder / MANIFEST)
        try:
            files = {name: FileEntry(**entry) for name, entry in manifest["files"].items()}
            digest = str(manifest["digest"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ReleaseInvalid(f"{folder / MANIFEST} is no release manifest: {error}.", path=str(folder)) from error
        if digest_of(files) != digest:
            raise ReleaseInvalid(f"{folder / MANIFEST}: the digest does not fit the files listed.", path=str(folder))
        for name, entry in files.items():
            file = folder / name
            if not file.is_file() or file.stat().st_size != entry.bytes:
                raise ReleaseInvalid(f"{file} is missing or of another size; build again.", path=str(folder), file=name)
        try:
            publication = Publication.from_json(read_json(folder / PUBLICATION))
        except (KeyError, TypeError) as error:
            raise ReleaseInvalid(f"{folder / PUBLICATION} is not understood: {error}.", path=str(folder)) from error
        found = read_distributions(folder) if DISTRIBUTIONS in files else ()
        for form in [form for distribution in found for form in distribution.forms]:
            if files.get(f"{FOLDER}/{form.name}") != FileEntry(form.sha256, form.bytes):
                raise ReleaseInvalid(f"{form.name}: {DISTRIBUTIONS} and {MANIFEST} differ.", path=str(folder))
        catalog = read_catalog(folder) if CATALOG in files else None
        tombstones = read_tombstones(folder) if TOMBSTONES in files else {}
        return cls(folder, digest, files, publication, found, catalog, tombstones)

    def verify(self) -> None:
        """Read every file and compare its SHA-256. Raises ReleaseInvalid for the first that differs."""
        for name in self.files:
            self.verify_file(name)

    def verify_file(self, name: str) -> None:
        """Read one of the files and compare its SHA-256. Raises ReleaseInvalid when it differs."""
        if hashlib.sha256((self.path / name).read_bytes()).hexdigest() != self.files[name].sha256:
            raise ReleaseInvalid(f"{self.path / name} has been altered since the build.", file=name)

    def file(self, name: str) -> Path:
        """Return the path of one of the release's files (or its manifest), to be read now.

        Raises ReleaseInvalid when the release has been taken away meanwhile; the message names no path.
        """
        path = self.path / name
        if not ((self.path / MANIFEST).is_file() and path.is_file()):
            raise ReleaseInvalid("The files of the release are not there at the moment.")
        return path

    def changes(self) -> ReleaseChanges | None:
        """Return what the release changed, or None where it does not say. Raises ReleaseInvalid."""
        return read_changes(self.file(CHANGES).parent) if CHANGES in self.files else None

    @property
    def sums(self) -> str:
        """The digest of every file, as `sha256sum --check` reads it; the digest of these lines is that of the release."""
        return sums_of(self.files)

    @property
    def canonical_digest(self) -> str:
        """SHA-256 of the dataset in canonical form (RDFC-1.0): without blank nodes, that of the N-Quads dump.

        Empty where there is no such dump.
        """
        entry = self.files.get(f"{FOLDER}/{self.publication.name}.{NQUADS.extension}")
        return entry.sha256 if entry else ""

    def dump(self, form: Format) -> Path:
        """Return the path of the complete dump in a format."""
        return self.path / FOLDER / f"{self.publication.name}.{form.extension}"

    @property
    def dumps(self) -> list[str]:
        """The file names of the complete dumps, sorted."""
        if self.distributions:
            return sorted(d.name for d in self.distributions if d.graph is None and d.table is None)
        return sorted(name.removeprefix(f"{FOLDER}/") for name in self.files if name.startswith(f"{FOLDER}/"))

    @property
    def query_files(self) -> list[Path]:
        """The saved queries' files, sorted by name."""
        return [self.path / n for n in sorted(self.files) if n.startswith("queries/") and n.endswith(".rq")]
