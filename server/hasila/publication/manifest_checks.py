"""What the manifest may say: its sections and keys, and the form of every value, each fault told with its key.

TOML 1.0 for the types, BCP 47 for languages, RFC 3987 for IRIs, SPARQL 1.1 PN_PREFIX for prefixes. Names become file and
folder names, and paths stay below the root, so that no manifest makes a build read or write elsewhere. Opens no file.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

from hasila.errors import ManifestInvalid
from hasila.quality.mqa import MOST
from hasila.rdf.iris import is_iri
from hasila.rdf.namespaces import PREFIXES

CATALOG = "catalog"
"""Short name of the graph that the build makes."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_PREFIX = re.compile(r"[A-Za-z]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_YEAR = "{year}"
_PAIRS = (",.", ";.", ";,", "\t.", "\t,")
"""Separators of cells and of decimals that tell the one from the other."""
_OPTIONAL_SECTIONS = ("new-report", "pages", "quality", "releases", "server", "tables")
_REPEATED = ("graphs", "pages")

Check = Callable[[Any], str | None]
"""Returns what the value must be, or None when it is."""


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else "of type str, and not empty"


def _name(value: Any) -> str | None:
    fits = isinstance(value, str) and _NAME.fullmatch(value)
    return None if fits else "small letters and digits, with single dots or hyphens between them"


def _graph_name(value: Any) -> str | None:
    fits = isinstance(value, str) and all(_NAME.fullmatch(p) for p in value.replace(_YEAR, "0").split("/"))
    return None if fits else "small letters, digits and {year}, with single dots, hyphens or slashes between them"


def _date(value: Any) -> str | None:
    fits = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    return None if fits else "a date without a time, such as 2025-03-01"


def _iri(value: Any) -> str | None:
    return None if isinstance(value, str) and is_iri(value) else "an IRI"


def _base(value: Any) -> str | None:
    return _iri(value) or (None if value.endswith("/") else "an IRI that ends with a slash")


def _below_base(value: Any) -> str | None:
    fits = isinstance(value, str) and value and is_iri("x:/" + value) and value[0] != "/" and ".." not in value
    return None if fits else "the part of an IRI that follows the base, such as def/year"


def _path(value: Any) -> str | None:
    parts = value.split("/") if isinstance(value, str) else [""]
    good = all(part not in ("", ".", "..") and ("**" not in part or part == "**") for part in parts)
    return None if good and "\0" not in value and "\\" not in value else "a path below the publication's folder"


def _list_of(check: Check, *, least: int) -> Check:
    def checked(value: Any) -> str | None:
        if not isinstance(value, list):
            return "of type list"
        if wrong := next(filter(None, map(check, value)), None):
            return f"a list of which each element is {wrong}"
        return None if len(value) >= least else "a list that is not empty"

    return checked


def _language(value: Any) -> str | None:
    return None if isinstance(value, str) and _LANGUAGE.fullmatch(value) else "a language tag, such as fr"


def _languages(value: Any) -> str | None:
    if value == []:
        return "a list of languages; it names no language"
    return _list_of(_language, least=1)(value) or (
        None if len(set(value)) == len(value) else "a list of distinct languages"
    )


def _texts(value: Any) -> str | None:
    fits = isinstance(value, dict) and value and not any(map(_text, value.values()))
    return None if fits else "a table with one text for each language"


def _titles(value: Any) -> str | None:
    fits = isinstance(value, dict) and not any(map(_name, value)) and not any(map(_texts, value.values()))
    return None if fits else "a table of names, each with one title for each language"


def _pair(second: str, *, yearly: bool = False) -> Check:
    def checked(value: Any) -> str | None:
        if not isinstance(value, dict) or set(value) != {"file", second}:
            return f"a table with exactly the keys file and {second}"
        if yearly and _YEAR not in value["file"]:
            return f"a table whose file has {_YEAR} in its name"
        return next((f"a table whose {key} is {told}" for key in value if (told := _path(value[key]))), None)

    return checked


_table = _pair("mapping")


def _points(value: Any) -> str | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
    return None if fits else f"a number of points from 0 to {MOST}"


def _separators(value: Any) -> str | None:
    fits = isinstance(value, dict) and all(not _language(key) and value[key] in _PAIRS for key in value)
    return None if fits else f"a table of languages, each with one of {', '.join(map(repr, _PAIRS))}"


