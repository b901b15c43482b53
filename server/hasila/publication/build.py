"""Building a release: sources in, an immutable folder out, swapped in atomically or not at all.

Data that do not conform are not published. How a folder is written stands in `writing`; a build may be repeated until its
version is sealed (see `sealing`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import rdflib

from hasila.catalog import FOLDER as CATALOG_FOLDER
from hasila.distributions import DISTRIBUTIONS, FOLDER, Distribution
from hasila.errors import NotConforming, ReleaseNotWritten
from hasila.publication import history, reports, sealing
from hasila.publication import sources as reading
from hasila.publication.answers import Answering, answers
from hasila.publication.beside import Beside
from hasila.publication.cataloguing import catalogue
from hasila.publication.checking import assemble, judge
from hasila.publication.description import graph_counts, statistics
from hasila.publication.distributing import Offer, as_entries, distribute
from hasila.publication.dumps import dumps
from hasila.publication.findings import Finding
from hasila.publication.labelling import label_index
from hasila.publication.manifest import Manifest
from hasila.publication.measured import measured
from hasila.publication.packaging import package_files
from hasila.publication.progress import Progress
from hasila.publication.saving import context_file, frozen_versions, query_files, shape_files
from hasila.publication.sources import Sources
from hasila.publication.store import Dataset
from hasila.publication.table_dumps import table_dumps
from hasila.publication.writing import ASIDE, as_json, exclusive, point_to, write_release
from hasila.rdf.formats import CSVM, NQUADS
from hasila.release import PUBLICATION, Counts, Masthead, Release
from hasila.releases import KEPT

_NOTHING = Counts(0, 0, 0, 0)


class Findings(NotConforming):
    """The data do not conform; `found` are all findings, warnings included."""

    def __init__(self, message: str, found: Sequence[Finding]) -> None:
        super().__init__(message, violations=sum(f.severity == "Violation" for f in found))
        self.found = list(found)


def build(
    manifest: Manifest, out: Path, progress: Progress = lambda _: None, answering: Answering | None = None,
    *, seal: bool = False,
) -> tuple[Release, list[Finding]]:  # fmt: skip
    """Build a release of the publication into folder `out` and make it the current one; `seal` keeps it for good.

    `answering` answers the saved queries for the release; without it the release holds no answers of theirs.
    Returns the release and the findings that did not forbid it. The same sources give the same release, which is then
    left as it stands. Raises Findings when the data do not conform, BuildRunning while another build holds `out`,
    ReleaseNotWritten when the machine refuses, ManifestInvalid for a version that was released with other content,
    whatever reading the sources raises, and what `sealing.seal` raises.
    """
    with exclusive(out):
        known = history.read_history(manifest, out / KEPT)
        progress("reading the sources")
        sources = reading.load(manifest, progress)
        dataset = assemble(manifest, sources, progress)
        # All that the dumps are made of is there; should the data not conform, they were made in vain.
        with Beside(partial(_dumped, manifest, sources, dataset, known, seal=seal)) as dumped:
            found = judge(manifest, sources, dataset, progress)
            violations = sum(finding.severity == "Violation" for finding in found)
            if violations:
                raise Findings(f"The data do not conform: {violations} violations. Nothing was published.", found)
            try:
                answered = None if answering is None else _answers(manifest, dataset, out, answering, progress)
                tables = _distributed(manifest, table_dumps(manifest, sources, answered))
                parts = _Parts(answered or {}, dumped.result(), tables)
                contents = _contents(manifest, sources, dataset, found, parts, known, progress)
                return _published(manifest, out, contents, known if seal else None, progress), found
            except OSError as error:
                reason = error.strerror or str(error)
                raise ReleaseNotWritten(
                    f"The release could not be written to {out}: {reason}. The one before stays in force.",
                    path=str(out), reason=reason,
                ) from error  # fmt: skip


@dataclass
class _Files:
    """Files of a release by path, with the descriptions of those that are for downloading, and what CSVW says of tables."""

    contents: dict[str, bytes] = field(default_factory=dict)
    distributions: list[Distribution] = field(default_factory=list)
    metadata: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class _Parts:
    """What is made one beside the other: answers of the saved queries, the dumps and what follows from them, the tables."""

    answers: Mapping[str, bytes]
    dumps: _Files
    tables: _Files


def _dumped(manifest: Manifest, sources: Sources, dataset: Dataset, known: history.History, *, seal: bool) -> _Files:
    """Return the dumps, and what is told of the history by comparing them."""
    files = _distributed(manifest, dumps(dataset, manifest.name, manifest.prefixes, sources.graphs))
    files.contents |= history.contents(manifest, known, files.contents[_complete(manifest)], seal=seal)
    return files


def _distributed(manifest: Manifest, offers: Iterable[Offer]) -> _Files:
    """Return the files for downloading in all their forms."""
    files = _Files()
    for offer in offers:
        distribution, forms = distribute(offer, manifest.modified)
        files.distributions.append(distribution)
        files.contents |= {f"{FOLDER}/{name}": content for name, content in forms.items()}
        if offer.format == CSVM:
            files.metadata[offer.name] = offer.content
    return files


def _complete(manifest: Manifest) -> str:
    """Return the path of the dump that holds everything, graph by graph."""
    return f"{FOLDER}/{manifest.name}.{NQUADS.extension}"


def _published(
    manifest: Manifest, out: Path, contents: Mapping[str, bytes], known: history.History | None, progress: Progress
) -> Release:
    """Return the release written, sealed when its history is `known`, and in force."""
    release = sealing.standing(manifest, out, contents, progress)
    if release is None:
        progress("writing the release")
        release = write_release(manifest.version, out, contents, _facts(manifest, contents))
        lost = history.unburied(release)
        if lost:
            progress(f"{len(lost)} resources of the last release are gone, and no tombstone says why: <{lost[0]}> …")
        if known is not None:
            release = sealing.seal(manifest, known, release, out)
    point_to(out, release)
    return release


def _facts(manifest: Manifest, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what the manifest of the release says beside its files, for who checks one without other tools."""
    said = json.loads(contents[PUBLICATION])
    dump = contents[_complete(manifest)]
    return {
        "version": manifest.version,
        "released": said["released"],
        # There are no blank nodes, so the canonical form of RDFC-1.0 is the N-Quads dump itself, sorted as it is.
        "rdfc10": sha256(dump).hexdigest(),
        "triples": {graph["iri"]: graph["triples"] for graph in said["graphs"]},
    }


