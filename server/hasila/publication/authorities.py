"""The controlled vocabularies of DCAT-AP: a code's IRI, its labels, and what a catalogue must repeat of it.

DCAT-AP 3.0.1 section "Controlled vocabularies"; the codes stand in `authorities.toml`. A receiver that validates has not the
tables at hand, so each concept named is given its type, its label and its scheme. Knows no code that the file does not list.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hasila.rdf.languages import Text


@dataclass(frozen=True)
class Authority:
    """One controlled vocabulary: where its codes' IRIs begin, its scheme and title, its other classes, its codes."""

    namespace: str
    scheme: str
    title: Text
    classes: tuple[str, ...]
    codes: Mapping[str, Text]
    tags: Mapping[str, str]

    def iri(self, code: str) -> str:
        """Return the IRI of a code."""
        return self.namespace + code


@cache
def authorities() -> Mapping[str, Authority]:
    """Return the vocabularies by name: theme, frequency, file-type, language, licence and others."""
    text = files("hasila.publication").joinpath("authorities.toml").read_text(encoding="utf-8")
    return {
        name: Authority(**{"tags": {}, **entry, "classes": tuple(entry["classes"])})
        for name, entry in tomllib.loads(text).items()
    }


def concept(vocabulary: str, code: str) -> str:
    """Return the IRI of a code of a vocabulary. Raises KeyError for a code that is not listed: that is a fault of ours."""
    authority = authorities()[vocabulary]
    if code not in authority.codes:
        raise KeyError(f"{vocabulary} has no code {code!r}")
    return authority.iri(code)


def language(tag: str) -> str | None:
    """Return the IRI of the language that a tag names (its first subtag counts), None for one the table does not list."""
    authority = authorities()["language"]
    code = authority.tags.get(tag.split("-")[0])
    return None if code is None else authority.iri(code)


@dataclass(frozen=True)
class Known:
    """A concept that is named: its IRI, labels, the vocabulary it belongs to."""

    iri: str
    labels: Text
    authority: Authority


def known(iris: frozenset[str]) -> Iterator[Known]:
    """Yield what is known of those of the IRIs that are concepts of the vocabularies, in order of IRI."""
    for iri in sorted(iris):
        for authority in authorities().values():
            labels = authority.codes.get(iri.removeprefix(authority.namespace))
            if iri.startswith(authority.namespace) and labels:
                yield Known(iri, labels, authority)
