"""A release made of RDF files as they are, for `hasila serve --load`: no manifest, no validation, one N-Quads dump, its labels.

What a release must hold stands in `hasila.release`; what a build would add (other dumps, ontology, saved queries, a report)
is not made. Titles come from the names of the files. Removes nothing: the folder is the caller's.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from hasila.errors import OptionInvalid
from hasila.publication.labelling import label_index
from hasila.publication.nquads import RdfFile, Tally, is_absolute, write_nquads
from hasila.publication.progress import Progress
from hasila.rdf.formats import DUMP_FORMATS, JSONLD, NQUADS, RDFXML, Format
from hasila.release import MANIFEST, PUBLICATION, FileEntry, NamedGraph, Publication, Release, digest_of

ENDINGS: Mapping[str, Format] = {
    **{form.extension: form for form in DUMP_FORMATS}, "owl": RDFXML, "xml": RDFXML, "json": JSONLD,
}  # fmt: skip
"""The file endings that are read, and the format each stands for."""
_SHOWN = 3
_LANGUAGE = "en"


def read_argument(argument: str) -> RdfFile:
    """Return the file that `FILE` or `GRAPH_IRI=FILE` names.

    Both may hold `=`: an existing file is a file, and otherwise the last `=` before one parts the two. Raises OptionInvalid
    for a file that is not there or not a regular one, an ending that no format has, and a graph that is no absolute IRI.
    """
    path, graph = Path(argument), None
    if "=" in argument and not path.is_file():
        parts = argument.split("=")
        pairs = [("=".join(parts[:n]), Path("=".join(parts[n:]))) for n in range(len(parts) - 1, 0, -1)]
        graph, path = next((pair for pair in pairs if pair[1].is_file()), pairs[0])
        if not is_absolute(graph):
            raise _wrong(argument, f"{graph!r} is not an absolute IRI; write GRAPH_IRI=FILE.")
    if not path.exists():
        raise _wrong(argument, f"{path}: there is no such file.")
    if not path.is_file():
        raise _wrong(argument, f"{path}: is not a regular file.")
    form = ENDINGS.get(path.suffix.lower().removeprefix("."))
    if form is None:
        known = ", ".join(f".{ending}" for ending in ENDINGS)
        raise _wrong(argument, f"{path}: no RDF format has the ending {path.suffix!r}; known are {known}.")
    return RdfFile(path, form, graph)


def _wrong(argument: str, reason: str) -> OptionInvalid:
    return OptionInvalid(f"--load {reason}", option="load", value=argument)


def require_base(base: str) -> None:
    """Raise OptionInvalid unless `base` is an absolute IRI that ends with a slash."""
    if not (is_absolute(base) and base.endswith("/")):
        raise OptionInvalid(
            f"--base {base!r} must be an absolute IRI that ends with a slash.", option="base", value=base
        )


def write_release(files: Sequence[RdfFile], base: str, folder: Path, progress: Progress = lambda _: None) -> Release:
    """Write a release of the files into `folder`, which must exist, and return it opened.

    The same files give the same release. Raises what `write_nquads` raises.
    """
    progress(f"reading {_listed(file.path.name for file in files)}")
    name = _name_of(files)
    dump = f"dumps/{name}.{NQUADS.extension}"
    (folder / dump).parent.mkdir()
    tally = write_nquads(files, base, folder / dump, progress)
    publication = _publication(name, base, files, tally)
    (folder / PUBLICATION).write_bytes(_json(asdict(publication)))
    index = _label_index(folder / dump, base)
    for path, content in index.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    entries = {path: _entry(folder / path) for path in (dump, PUBLICATION, *index)}
    manifest = {"digest": digest_of(entries), "files": {path: asdict(entry) for path, entry in entries.items()}}
    (folder / MANIFEST).write_bytes(_json(manifest))
    progress(f"{tally.triples} triples in {len(tally.graphs)} named graphs; starting the query engine")
    return Release.open(folder)


def _label_index(dump: Path, base: str) -> dict[str, bytes]:
    if not dump.stat().st_size:
        return {}
    # The file may be larger than memory.
    with dump.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return label_index(content, base, "")


def _publication(name: str, base: str, files: Sequence[RdfFile], tally: Tally) -> Publication:
    modified = max(datetime.fromtimestamp(file.path.stat().st_mtime, UTC) for file in files).date().isoformat()
    return Publication(
        name=name,
        base=base,
        version=modified,
        issued=modified,
        modified=modified,
        languages=(_LANGUAGE,),
        licence="",
        title={_LANGUAGE: _listed(file.path.name for file in files)},
        description={_LANGUAGE: f"{tally.triples} triples in {len(tally.graphs)} named graphs and outside of them."},
        notice={_LANGUAGE: "These files are served as they are; nothing in them has been checked."},
        prefixes=tally.prefixes,
        front=(),
        asks=(),
        groups=(),
        headline="",
        graphs=tuple(_graphs(base, files, tally)),
        ontology="",
        ontology_versions=(),
        triples=tally.triples,
        any_path=True,
    )


def _graphs(base: str, files: Sequence[RdfFile], tally: Tally) -> Iterable[NamedGraph]:
    names = _graph_names(tally.graphs, base)
    for iri, count in sorted(tally.graphs.items()):
        own = [file.path.name for file in files if file.graph == iri]
        title = _listed(own) if own else names[iri]
        yield NamedGraph(iri, names[iri], {_LANGUAGE: title}, {_LANGUAGE: iri}, count)


def _graph_names(iris: Iterable[str], base: str) -> dict[str, str]:
    """Return a short name for each graph: what follows `graph/` in an IRI below the base, else of its last part."""
    prefix = f"{base}graph/"
    names = {iri: iri.removeprefix(prefix) for iri in iris if re.fullmatch(re.escape(prefix) + r"[^/?#][^?#]*", iri)}
    taken = set(names.values())
    numbers: dict[str, int] = {}
    for iri in sorted(set(iris) - set(names)):
        last = re.split(r"[/#:?]", iri.rstrip("/#"))[-1]
        stem, _, ending = last.rpartition(".")
        # An ending would be read as that of the format to answer in.
        short = re.sub(r"[^\w.-]+", "-", unquote(stem if stem and ending in ENDINGS else last)).strip("-.") or "graph"
        name = short
        while name in taken:
            numbers[short] = numbers.get(short, 1) + 1
            name = f"{short}-{numbers[short]}"
        names[iri] = name
        taken.add(name)
    return names


def _name_of(files: Sequence[RdfFile]) -> str:
    """Return the name of the publication, which the dump's file has too: that of the only file, in plain letters."""
    stem = files[0].path.stem.lower() if len(files) == 1 else ""
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "files"


def _listed(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    more = len(every) - _SHOWN
    return ", ".join(every[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _entry(path: Path) -> FileEntry:
    with path.open("rb") as opened:
        return FileEntry(hashlib.file_digest(opened, "sha256").hexdigest(), path.stat().st_size)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