_KEYS: Mapping[str, Mapping[str, Check]] = {
    "publication": {
        "name": _name, "base": _base, "version": _name, "issued": _date, "modified": _date, "languages": _languages,
        "licence": _iri, "publisher": _below_base, "creator": _below_base, "headline": _below_base,
        "title": _texts, "description": _texts, "notice": _texts,
    },
    "ontology": {"iri": _below_base, "context": _path, "versions": _path},
    "validation": {"shapes": _list_of(_path, least=1), "rules": _path},
    "evidence": dict.fromkeys(("statement", "checksum", "length", "year", "source", "paragraph"), _below_base),
    "queries": {"folder": _path, "front": _list_of(_text, least=0), "asks": _list_of(_text, least=0),
                "groups": _titles},
    "tables": {"queries": _list_of(_name, least=0), "separators": _separators},
    "releases": {"notes": _path, "withdrawn": _path},
    "prefixes": {},
    "graphs": {"name": _graph_name, "files": _list_of(_path, least=0), "tables": _list_of(_table, least=0),
               "derivations": _list_of(_path, least=1),
               "title": _texts, "description": _texts},
    "catalog": {},
    "quality": {"mqa": _points},
    "server": {},
    "pages": {},
    "new-report": {"files": _list_of(_pair("template", yearly=True), least=0), "steps": _texts},
}  # fmt: skip
_OPTIONAL = {
    ("publication", "headline"), ("evidence", "paragraph"),
    ("graphs", "tables"), ("graphs", "derivations"), ("quality", "mqa"), ("releases", "notes"), ("releases", "withdrawn"),
    ("tables", "queries"), ("tables", "separators"), ("queries", "asks"), ("queries", "groups"),
}  # fmt: skip


def check_manifest(path: Path, data: Mapping[str, Any]) -> None:
    """Raise ManifestInvalid, naming the key, for the first thing the manifest in file `path` may not say."""
    for key, told in _faults(data):
        raise ManifestInvalid(f"{path}: {told}{'' if told.endswith('?') else '.'}", file=str(path), key=key)


def _faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for section in data:
        if section not in _KEYS:
            yield section, f"unknown section [{section}]. {_hint(section, _KEYS)}"
    for section, keys in _KEYS.items():
        if section not in data:
            if section not in _OPTIONAL_SECTIONS:
                yield section, f"section [{section}] is missing"
            continue
        entries = data.get(section, {})
        if section == "graphs" and not (isinstance(entries, list) and entries):
            yield section, "the graphs must be written as [[graphs]], at least one"
        for entry in entries if section in _REPEATED and isinstance(entries, list) else [entries]:
            yield from _faults_of_entry(section, entry, keys)
    yield from _faults_of_texts(data)
    yield from _faults_of_prefixes(data["prefixes"])
    yield from _faults_of_graphs(data["graphs"])


def _faults_of_entry(section: str, entry: Any, keys: Mapping[str, Check]) -> Iterator[tuple[str, str]]:
    if not isinstance(entry, dict):
        yield section, f"[{section}] must be one table"
        return
    for key in entry if keys else ():
        if key not in keys:
            yield key, f"unknown key {section}.{key}. {_hint(key, keys)}"
    for key, check in keys.items():
        if key not in entry and (section, key) not in _OPTIONAL:
            yield key, f"{section}.{key} is missing"
        if told := check(entry[key]) if key in entry else None:
            yield key, f"{section}.{key} must be {told}"


def _faults_of_texts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    languages = set(data["publication"]["languages"])
    entries = [("publication", data["publication"]), ("new-report", data.get("new-report", {}))]
    entries += [("queries.groups", {"title": titles}) for titles in data["queries"].get("groups", {}).values()]
    for section, entry in [*entries, *(("graphs", graph) for graph in data["graphs"])]:
        for key in ("title", "description", "notice", "steps"):
            wrong = sorted(languages ^ set(entry.get(key, languages)))
            if wrong:
                yield key, f"{section}.{key} must have the languages of the publication; look at {wrong[0]!r}"


def _faults_of_prefixes(prefixes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, namespace in prefixes.items():
        if not _PREFIX.fullmatch(name):
            yield name, f"prefixes.{name!r} is no prefix: letters, digits, hyphens, beginning with a letter"
        if _iri(namespace):
            yield name, f"prefixes.{name} must be an IRI"
        if PREFIXES.get(name, namespace) != namespace:
            yield name, f"prefixes.{name} stands for {PREFIXES[name]} already; choose another name"
    for (name, namespace), (other, longer) in permutations({**PREFIXES, **prefixes}.items(), 2):
        if longer.startswith(namespace):
            # Which of the two a writer takes would be left to chance, and with it the bytes of the dumps.
            yield other, f"prefixes.{other} begins with the namespace of {name}; keep one of them"


def _faults_of_graphs(graphs: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    names = [graph["name"] for graph in graphs]
    for graph, name in zip(graphs, names, strict=True):
        if names.count(name) > 1:
            yield "name", f"graphs.name {name!r} stands twice"
        files = [*graph["files"], *(table["file"] for table in graph.get("tables", ()))]
        if _YEAR in name and not any(_YEAR in file for file in files):
            yield "files", f"the graph {name!r} has {_YEAR} in its name, but in none of its files"
        if _YEAR not in name and any(_YEAR in file for file in files):
            yield "name", f"the graph {name!r} has {_YEAR} in its files, but not in its name"
        if "derivations" in graph and (files or name == CATALOG):
            yield "derivations", f"the graph {name!r} has derivations, so it may have no files or tables of its own"
        if any(_YEAR in pattern for pattern in (name, *graph.get("derivations", ()))) and "derivations" in graph:
            yield (
                "derivations",
                f"the graph {name!r} has derivations, so {_YEAR} may stand neither in its name nor in theirs",
            )
    if CATALOG not in names:
        yield "graphs", f"the graph {CATALOG!r}, which the build makes, is missing; give it its texts, and no files"


def _hint(word: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(known)}"
