"""The publication's manifest, `hasila.toml`: what is published, from which files, under which names.

TOML 1.0. Unknown keys and wrong types are refused with a hint. Reads the manifest only, none of the files it names.
"""

from __future__ import annotations

import datetime
import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hasila.errors import ManifestInvalid
from hasila.rdf.iris import is_iri
from hasila.rdf.languages import Text

FILE_NAME = "hasila.toml"

_KEYS: Mapping[str, Mapping[str, type]] = {
    "publication": {
        "name": str, "base": str, "version": str, "issued": datetime.date, "modified": datetime.date,
        "languages": list, "licence": str, "publisher": str, "creator": str,
        "title": dict, "description": dict, "notice": dict,
    },
    "ontology": {"iri": str, "context": str, "versions": str},
    "validation": {"shapes": list, "rules": str},
    "evidence": {"statement": str, "checksum": str, "length": str, "year": str, "source": str},
    "queries": {"folder": str, "front": list},
    "prefixes": {},
    "graphs": {"name": str, "files": list, "tables": list, "title": dict, "description": dict},
    "server": {},
}  # fmt: skip
_OPTIONAL = {("graphs", "tables")}


@dataclass(frozen=True)
class Table:
    """A CSV table of a graph and the SPARQL CONSTRUCT that maps its rows to triples (paths below the root)."""

    file: str
    mapping: str


@dataclass(frozen=True)
class GraphSource:
    """One named graph, or with `{year}` in its name one for each year, and the files it is made of."""

    name: str
    files: tuple[str, ...]
    tables: tuple[Table, ...]
    title: Text
    description: Text


@dataclass(frozen=True)
class Manifest:
    """The manifest of the publication whose files lie below `root`."""

    root: Path
    name: str
    base: str
    version: str
    issued: str
    modified: str
    languages: tuple[str, ...]
    licence: str
    publisher: str
    creator: str
    title: Text
    description: Text
    notice: Text
    ontology: Mapping[str, str]
    shapes: tuple[str, ...]
    rules: str
    evidence: Mapping[str, str]
    queries: str
    front: tuple[str, ...]
    prefixes: Mapping[str, str]
    graphs: tuple[GraphSource, ...]
    server: Mapping[str, object]

    def iri(self, relative: str) -> str:
        """Return the IRI of a path below the base."""
        return self.base + relative


def read_manifest(root: Path) -> Manifest:
    """Return the manifest of the publication in folder `root`.

    Raises ManifestInvalid when it is missing, is no TOML, or has an unknown, missing or wrongly typed key.
    """
    path = root / FILE_NAME
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ManifestInvalid(
            f"{path} is missing: run this in the folder of a publication, or name it with --root.", file=str(path)
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestInvalid(f"{path} cannot be read: {error}.", file=str(path)) from error
    _check(path, data)
    return _manifest(root, path, data)


def _manifest(root: Path, path: Path, data: Mapping[str, Any]) -> Manifest:
    head = data["publication"]
    if not is_iri(head["base"]) or not head["base"].endswith("/"):
        raise ManifestInvalid(f"{path}: publication.base must be an IRI that ends with a slash.", key="base")
    if not head["languages"]:
        raise ManifestInvalid(f"{path}: publication.languages names no language.", key="languages")
    return Manifest(
        root=root,
        **{key: head[key] for key in ("name", "base", "version", "licence", "title", "description", "notice")},
        issued=head["issued"].isoformat(),
        modified=head["modified"].isoformat(),
        languages=tuple(head["languages"]),
        publisher=head["base"] + head["publisher"],
        creator=head["base"] + head["creator"],
        ontology=data["ontology"],
        shapes=tuple(data["validation"]["shapes"]),
        rules=data["validation"]["rules"],
        evidence={key: head["base"] + value for key, value in data["evidence"].items()},
        queries=data["queries"]["folder"],
        front=tuple(data["queries"]["front"]),
        prefixes=data["prefixes"],
        graphs=tuple(_graph(graph) for graph in data["graphs"]),
        server=data.get("server", {}),
    )


def _graph(data: Mapping[str, Any]) -> GraphSource:
    tables = tuple(Table(**table) for table in data.get("tables", ()))
    return GraphSource(data["name"], tuple(data["files"]), tables, data["title"], data["description"])


def _check(path: Path, data: Mapping[str, Any]) -> None:
    for section in data:
        if section not in _KEYS:
            raise ManifestInvalid(f"{path}: unknown section [{section}]. {_hint(section, _KEYS)}", key=section)
    for section, keys in _KEYS.items():
        if section not in data and section != "server":
            raise ManifestInvalid(f"{path}: section [{section}] is missing.", key=section)
        entries = data.get(section, {})
        for entry in entries if isinstance(entries, list) else [entries]:
            _check_entry(path, section, entry, keys)


def _check_entry(path: Path, section: str, entry: object, keys: Mapping[str, type]) -> None:
    if not isinstance(entry, dict):
        raise ManifestInvalid(f"{path}: [{section}] must be a table.", key=section)
    for key in entry if keys else ():
        if key not in keys:
            raise ManifestInvalid(f"{path}: unknown key {section}.{key}. {_hint(key, keys)}", key=key)
    for key, kind in keys.items():
        if key not in entry and (section, key) not in _OPTIONAL:
            raise ManifestInvalid(f"{path}: {section}.{key} is missing.", key=key)
        if key in entry and not isinstance(entry[key], kind):
            raise ManifestInvalid(f"{path}: {section}.{key} must be of type {kind.__name__}.", key=key)
        if key == "tables" and not all(set(t) == {"file", "mapping"} for t in entry.get(key, ())):
            raise ManifestInvalid(f"{path}: each of {section}.tables has exactly the keys file and mapping.", key=key)


def _hint(word: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Known are: {', '.join(known)}."
