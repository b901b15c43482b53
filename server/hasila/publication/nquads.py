"""RDF files of any syntax written out as one N-Quads document, and counted on the way.

RDF 1.1 N-Quads; RDF 1.1 Concepts section 3.5: what a blank node's label means ends with its file, so each file's nodes get
names of their own. Quads pass through one at a time and are never held. Does not sort, and validates nothing but syntax.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pyoxigraph as ox

from hasila.errors import SourceInvalid
from hasila.publication.progress import Progress
from hasila.publication.store import OX_FORMATS, Quad, is_rdf_1_2
from hasila.rdf.formats import JSONLD, NQUADS, RDFXML, Format
from hasila.rdf.iris import is_iri
from hasila.rdf.namespaces import PREFIXES

_MAY_BE_RDF_1_2 = (ox.Literal, ox.Triple)
_SECONDS_BETWEEN_WORDS = 2.0
# The message begins with the position, which is told in a form of our own.
_POSITION = re.compile(r"Parser error (?:at|between) [^:]*: ")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class RdfFile:
    """One file to be read: its format, and the named graph its triples go to; None leaves them where the file has them."""

    path: Path
    format: Format
    graph: str | None = None


@dataclass
class Tally:
    """What was read: distinct triples in all, those of each named graph by IRI, and the prefixes the files declare.

    Literals count as they are written. Triples in a graph that a blank node names count in all, but under no IRI.
    """

    triples: int = 0
    graphs: dict[str, int] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)


def is_absolute(iri: str) -> bool:
    """Tell whether `iri` is an absolute IRI to the letter of RFC 3987, its host and percent signs included."""
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True


def write_nquads(files: Sequence[RdfFile], base: str, target: Path, progress: Progress = lambda _: None) -> Tally:
    """Write the quads of all files to `target`, in their order, and return what was counted.

    Relative IRIs are resolved against the graph a file goes to, else against `base`. The same files give the same bytes.
    Raises SourceInvalid with file, line and column for a syntax error, for a named graph inside a file that goes to one,
    and for what only RDF 1.2 knows; OSError when `target` cannot be written.
    """
    reading = _Reading(base, progress)
    ox.serialize(reading.quads(files), output=str(target), format=OX_FORMATS[NQUADS.name])
    return reading.tally(files)


class _Reading:
    """One pass over the files. Of each triple a hash of 64 bits is kept, for a triple that stands twice counts once."""

    def __init__(self, base: str, progress: Progress) -> None:
        self._base = base
        self._progress = progress
        self._seen: dict[object, set[int]] = {}
        self._prefixes: dict[str, str] = {}
        self._quads = 0
        self._word_due = time.monotonic() + _SECONDS_BETWEEN_WORDS

    def quads(self, files: Sequence[RdfFile]) -> Iterator[Quad]:
        """Yield the quads of the files with their blank nodes renamed, each in the graph it goes to."""
        for number, file in enumerate(files, 1):
            _require_no_mark(file)
            parser = ox.parse(
                path=file.path, format=OX_FORMATS[file.format.name], base_iri=file.graph or self._base,
                without_named_graphs=file.graph is not None,
            )  # fmt: skip
            try:
                yield from self._placed(parser, file, number)
            except SyntaxError as error:
                raise _malformed(file, error) from error
            self._prefixes = {**parser.prefixes, **self._prefixes}

    def _placed(self, parser: Iterable[Quad], file: RdfFile, number: int) -> Iterator[Quad]:
        target = None if file.graph is None else ox.NamedNode(file.graph)
        renamed = _renaming(f"f{number}b")
        blank, seen = ox.BlankNode, self._seen
        for quad in parser:
            subject, predicate, obj, graph = quad
            # The most frequent case, a quad that is passed on as it was read, must cost least.
            if target or type(subject) is blank or type(obj) is blank or type(graph) is blank:
                subject, obj, graph = renamed(subject), renamed(obj), target or renamed(graph)
                quad = ox.Quad(subject, predicate, obj, graph)
            if type(obj) in _MAY_BE_RDF_1_2 and is_rdf_1_2(obj):
                raise SourceInvalid(f"{file.path}: {obj} is RDF 1.2, and RDF 1.1 is served here.", file=str(file.path))
            known = seen.get(graph)
            if known is None:
                known = seen[graph] = set()
            known.add(hash((subject, predicate, obj)))
            self._quads += 1
            if not self._quads & 0xFFFF:
                self._say()
            yield quad

    def _say(self) -> None:
        if time.monotonic() > self._word_due:
            self._word_due = time.monotonic() + _SECONDS_BETWEEN_WORDS
            self._progress(f"{self._quads} triples read")

    def tally(self, files: Sequence[RdfFile]) -> Tally:
        """Return what was counted; a graph that a file was to go to is there even when the file is empty."""
        graphs = {file.graph: 0 for file in files if file.graph is not None}
        graphs.update({name.value: len(found) for name, found in self._seen.items() if isinstance(name, ox.NamedNode)})
        sets = list(self._seen.values())
        triples = len(sets[0]) if len(sets) == 1 else len(set().union(*sets))
        return Tally(triples, graphs, _usable(self._prefixes))


def _renaming(prefix: str) -> Callable[[Any], Any]:
    """Return what gives each blank node a name of its own, in the order they come, and leaves other terms alone."""
    blank = ox.BlankNode
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def renamed(term: Any) -> Any:
        if type(term) is not blank:
            return term
        # Numbered and not kept: the labels of `[]` are drawn at random, and the bytes would differ each time.
        found = names.get(term)
        if found is None:
            found = names[term] = blank(f"{prefix}{len(names)}")
        return found

    return renamed


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that writers can use: named, absolute, and of namespaces that do not begin with another one."""
    chosen: dict[str, str] = {}
    for name, namespace in prefixes.items():
        others = [*PREFIXES.values(), *chosen.values()]
        overlapping = any(other.startswith(namespace) or namespace.startswith(other) for other in others)
        if name and name not in PREFIXES and is_iri(namespace) and not overlapping:
            chosen[name] = namespace
    return chosen


