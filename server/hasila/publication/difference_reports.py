"""Differences between two releases told: as text in the languages of the reader, as Turtle, as JSON.

Turtle says each change as the change feed does: an Activity Streams 2.0 activity on a resource; a corrected one with the
statements taken away and put in, in N-Triples. Compares nothing (see `differences`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass

from hasila.changes import KINDS, Change, Kind
from hasila.publication.feed import AS, release_iri
from hasila.publication.store import Quad, for_readers, make_quad, write
from hasila.rdf.languages import Text, pick
from hasila.rdf.namespaces import DCTERMS, PREFIXES, PROV, RDF, RDFS, XSD, shorten

_KINDS: Mapping[Kind, Text] = {
    "added": {"ar": "أُضيف", "fr": "Ajouté", "en": "Added"},
    "corrected": {"ar": "صُحح", "fr": "Corrigé", "en": "Corrected"},
    "withdrawn": {"ar": "سُحب", "fr": "Retiré", "en": "Withdrawn"},
}
_NOTHING: Text = {
    "ar": "لا فرق بين الإصدارين.", "fr": "Les deux versions disent la même chose.", "en": "The two releases say the same.",
}  # fmt: skip
_ACTIVITIES: Mapping[Kind, str] = {"added": "Create", "corrected": "Update", "withdrawn": "Delete"}


@dataclass(frozen=True)
class Compared:
    """Two versions of a publication, its base IRI and prefixes, and what changed from the one to the other."""

    base: str
    prefixes: Mapping[str, str]
    old: str
    new: str
    changes: tuple[Change, ...]


def as_text(compared: Compared, language: str) -> str:
    """Return a paragraph for each kind of change, a line for each resource, and below it the statements that differ."""
    if not compared.changes:
        return pick(_NOTHING, language, ("en",))[0] + "\n"
    return "".join(f"{line}\n" for line in _lines(compared, language))


def _lines(compared: Compared, language: str) -> Iterator[str]:
    yield f"{compared.old} → {compared.new}"
    for kind in KINDS:
        changes = [change for change in compared.changes if change.kind == kind]
        if not changes:
            continue
        yield ""
        yield f"{pick(_KINDS[kind], language, ('en',))[0]}: {len(changes)}"
        for change in changes:
            label = pick(change.label, language, ("en",))[0]
            yield f"  {shorten(change.resource, compared.prefixes)}{f'  {label}' if label else ''}"
            yield from (f"    {sign} {_short(s, compared.prefixes)}" for sign, s in _statements(change))
            reason = pick(change.reason, language, ("en",))[0]
            if reason:
                yield f"    {reason}"


def _statements(change: Change) -> Iterator[tuple[str, str]]:
    yield from (("−", statement) for statement in change.removed)
    yield from (("+", statement) for statement in change.added)


def _short(statement: str, prefixes: Mapping[str, str]) -> str:
    predicate, _, term = statement.partition(" ")
    shown = shorten(term[1:-1], prefixes) if term.startswith("<") else term
    return f"{shorten(predicate[1:-1], prefixes)} {shown}"


def as_json(compared: Compared, language: str) -> str:
    """Return the versions and the changes as a JSON object."""
    changes = [{name: value for name, value in asdict(change).items() if value} for change in compared.changes]
    told = {"old": compared.old, "new": compared.new, "changes": changes}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_turtle(compared: Compared, language: str) -> str:
    """Return an activity for each change, named after the newer release and the resource."""
    release = release_iri(compared.base, compared.new)
    quads = [make_quad(release, PROV + "wasRevisionOf", release_iri(compared.base, compared.old), release)]
    for number, change in enumerate(compared.changes, 1):
        quads += _activity(f"{release}#change-{number}", release, change)
    prefixes = {**PREFIXES, **compared.prefixes}
    if AS not in prefixes.values():
        prefixes["as"] = AS
    plain = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    return write(for_readers(plain), "turtle", prefixes).decode()


def _activity(activity: str, release: str, change: Change) -> Iterator[Quad]:
    def texts(predicate: str, said: Text) -> Iterator[Quad]:
        for language, value in said.items():
            # A label without a language has an empty tag here.
            literal = {"language": language} if language else {"datatype": XSD + "string"}
            yield make_quad(activity, predicate, value, release, **literal)

    yield make_quad(activity, RDF + "type", AS + _ACTIVITIES[change.kind], release)
    yield make_quad(activity, AS + "object", change.resource, release)
    yield make_quad(activity, PROV + "wasInformedBy", release, release)
    yield from texts(RDFS + "label", change.label)
    yield from texts(AS + "summary", change.reason)
    for after in change.replaced_by:
        yield make_quad(activity, DCTERMS + "isReplacedBy", after, release)
    for sign, statement in _statements(change):
        name = AS + ("result" if sign == "+" else "origin")
        yield make_quad(activity, name, f"<{change.resource}> {statement} .", release, datatype=XSD + "string")


Writer = Callable[[Compared, str], str]
FORMATS: Mapping[str, Writer] = {"text": as_text, "turtle": as_turtle, "json": as_json}
"""What `hasila diff --format` offers."""
