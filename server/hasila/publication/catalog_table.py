"""The section [catalog] of the manifest: what portals are told of the publication, and that it is written well.

TOML 1.0; codes are those of DCAT-AP's controlled vocabularies (see `authorities`). What can be derived from the data or from
the rest of the manifest is not asked for. Opens no file.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hasila.catalog import Contact, Keywords, Place
from hasila.errors import ManifestInvalid
from hasila.publication.authorities import authorities, language
from hasila.rdf.iris import is_iri
from hasila.rdf.languages import Text

_YEAR = "{year}"
_KEYWORD = re.compile(r"[\w .-]{2,100}")
"""What CKAN takes for a tag: it refuses the whole dataset for one that is anything else."""
Fault = tuple[str, str]
Check = Callable[[Any], str | None]


@dataclass(frozen=True)
class Revision:
    """When a dataset was published, when it was last changed, and which version it has since."""

    version: str
    issued: str
    modified: str


@dataclass(frozen=True)
class SeriesTable:
    """The series that the graphs `graph` (with `{year}` in its name) make up, and what each of them is called as a dataset."""

    graph: str
    title: Text
    description: Text
    member_title: Text
    member_description: Text


@dataclass(frozen=True)
class CatalogTable:
    """What the manifest tells portals; codes are those of the vocabularies, `revisions` are by short name of a graph.

    `variable` is the class of what is measured, empty where the manifest names none.
    """

    frequency: str
    member_frequency: str
    type: str
    themes: tuple[str, ...]
    licence: str
    licence_title: Text
    licence_type: str
    publisher_type: str
    creator_type: str
    keywords: Keywords
    provenance: Text
    technique: Text
    variable: str
    contact: Contact
    place: Place
    place_scheme: str
    series: SeriesTable | None
    revisions: Mapping[str, Revision]


def catalog_table(path: Path, data: Mapping[str, Any]) -> CatalogTable:
    """Return the section [catalog] of the manifest in file `path`. Raises ManifestInvalid, naming the key, when it is wrong."""
    for key, told in _faults(data):
        raise ManifestInvalid(f"{path}: {key} must be {told}.", file=str(path), key=key.rpartition(".")[2])
    table = data["catalog"]
    place = table["spatial"]
    revisions = {
        name: Revision(entry["version"], entry["issued"].isoformat(), entry["modified"].isoformat())
        for name, entry in table.get("revisions", {}).items()
    }
    return CatalogTable(
        **{key: table[key] for key in (*_CODES, "licence_title", "provenance", "technique")},
        variable=data["publication"]["base"] + table["variable"] if "variable" in table else "",
        themes=tuple(table["themes"]),
        keywords={tag: tuple(words) for tag, words in table["keywords"].items()},
        contact=Contact(**table["contact"]),
        place=Place(place["iri"], place["label"], tuple(place["box"]), tuple(place["centre"])),
        place_scheme=place.get("scheme", ""),
        series=SeriesTable(**table["series"]) if "series" in table else None,
        revisions=revisions,
    )


_CODES: Mapping[str, str] = {
    "frequency": "frequency",
    "member_frequency": "frequency",
    "type": "dataset-type",
    "licence": "licence",
    "licence_type": "licence-type",
    "publisher_type": "publisher-type",
    "creator_type": "publisher-type",
}
"""Keys whose value is a code, and the vocabulary it is of."""


def _faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    table = data["catalog"]
    languages = data["publication"]["languages"]
    untold = [tag for tag in languages if language(tag) is None]
    if untold:
        yield "publication.languages", f"languages that authorities.toml lists, for portals; {untold[0]!r} is not there"
    texts = _texts_in(languages)
    checks: dict[str, Check] = {
        **{key: _code_of(vocabulary) for key, vocabulary in _CODES.items()},
        "themes": _list_of(_code_of("theme")),
        "licence_title": texts,
        "provenance": texts,
        "technique": texts,
        "keywords": _words_in(languages),
        "contact": _table_of({"name": texts}, {"url": _iri, "email": _email}),
        "spatial": _table_of(
            {"iri": _iri, "label": texts, "box": _numbers(4), "centre": _numbers(2)}, {"scheme": _iri}
        ),
    }
    optional: dict[str, Check] = {
        "series": _table_of(
            {"graph": _graph_of(data["graphs"]), "title": texts, "description": texts,
             "member_title": texts, "member_description": texts}, {},
        ),
        "revisions": _revisions,
        "variable": lambda value: None if _is_text(value) and is_iri("x:/" + value) else "the rest of an IRI of ours",
    }  # fmt: skip
    yield from ((f"catalog.{key}", told) for key, told in _faults_of(table, checks, optional))


def _faults_of(table: Mapping[str, Any], needed: Mapping[str, Check], optional: Mapping[str, Check]) -> Iterator[Fault]:
    for key in table:
        if key not in needed and key not in optional:
            yield key, f"one of: {', '.join((*needed, *optional))}"
    for key, check in (*needed.items(), *((k, c) for k, c in optional.items() if k in table)):
        told = check(table[key]) if key in table else "there, and is missing"
        if told:
            yield key, told


def _table_of(needed: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    def checked(value: Any) -> str | None:
        if not isinstance(value, dict):
            return "a table"
        return next((f"a table whose {key} is {told}" for key, told in _faults_of(value, needed, optional)), None)

    return checked


def _code_of(vocabulary: str) -> Check:
    codes = authorities()[vocabulary].codes
    told = f"a code of {authorities()[vocabulary].scheme}: {', '.join(codes)}"
    return lambda value: None if isinstance(value, str) and value in codes else told


def _list_of(check: Check) -> Check:
    def checked(value: Any) -> str | None:
        if not isinstance(value, list) or not value:
            return "a list that is not empty"
        return next((f"a list of which each element is {told}" for told in map(check, value) if told), None)

    return checked


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts_in(languages: Sequence[str]) -> Check:
    told = f"a table with one text for each language: {', '.join(languages)}"
    return lambda value: (
        None
        if isinstance(value, dict) and set(value) == set(languages) and all(map(_is_text, value.values()))
        else told
    )


def _words_in(languages: Sequence[str]) -> Check:
    def checked(value: Any) -> str | None:
        fits = isinstance(value, dict) and set(value) == set(languages)
        fits = fits and all(isinstance(found, list) and found for found in value.values())
        words = [word for found in value.values() for word in found] if fits else []
        good = all(_is_text(word) and _KEYWORD.fullmatch(word) for word in words)
        told = "a table with a list of keywords for each language, of letters, digits, spaces, hyphens and dots, without commas"
        return None if fits and good else told

    return checked


def _iri(value: Any) -> str | None:
    return None if isinstance(value, str) and is_iri(value) else "an IRI"


def _email(value: Any) -> str | None:
    return None if isinstance(value, str) and is_iri(f"mailto:{value}") and "@" in value else "an address of mail"


def _numbers(count: int) -> Check:
    def checked(value: Any) -> str | None:
        fits = isinstance(value, list) and len(value) == count
        good = fits and all(isinstance(n, int | float) and not isinstance(n, bool) and -180 <= n <= 180 for n in value)
        return None if good else f"a list of {count} numbers of degrees, longitude before latitude"

    return checked


def _graph_of(graphs: Sequence[Mapping[str, Any]]) -> Check:
    names = [graph["name"] for graph in graphs if _YEAR in graph["name"]]
    return lambda value: None if value in names else f"the name of a graph that has {_YEAR} in it"


def _revisions(value: Any) -> str | None:
    dates = {"issued", "modified"}
    for name, entry in value.items() if isinstance(value, dict) else [("", value)]:
        fits = isinstance(entry, dict) and set(entry) == {"version", *dates} and _is_text(entry["version"])
        if not fits or not all(isinstance(entry[key], datetime.date) for key in dates):
            return f"a table of graphs with version, issued and modified; look at {name!r}"
    return None