def _require_no_mark(file: RdfFile) -> None:
    # XML and JSON parsers read past a byte-order mark; to the others it is a character nobody can see.
    if file.format not in (RDFXML, JSONLD):
        with file.path.open("rb") as opened:
            if opened.read(3) == _BYTE_ORDER_MARK:
                raise SourceInvalid(
                    f"{file.path}:1:1: begins with a byte-order mark; save it as UTF-8 without BOM.",
                    file=str(file.path), line=1, column=1,
                )  # fmt: skip


def _malformed(file: RdfFile, error: SyntaxError) -> SourceInvalid:
    reason = _POSITION.sub("", error.msg)
    if "LoadDocumentCallback" in reason:
        reason = "its @context is another document, and nothing is fetched; put that context into the file"
    if file.graph is not None and "Named graphs are not allowed" in reason:
        reason = f"has named graphs of its own; load it without {file.graph}="
    line, column = error.lineno, error.offset
    if line is None and file.format == RDFXML:
        line, column = _xml_position(file.path)
    if line is None:
        return SourceInvalid(f"{file.path}: {reason}.", file=str(file.path))
    return SourceInvalid(
        f"{file.path}:{line}:{column or 1}: {reason}.", file=str(file.path), line=line, column=column or 1
    )


def _xml_position(path: Path) -> tuple[int | None, int | None]:
    """Return line and column where the file stops being XML; none when it is XML, but not RDF/XML."""
    parser = expat.ParserCreate()
    try:
        with path.open("rb") as opened:
            parser.ParseFile(opened)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    return None, None


def named_statements(content: bytes) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield what a document in N-Quads says without blank nodes: subject, predicate, and IRI (None) or text (language).

    A text without a language has an empty one. Raises SyntaxError for what is no N-Quads.
    """
    for quad in ox.parse(content, format=OX_FORMATS[NQUADS.name]):
        if isinstance(quad.subject, ox.NamedNode):
            obj = quad.object
            if isinstance(obj, ox.NamedNode):
                yield quad.subject.value, quad.predicate.value, obj.value, None
            elif isinstance(obj, ox.Literal):
                yield quad.subject.value, quad.predicate.value, obj.value, obj.language or ""


def parse_ntriples(content: bytes) -> list[ox.Quad]:
    """Return the triples of a document in N-Triples, in no graph. Raises SyntaxError when it is none."""
    return list(ox.parse(content, format=ox.RdfFormat.N_TRIPLES))