def _contents(
    manifest: Manifest, sources: Sources, dataset: Dataset, found: Sequence[Finding], parts: _Parts,
    known: history.History, progress: Progress,
) -> dict[str, bytes]:  # fmt: skip
    """Return path and bytes of every file of the release but its manifest."""
    contents = {**dict(_sources(manifest)), **parts.answers, **parts.dumps.contents, **parts.tables.contents}
    contents["validation/report.ttl"] = reports.as_turtle(found, "en", manifest.base, manifest.prefixes).encode()
    contents["validation/report.json"] = reports.as_json(found, "en", manifest.base, manifest.prefixes).encode()
    distributions = [*parts.dumps.distributions, *parts.tables.distributions]
    contents[DISTRIBUTIONS] = as_json({"distributions": as_entries(distributions)})
    queries = [name for name, _ in query_files(manifest)]
    contents |= catalogue(manifest, dataset, sources.graphs, distributions, queries, parts.tables.metadata, known.last)
    progress("measuring the quality")
    listed = rdflib.Graph().parse(data=contents[f"{CATALOG_FOLDER}/catalog.nt"], format="nt")
    contents |= package_files(manifest, listed)
    contents |= measured(manifest, dataset, found, listed, contents)
    dump, sought = contents[_complete(manifest)], [page.of for page in manifest.pages if page.sought]
    contents |= label_index(dump, manifest.base, manifest.iri(manifest.ontology["iri"]), sought)
    contents[PUBLICATION] = as_json({**_publication(manifest, sources, dataset), "released": known.released})
    return contents


def _sources(manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of what is in a release as it is among the sources."""
    for version, content in frozen_versions(manifest):
        yield f"ontology/versions/{version}.ttl", content
    yield "ontology/context.jsonld", context_file(manifest)
    for name, content in query_files(manifest):
        yield f"queries/{name}", content
    yield from shape_files(manifest)


def _answers(
    manifest: Manifest, dataset: Dataset, out: Path, answering: Answering, progress: Progress
) -> dict[str, bytes]:
    progress("answering the saved queries")
    folder = out / f"{ASIDE}answers"
    folder.mkdir()
    try:
        return dict(answers(manifest, dataset, folder, answering, progress))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _publication(manifest: Manifest, sources: Sources, dataset: Dataset) -> dict[str, Any]:
    triples = graph_counts(manifest, sources)
    union, counted = statistics(dataset)
    return {
        **{field.name: getattr(manifest, field.name) for field in fields(Masthead)},
        "graphs": [
            {
                "iri": graph.iri, "name": graph.name, "title": graph.title, "description": graph.description,
                "year": graph.year, "triples": triples[graph.iri], "counts": asdict(counted.get(graph.iri, _NOTHING)),
            }
            for graph in sources.graphs
        ],
        "pages": [asdict(page) for page in manifest.pages],
        "ontology": manifest.iri(manifest.ontology["iri"]),
        "ontology_versions": [version for version, _ in frozen_versions(manifest)],
        "evidence": manifest.evidence,
        "separators": {tag: pair.cells + pair.decimals for tag, pair in manifest.tables.separators.items()},
        "triples": len(dataset),
        "counts": asdict(union),
    }  # fmt: skip
