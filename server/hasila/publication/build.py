"""Building a release: sources in, an immutable folder out, swapped in atomically or not at all.

The folder is written aside, synced, named after its version and digest, and `current` is then pointed to it by one rename
(POSIX rename is atomic). A build that is killed leaves an unfinished folder, which the next build removes; what is served
is never touched. Data that do not conform are not published.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import rdflib

from hasila.catalog import FOLDER as CATALOG_FOLDER
from hasila.distributions import DISTRIBUTIONS, FOLDER
from hasila.errors import BuildRunning, NotConforming, ReleaseInvalid, ReleaseNotWritten
from hasila.publication import sources as reading
from hasila.publication.answers import Answering, answers
from hasila.publication.cataloguing import catalogue
from hasila.publication.checking import check
from hasila.publication.description import graph_counts, statistics
from hasila.publication.distributing import as_entries, distribute
from hasila.publication.dumps import dumps
from hasila.publication.findings import Finding
from hasila.publication.manifest import Manifest
from hasila.publication.measured import measured
from hasila.publication.packaging import package_files
from hasila.publication.progress import Progress
from hasila.publication.reports import as_json, as_turtle
from hasila.publication.saving import context_file, frozen_versions, query_files
from hasila.publication.sources import Sources
from hasila.publication.store import Dataset
from hasila.publication.table_dumps import table_dumps
from hasila.rdf.formats import CSVM
from hasila.release import MANIFEST, PUBLICATION, Counts, FileEntry, Masthead, Release, digest_of

CURRENT = "current"
"""The link in the output folder that points to the release in force."""
_ASIDE = ".building-"
_NOTHING = Counts(0, 0, 0, 0)


class Findings(NotConforming):
    """The data do not conform; `found` are all findings, warnings included."""

    def __init__(self, message: str, found: Sequence[Finding]) -> None:
        super().__init__(message, violations=sum(f.severity == "Violation" for f in found))
        self.found = list(found)


def build(
    manifest: Manifest, out: Path, progress: Progress = lambda _: None, answering: Answering | None = None
) -> tuple[Release, list[Finding]]:
    """Build a release of the publication into folder `out` and make it the current one.

    `answering` answers the saved queries for the release; without it the release holds no answers of theirs.
    Returns the release and the findings that did not forbid it. The same sources give the same release, which is then
    left as it stands. Raises Findings when the data do not conform, BuildRunning while another build holds `out`,
    ReleaseNotWritten when the machine refuses, and whatever reading the sources raises.
    """
    with _exclusive(out):
        _remove_unfinished(out)
        progress("reading the sources")
        sources = reading.load(manifest, progress)
        dataset, found = check(manifest, sources, progress)
        violations = sum(finding.severity == "Violation" for finding in found)
        if violations:
            raise Findings(f"The data do not conform: {violations} violations. Nothing was published.", found)
        try:
            contents = dict(_contents(manifest, sources, dataset, found))
            answered = None if answering is None else _answers(manifest, dataset, out, answering, progress)
            contents |= answered or {}
            contents |= _distributions(manifest, sources, dataset, answered)
            progress("measuring the quality")
            listed = rdflib.Graph().parse(data=contents[f"{CATALOG_FOLDER}/catalog.nt"], format="nt")
            contents |= dict(package_files(manifest, listed))
            contents |= measured(manifest, dataset, found, listed, contents)
            progress("writing the release")
            return _publish(manifest, out, contents), found
        except OSError as error:
            reason = error.strerror or str(error)
            raise ReleaseNotWritten(
                f"The release could not be written to {out}: {reason}. The one before stays in force.",
                path=str(out), reason=reason,
            ) from error  # fmt: skip


def _contents(
    manifest: Manifest, sources: Sources, dataset: Dataset, found: Sequence[Finding]
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every file of the release but its manifest."""
    for version, content in frozen_versions(manifest):
        yield f"ontology/versions/{version}.ttl", content
    yield "ontology/context.jsonld", context_file(manifest)
    for name, content in query_files(manifest):
        yield f"queries/{name}", content
    yield "validation/report.ttl", as_turtle(found, "en", manifest.base, manifest.prefixes).encode()
    yield "validation/report.json", as_json(found, "en", manifest.base, manifest.prefixes).encode()
    yield PUBLICATION, _json(_publication(manifest, sources, dataset))


