"""Reading the sources: which file and table goes into which named graph, and where each triple was written.

Turtle 1.1 and the tables of the manifest. Does not judge what the files say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from hasila.errors import ManifestInvalid, SourceInvalid
from hasila.publication import csvw, mappings, store, tables
from hasila.publication.files import relative
from hasila.publication.findings import Finding
from hasila.publication.manifest import GraphSource, Manifest
from hasila.publication.progress import Progress
from hasila.publication.remarks import Remarks
from hasila.publication.store import Dataset, Quad
from hasila.rdf.languages import Text


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
    `findings` are what the tables themselves show, `base` is what relative IRIs were resolved against. `derived` holds for
    each file of a derivation the line of its CONSTRUCT and the triples made by it, once they are.
    """

    base: str = ""
    graphs: list[LoadedGraph] = field(default_factory=list)
    files: dict[Path, list[Quad]] = field(default_factory=dict)
    rows: dict[Path, list[tuple[int, list[Quad]]]] = field(default_factory=dict)
    derived: dict[Path, tuple[int, list[Quad]]] = field(default_factory=dict)
    tables: dict[Path, tables.Table] = field(default_factory=dict)
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
    parts = [(graph, year) for graph in manifest.graphs for year in _years(manifest.root, graph)]
    for graph, year in parts:
        sources.graphs.append(_load_graph(manifest, graph, year, sources))
    # Mappings compose what they say of what the files say, whatever the order of the graphs in the manifest.
    said = Dataset(quad for quad in sources.quads() if not store.has_blank_node(quad))
    for loaded, (graph, year) in zip(sources.graphs, parts, strict=True):
        _load_tables(manifest, graph, year, loaded, sources, said, progress)
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


def _fill(text: str, year: str | None) -> str:
    return text if year is None else text.replace("{year}", year)


def _load_graph(manifest: Manifest, graph: GraphSource, year: str | None, sources: Sources) -> LoadedGraph:
    name = _fill(graph.name, year)
    loaded = LoadedGraph(
        manifest.iri(f"graph/{name}"),
        name,
        {language: _fill(text, year) for language, text in graph.title.items()},
        {language: _fill(text, year) for language, text in graph.description.items()},
        None if year is None else int(year),
    )
    for pattern in graph.files:
        for path in _matching(manifest, _fill(pattern, year), optional=year is not None):
            quads = store.read_quads(path, manifest.base)
            sources.files[path] = quads
            loaded.quads.extend(store.in_graph(quads, loaded.iri))
    return loaded


def _load_tables(
    manifest: Manifest,
    graph: GraphSource,
    year: str | None,
    loaded: LoadedGraph,
    sources: Sources,
    said: Dataset,
    progress: Progress,
) -> None:
    for source in graph.tables:
        mapping = mappings.read_mapping(manifest.root / source.mapping)
        for path in _matching(manifest, _fill(source.file, year), optional=year is not None):
            remarks = Remarks(relative(manifest.root, path), loaded.iri, f"{manifest.base}shapes/rules/")
            table = _read_table(path, mapping, remarks)
            made = mappings.map_rows(table, mapping, said, progress)
            faulty = {finding.line for finding in remarks.findings if finding.severity == "Violation"}
            for row, quads in made:
                loaded.quads.extend(store.in_graph(quads, loaded.iri))
                if not quads and row.line not in faulty:
                    remarks.on_row("vanishes", "Violation", row.line, row.number)
            sources.tables[path] = table
            sources.years[path] = loaded.year
            sources.rows[path] = [(row.line, quads) for row, quads in made]
            sources.findings += remarks.findings


def _read_table(path: Path, mapping: mappings.RowMapping, remarks: Remarks) -> tables.Table:
    """Return the table with its cells read, without rows where its columns are not those of the mapping."""
    metadata = csvw.read_metadata(path, mapping.columns)
    table = tables.read_table(path, remarks, metadata.delimiter)
    if not tables.check_header(table, list(metadata.columns) or mapping.columns, remarks):
        return replace(table, rows=())
    table = csvw.read_cells(table, metadata, remarks)
    tables.check_rows(table, remarks)
    return table


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
