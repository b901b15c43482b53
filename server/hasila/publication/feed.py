"""The change feed as an event stream: each release's changes as version objects on pages of their own, and the root page.

Linked Data Event Streams (timestampPath, versionOfPath, versionCreateObject …, retentionPolicy) over TREE (member, relation);
Activity Streams 2.0 for the kinds of change. A page never changes once its release is sealed, and says so only then. Nodes are
relative to the page, members are IRIs of the publication, whatever host serves them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from hasila.changes import Change, Kind
from hasila.publication.differences import Resources
from hasila.publication.manifest import Manifest
from hasila.publication.notes import Note
from hasila.publication.nquads import parse_ntriples
from hasila.publication.store import Quad, for_readers, make_quad, write
from hasila.rdf.formats import JSONLD, TURTLE
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import DCTERMS, PREFIXES, PROV, RDF, RDFS, SH, XSD

FORMATS = (TURTLE, JSONLD)
"""What the pages are written in."""
MEMBERS = 500
"""The most members of one page."""
AS = "https://www.w3.org/ns/activitystreams#"
LDES = "https://w3id.org/ldes#"
TREE = "https://w3id.org/tree#"
_NOTES = "http://www.w3.org/ns/adms#versionNotes"
_TIMESTAMP, _VERSION_OF = PROV + "generatedAtTime", DCTERMS + "isVersionOf"
_KINDS: Mapping[Kind, str] = {"added": AS + "Create", "corrected": AS + "Update", "withdrawn": AS + "Delete"}
# What a resource says of itself with the properties that its version object needs for itself.
_MOVED = {_VERSION_OF: PROV + "specializationOf", _TIMESTAMP: DCTERMS + "created"}
# Stands for the address of the page until it is written; the ending of its links follows from the format.
_HERE, _ENDING = "x-here:", ".x-ending"


@dataclass(frozen=True)
class Window:
    """A release in the feed: its version, the moment its members are dated, how many pages they fill, whether it is sealed."""

    version: str
    released: str
    pages: int
    sealed: bool


def pages(manifest: Manifest, window: Window, changes: Sequence[Change], new: Resources, note: Note | None) -> Iterator[
    tuple[str, bytes]
]:  # fmt: skip
    """Yield (name, content) of the pages of a release in each format; `new` is what it says, by resource."""
    for number in range(1, window.pages + 1):
        quads = list(_release(manifest, window, note))
        quads += _Writer(manifest.base).node(immutable=window.sealed)
        for change in changes[(number - 1) * MEMBERS : number * MEMBERS]:
            quads += _member(manifest, window, number, change, new.get(change.resource, frozenset()))
        yield from _written(str(number), quads, manifest)


def root(manifest: Manifest, windows: Sequence[Window]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of the root page in each format: the stream, and the relations to all pages of `windows`."""
    writer = _Writer(manifest.base)
    quads = [*_stream(manifest, writer), *_shape(writer), *_retention(manifest, writer, windows)]
    for window in windows:
        for number in range(1, window.pages + 1):
            quads += _relations(writer, window, number)
    yield from _written("root", quads, manifest)


class _Writer:
    """Makes quads in one nameless graph."""

    def __init__(self, base: str) -> None:
        self.stream = f"{base}feed#stream"

    def __call__(self, subject: str, predicate: str, obj: str, **literal: str) -> Quad:
        return make_quad(subject, predicate, obj, _HERE, **literal)

    def texts(self, subject: str, predicate: str, text: Text) -> Iterator[Quad]:
        for language, value in text.items():
            yield self(subject, predicate, value, language=language)

    def node(self, *, immutable: bool) -> Iterator[Quad]:
        """Yield that this is a page; clients never ask again for one that is immutable."""
        yield self(_HERE, RDF + "type", TREE + "Node")
        if immutable:
            yield self(_HERE, LDES + "immutable", "true", datatype=XSD + "boolean")


def _stream(manifest: Manifest, triple: _Writer) -> Iterator[Quad]:
    stream = triple.stream
    yield triple(stream, RDF + "type", LDES + "EventStream")
    yield from triple.texts(stream, DCTERMS + "title", manifest.title)
    yield triple(stream, DCTERMS + "license", manifest.licence)
    yield triple(stream, TREE + "view", _HERE)
    yield triple(stream, TREE + "shape", f"{manifest.base}feed#shape")
    yield triple(stream, LDES + "timestampPath", _TIMESTAMP)
    yield triple(stream, LDES + "versionOfPath", _VERSION_OF)
    for name, kind in (("Create", "added"), ("Update", "corrected"), ("Delete", "withdrawn")):
        yield triple(stream, f"{LDES}version{name}Object", _KINDS[kind])  # type: ignore[index]
    yield triple(_HERE, RDF + "type", TREE + "Node")