def _distributions(
    manifest: Manifest, sources: Sources, dataset: Dataset, answered: Mapping[str, bytes] | None
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every file for downloading in all its forms, of their description, and of the catalogue."""
    distributions, metadata = [], {}
    offers = dumps(dataset, manifest.name, manifest.prefixes, sources.graphs)
    for offer in chain(offers, table_dumps(manifest, sources, answered)):
        distribution, forms = distribute(offer, manifest.modified)
        distributions.append(distribution)
        if offer.format == CSVM:
            metadata[offer.name] = offer.content
        yield from ((f"{FOLDER}/{name}", content) for name, content in forms.items())
    yield DISTRIBUTIONS, _json({"distributions": as_entries(distributions)})
    queries = [name for name, _ in query_files(manifest)]
    yield from catalogue(manifest, dataset, sources.graphs, distributions, queries, metadata)


def _answers(
    manifest: Manifest, dataset: Dataset, out: Path, answering: Answering, progress: Progress
) -> dict[str, bytes]:
    progress("answering the saved queries")
    folder = out / f"{_ASIDE}answers"
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
        "ontology": manifest.iri(manifest.ontology["iri"]),
        "ontology_versions": [version for version, _ in frozen_versions(manifest)],
        "triples": len(dataset),
        "counts": asdict(union),
    }  # fmt: skip


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _publish(manifest: Manifest, out: Path, contents: dict[str, bytes]) -> Release:
    files = {name: FileEntry(sha256(content).hexdigest(), len(content)) for name, content in contents.items()}
    digest = digest_of(files)
    final = out / f"{manifest.version}-{digest[:12]}"
    if not _stands(final):
        entries = {name: {"sha256": entry.sha256, "bytes": entry.bytes} for name, entry in files.items()}
        contents[MANIFEST] = _json({"digest": digest, "files": entries})
        aside = out / f"{_ASIDE}{os.getpid()}"
        try:
            _write(aside, contents)
            if final.is_dir():
                # A folder cannot be renamed onto one that is not empty; the damaged one goes with the unfinished ones.
                final.rename(out / f"{_ASIDE}damaged")
            aside.rename(final)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        _sync(out)
        shutil.rmtree(out / f"{_ASIDE}damaged", ignore_errors=True)
    release = Release.open(final)
    link = out / f"{_ASIDE}link"
    link.unlink(missing_ok=True)
    link.symlink_to(final.name)
    link.rename(out / CURRENT)
    _sync(out)
    return release


def _stands(final: Path) -> bool:
    """Tell whether the release is there to the byte; a damaged one would otherwise stay for ever."""
    if not final.is_dir():
        final.unlink(missing_ok=True)
        return False
    try:
        Release.open(final).verify()
    except ReleaseInvalid:
        return False
    return True


def _write(folder: Path, contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        _sync(path)


def _sync(folder: Path) -> None:
    # A renamed entry survives a power cut only once its folder is on the disk.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _exclusive(out: Path) -> Iterator[None]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / ".lock").open("w")
    except OSError as error:
        raise ReleaseNotWritten(f"{out} cannot be written: {error.strerror}.", path=str(out)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildRunning(f"Another build is writing to {out}; wait for it to end.", path=str(out)) from error
        yield


def _remove_unfinished(out: Path) -> None:
    for left in out.glob(f"{_ASIDE}*"):
        if left.is_symlink():
            left.unlink()
        else:
            shutil.rmtree(left, ignore_errors=True)
