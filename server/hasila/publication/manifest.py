"""The publication's manifest, `hasila.toml`: what is published, from which files, under which names.

TOML 1.0. What it may say stands in `manifest_checks`. Reads the manifest only, none of the files it names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hasila.distributions import Separators
from hasila.errors import ManifestInvalid
from hasila.publication.catalog_table import CatalogTable, catalog_table
from hasila.publication.files import read_text
from hasila.publication.manifest_checks import check_manifest
from hasila.publication.page_kinds import page_kinds
from hasila.rdf.displays import PageKind
from hasila.rdf.languages import Text
from hasila.release import Masthead

FILE_NAME = "hasila.toml"


@dataclass(frozen=True)
class Table:
    """A CSV table of a graph and the SPARQL CONSTRUCT that maps its rows to triples (paths below the root)."""

    file: str
    mapping: str


@dataclass(frozen=True)
class GraphSource:
    """One named graph, or with `{year}` in its name one for each year, and the files it is made of or derived by."""

    name: str
    files: tuple[str, ...]
    tables: tuple[Table, ...]
    title: Text
    description: Text
    derivations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A file of each year's report and the template it is begun from (paths below the root)."""

    file: str
    template: str


@dataclass(frozen=True)
class NewReport:
    """How a report is begun: the files made from templates, and in each language what is then to be done, a step a line."""

    files: tuple[Template, ...]
    steps: Text


@dataclass(frozen=True)
class TableDumps:
    """The saved queries whose answers are tables for downloading, and by language how spreadsheet programs read CSV."""

    queries: tuple[str, ...] = ()
    separators: Mapping[str, Separators] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest(Masthead):
    """The manifest of the publication whose files lie below `root`; `notes` and `withdrawn` are empty where not given."""

    root: Path
    publisher: str
    creator: str
    ontology: Mapping[str, str]
    shapes: tuple[str, ...]
    rules: str
    evidence: Mapping[str, str]
    queries: str
    pages: tuple[PageKind, ...]
    graphs: tuple[GraphSource, ...]
    catalog: CatalogTable
    least_mqa: int
    tables: TableDumps
    new_report: NewReport | None
    notes: str
    withdrawn: str
    server: Mapping[str, object]

    def iri(self, relative: str) -> str:
        """Return the IRI of a path below the base."""
        return self.base + relative


def read_manifest(root: Path) -> Manifest:
    """Return the manifest of the publication in folder `root`.

    Raises ManifestInvalid when it is missing, is no TOML, or says what it may not.
    """
    path = root / FILE_NAME
    if not path.exists():
        raise ManifestInvalid(
            f"{path} is missing: run this in the folder of a publication, or name it with --root.", file=str(path)
        )
    try:
        data = tomllib.loads(read_text(path, ManifestInvalid))
    except tomllib.TOMLDecodeError as error:
        raise ManifestInvalid(f"{path} cannot be read: {error}.", file=str(path)) from error
    check_manifest(path, data)
    return _manifest(root, data, catalog_table(path, data), page_kinds(path, data))


def _manifest(root: Path, data: Mapping[str, Any], catalog: CatalogTable, pages: tuple[PageKind, ...]) -> Manifest:
    head = data["publication"]
    return Manifest(
        root=root,
        **{key: head[key] for key in ("name", "base", "version", "licence", "title", "description", "notice")},
        issued=head["issued"].isoformat(),
        modified=head["modified"].isoformat(),
        languages=tuple(head["languages"]),
        publisher=head["base"] + head["publisher"],
        creator=head["base"] + head["creator"],
        ontology=data["ontology"],
        shapes=tuple(data["validation"]["shapes"]),
        rules=data["validation"]["rules"],
        evidence={key: head["base"] + value for key, value in data["evidence"].items()},
        queries=data["queries"]["folder"],
        front=tuple(data["queries"]["front"]),
        asks=tuple(data["queries"].get("asks", ())),
        groups=tuple(data["queries"].get("groups", {}).items()),
        headline=head["base"] + head["headline"] if "headline" in head else "",
        pages=pages,
        prefixes=data["prefixes"],
        graphs=tuple(_graph(graph) for graph in data["graphs"]),
        catalog=catalog,
        least_mqa=data.get("quality", {}).get("mqa", 0),
        tables=_table_dumps(data.get("tables", {})),
        new_report=_new_report(data.get("new-report")),
        notes=data.get("releases", {}).get("notes", ""),
        withdrawn=data.get("releases", {}).get("withdrawn", ""),
        server=data.get("server", {}),
    )


def _table_dumps(data: Mapping[str, Any]) -> TableDumps:
    separators = {language: Separators(*pair) for language, pair in data.get("separators", {}).items()}
    return TableDumps(tuple(data.get("queries", ())), separators)


def _new_report(data: Mapping[str, Any] | None) -> NewReport | None:
    if data is None:
        return None
    return NewReport(tuple(Template(**entry) for entry in data["files"]), data["steps"])


def _graph(data: Mapping[str, Any]) -> GraphSource:
    tables = tuple(Table(**table) for table in data.get("tables", ()))
    derivations = tuple(data.get("derivations", ()))
    return GraphSource(data["name"], tuple(data["files"]), tables, data["title"], data["description"], derivations)