def _shape(triple: _Writer) -> Iterator[Quad]:
    """Yield the shape of members: one timestamp, one resource it is a version of."""
    shape = triple.stream.replace("#stream", "#shape")
    yield triple(shape, RDF + "type", SH + "NodeShape")
    for path, name, value in ((_TIMESTAMP, "datatype", XSD + "dateTime"), (_VERSION_OF, "nodeKind", SH + "IRI")):
        part = f"{shape}-{path.rpartition('#')[2].rpartition('/')[2]}"
        yield triple(shape, SH + "property", part)
        yield triple(part, SH + "path", path)
        yield triple(part, SH + name, value)
        for count in ("minCount", "maxCount"):
            yield triple(part, SH + count, "1", datatype=XSD + "integer")


def _retention(manifest: Manifest, triple: _Writer, windows: Sequence[Window]) -> Iterator[Quad]:
    """Yield the policy: everything since the first release is kept."""
    policy = f"{manifest.base}feed#retention"
    yield triple(_HERE, LDES + "retentionPolicy", policy)
    yield triple(policy, RDF + "type", LDES + "RetentionPolicy")
    yield triple(policy, LDES + "startingFrom", windows[0].released, datatype=XSD + "dateTime")


def _relations(triple: _Writer, window: Window, number: int) -> Iterator[Quad]:
    """Yield the two relations to a page: its members are neither before nor after the moment of its release."""
    for kind in ("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation"):
        relation = f"{_HERE}#{window.version}-{number}-{'from' if kind.startswith('G') else 'until'}"
        yield triple(_HERE, TREE + "relation", relation)
        yield triple(relation, RDF + "type", TREE + kind)
        yield triple(relation, TREE + "node", f"{_HERE}feed/{window.version}/{number}{_ENDING}")
        yield triple(relation, TREE + "path", _TIMESTAMP)
        yield triple(relation, TREE + "value", window.released, datatype=XSD + "dateTime")


def _release(manifest: Manifest, window: Window, note: Note | None) -> Iterator[Quad]:
    """Yield what a page says of the release its members come from."""
    triple, release = _Writer(manifest.base), release_iri(manifest.base, window.version)
    yield triple(release, RDF + "type", PROV + "Activity")
    yield triple(release, RDFS + "label", f"{manifest.name} {window.version}", datatype=XSD + "string")
    if note is not None:
        yield from triple.texts(release, DCTERMS + "description", note.what)
        yield from triple.texts(release, _NOTES, note.why)


def release_iri(base: str, version: str) -> str:
    """Return the IRI of a release, which is also where it is described."""
    return f"{base}releases/{version}/"


def _member(manifest: Manifest, window: Window, page: int, change: Change, said: frozenset[str]) -> Iterator[Quad]:
    """Yield a version object: what the resource says in this release, said of its version, and what became of it."""
    triple = _Writer(manifest.base)
    name = quote(change.resource.removeprefix(manifest.base), safe="/:@!$&'()*+,;=~-._")
    member = f"{manifest.base}feed/{window.version}/{page}#{name}"
    yield triple(triple.stream, TREE + "member", member)
    yield triple(member, RDF + "type", _KINDS[change.kind])
    yield triple(member, _VERSION_OF, change.resource)
    yield triple(member, _TIMESTAMP, window.released, datatype=XSD + "dateTime")
    yield triple(member, AS + "context", release_iri(manifest.base, window.version))
    yield from triple.texts(member, _NOTES, change.reason)
    for after in change.replaced_by:
        yield triple(member, DCTERMS + "isReplacedBy", after)
    yield from parse_ntriples("".join(_said_of(member, statement) for statement in sorted(said)).encode())


def _said_of(member: str, statement: str) -> str:
    """Return a line of N-Triples in which a statement of a resource is one of its version object."""
    predicate, _, term = statement.partition(" ")
    known = predicate[1:-1]
    return f"<{member}> <{_MOVED.get(known, known)}> {term} .\n"


def _written(name: str, quads: Sequence[Quad], manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Yield a page in each format, under its name with that ending."""
    prefixes = {**PREFIXES, **manifest.prefixes}
    for prefix, namespace in (("as", AS), ("ldes", LDES), ("tree", TREE)):
        if namespace not in prefixes.values():
            prefixes[prefix] = namespace
    plain = for_readers(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for form in FORMATS:
        written = write(plain, form, prefixes).decode()
        yield f"{name}.{form.extension}", written.replace(_HERE, "").replace(_ENDING, f".{form.extension}").encode()
