"""What differs between two releases, resource by resource: added, corrected, withdrawn.

RDF 1.1 N-Quads: there are no blank nodes, so two datasets differ exactly by the lines that only one of them has, and a resource
is its subject. In which graph a statement stands makes no difference. Writes nothing (see `difference_reports`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from hasila.changes import Change
from hasila.distributions import FOLDER
from hasila.errors import ReleaseInvalid
from hasila.publication.store import read_term
from hasila.rdf.formats import NQUADS
from hasila.rdf.languages import Text
from hasila.rdf.namespaces import LABEL_PROPERTIES
from hasila.release import Release

_LINE = re.compile(r"<([^>]*)> (<[^>]*> .*) <[^>]*> \.")
Resources = Mapping[str, frozenset[str]]
"""The statements of each resource by its IRI, each `predicate object` in N-Triples."""


def read_resources(release: Release) -> Resources:
    """Return what a release says, by resource. Raises ReleaseInvalid when its N-Quads dump is not one of a build."""
    path = release.dump(NQUADS)
    release.verify_file(f"{FOLDER}/{path.name}")
    return resources(path.read_text(encoding="utf-8").split("\n"), str(path))


def resources(lines: Iterable[str], place: str) -> Resources:
    """Return what N-Quads lines say, by resource; `place` names them in messages. Raises ReleaseInvalid."""
    found: dict[str, set[str]] = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match:
            found.setdefault(match[1], set()).add(match[2])
        elif line:
            raise ReleaseInvalid(
                f"{place}:{number}: is no statement about an IRI in a named graph, as releases hold them."
            )
    return {iri: frozenset(statements) for iri, statements in found.items()}


def differences(old: Resources, new: Resources) -> tuple[Change, ...]:
    """Return what changed from `old` to `new`: the added, the corrected, the withdrawn, each by IRI.

    Against nothing, as a first release is compared, everything is added, and told without its names.
    """
    added = [Change(iri, "added", _labels(new[iri]) if old else {}) for iri in sorted(new.keys() - old.keys())]
    corrected = [
        Change(
            iri, "corrected", _labels(new[iri]) or _labels(old[iri]),
            tuple(sorted(old[iri] - new[iri])), tuple(sorted(new[iri] - old[iri])),
        )
        for iri in sorted(old.keys() & new.keys())
        if old[iri] != new[iri]
    ]  # fmt: skip
    withdrawn = [Change(iri, "withdrawn", _labels(old[iri])) for iri in sorted(old.keys() - new.keys())]
    return (*added, *corrected, *withdrawn)


def _labels(statements: Iterable[str]) -> Text:
    """Return the names of a resource by language, the best property first."""
    labels: dict[str, str] = {}
    for wanted in LABEL_PROPERTIES:
        for statement in sorted(statements):
            predicate, _, term = statement.partition(" ")
            if predicate == f"<{wanted}>":
                value, language, _ = read_term(term)
                labels.setdefault(language, value)
    return {language: labels[language] for language in sorted(labels)}
