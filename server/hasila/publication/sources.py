"""Reading the sources: which file and table goes into which named graph, and where each triple was written.

Turtle 1.1 and the tables of the manifest. Does not judge what the files say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hasila.errors import ManifestInvalid, SourceInvalid
from hasila.publication import csvw, store, tables
from hasila.publication.files import relative
from hasila.publication.findings import Finding
from hasila.publication.manifest import GraphSource, Manifest
from hasila.publication.store import Quad
from hasila.rdf.languages import Text

Progress = Callable[[str], None]


@dataclass
class LoadedGraph:
    """One named graph as read: IRI, short name, texts, the year its name has, and its quads."""

    iri: str
    name: str
    title: Text
    description: Text
    year: int | None = None
    quads: list[Quad] = field(default_factory=list)


@dataclass
class Sources:
    """All graphs read, and the places of their triples: RDF files, and table rows with the triples made of them.

    `years` has the year that each table reports, None for a table of no year.
    `findings` are what the tables themselves show, `base` is what relative IRIs were resolved against.
    """

    base: str = ""
    graphs: list[LoadedGraph] = field(default_factory=list)
    files: dict[Path, list[Quad]] = field(default_factory=dict)
    rows: dict[Path, list[tuple[int, list[Quad]]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    years: dict[Path, int | None] = field(default_factory=dict)

    def quads(self) -> Iterator[Quad]:
        """Yield all quads, graph by graph."""
        for graph in self.graphs:
            yield from graph.quads


def load(manifest: Manifest, progress: Progress = lambda _: None) -> Sources:
    """Return everything the manifest names, read.

    Raises SourceInvalid for a file that cannot be read, ManifestInvalid when a file named there does not exist.
    """
    sources = Sources(manifest.base)
    for graph in manifest.graphs:
        for year in _years(manifest.root, graph):
            loaded = _load_graph(manifest, graph, year, sources)
            sources.graphs.append(loaded)
            if loaded.quads:
                progress(f"{loaded.name}: {len(loaded.quads)} triples")
    return sources


def _years(root: Path, graph: GraphSource) -> list[str | None]:
    """Return the years there are files of, in order, or one None for a graph that has no year in its name."""
    if "{year}" not in graph.name:
        return [None]
    years = set()
    for pattern in (*graph.files, *(table.file for table in graph.tables)):
        before, _, after = pattern.partition("{year}")
        regex = re.compile(re.escape(before) + r"(\d{4})" + re.escape(after).replace(r"\{year\}", r"\1"))
        for path in root.glob(pattern.replace("{year}", "*")):
            match = regex.fullmatch(path.relative_to(root).as_posix())
            if match:
                years.add(match[1])
    return sorted(years)


def _load_graph(manifest: Manifest, graph: GraphSource, year: str | None, sources: Sources) -> LoadedGraph:
    def fill(text: str) -> str:
        return text if year is None else text.replace("{year}", year)

    name = fill(graph.name)
    loaded = LoadedGraph(
        manifest.iri(f"graph/{name}"),
        name,
        {language: fill(text) for language, text in graph.title.items()},
        {language: fill(text) for language, text in graph.description.items()},
        None if year is None else int(year),
    )
    for pattern in graph.files:
        for path in _matching(manifest, fill(pattern), optional=year is not None):
            quads = store.read_quads(path, manifest.base)
            sources.files[path] = quads
            loaded.quads.extend(store.in_graph(quads, loaded.iri))
    for table in graph.tables:
        for path in _matching(manifest, fill(table.file), optional=year is not None):
            made = _rows(manifest, path, manifest.root / table.mapping, loaded.iri, sources)
            sources.rows[path] = made
            sources.years[path] = loaded.year
            for _, quads in made:
                loaded.quads.extend(store.in_graph(quads, loaded.iri))
    return loaded


def _rows(manifest: Manifest, path: Path, mapping: Path, graph: str, sources: Sources) -> list[tuple[int, list[Quad]]]:
    table, file = tables.read_table(path), relative(manifest.root, path)
    rules = f"{manifest.base}shapes/rules/"
    sources.findings += tables.check_rows(table, f"{rules}table-rows", graph, file)
    sources.findings += csvw.check_cells(table, csvw.read_columns(table), f"{rules}table-cells", graph, file)
    return [(row.line, quads) for row, quads in tables.map_rows(table, mapping)]


def _matching(manifest: Manifest, pattern: str, *, optional: bool) -> list[Path]:
    try:
        paths = sorted(manifest.root.glob(pattern))
    except (ValueError, NotImplementedError) as error:
        raise ManifestInvalid(f"{manifest.root / pattern}: is no pattern of files ({error}).", file=pattern) from error
    if not paths and (manifest.root / pattern).is_symlink():
        raise SourceInvalid(f"{manifest.root / pattern}: the link leads nowhere.", file=pattern)
    if not paths and not optional:
        raise ManifestInvalid(
            f"{manifest.root / pattern}: the manifest names it, but there is no such file.", file=pattern
        )
    return paths
