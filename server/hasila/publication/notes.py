"""What people write of a release: its note, the reasons of single changes, and what was withdrawn for good.

TOML 1.0: the files that `releases.notes` and `releases.withdrawn` of the manifest name. Whether they fit the data is asked in
`history`.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hasila.changes import Tombstone
from hasila.errors import SourceInvalid
from hasila.publication.files import read_text
from hasila.publication.manifest import Manifest
from hasila.rdf.iris import is_iri
from hasila.rdf.languages import Text


@dataclass(frozen=True)
class Note:
    """The note of one release: its date, what it brings and why; `reasons` has more on single resources, by IRI."""

    version: str
    date: str
    what: Text
    why: Text
    reasons: Mapping[str, Text] = field(default_factory=dict)


def read_notes(manifest: Manifest) -> dict[str, Note]:
    """Return the notes of releases by version; none where the manifest names no file of them.

    Raises SourceInvalid, naming the entry, for what a note may not say.
    """
    notes: dict[str, Note] = {}
    for path, entry in _entries(manifest, manifest.notes, "release"):
        version = _version(path, entry)
        place = f"{path}: release {version}"
        if version in notes:
            raise _wrong(path, f"{place} stands twice")
        if type(entry.get("date")) is not datetime.date:
            raise _wrong(path, f"{place}: date must be a date without a time, such as 2025-03-01")
        _require_known(path, place, entry, {"version", "date", "what", "why", "reason"})
        what, why = (_texts(path, f"{place}: {key}", entry.get(key), manifest) for key in ("what", "why"))
        notes[version] = Note(version, entry["date"].isoformat(), what, why, _reasons(path, place, entry, manifest))
    return notes


def _reasons(path: Path, place: str, entry: Mapping[str, Any], manifest: Manifest) -> dict[str, Text]:
    reasons: dict[str, Text] = {}
    for reason in _tables(path, place, entry.get("reason", [])):
        _require_known(path, f"{place}: reason", reason, {"of", "why"})
        why = _texts(path, f"{place}: reason.why", reason.get("why"), manifest)
        for resource in _resources(path, f"{place}: reason.of", reason.get("of"), manifest):
            reasons[resource] = why
    return reasons


def read_withdrawn(manifest: Manifest) -> list[Tombstone]:
    """Return what was withdrawn, in the order of the file; none where the manifest names no file.

    Raises SourceInvalid, naming the entry, for what it may not say.
    """
    found: dict[str, Tombstone] = {}
    for path, entry in _entries(manifest, manifest.withdrawn, "withdrawn"):
        (resource,) = _resources(path, f"{path}: withdrawn.resource", [entry.get("resource")], manifest)
        place = f"{path}: {resource}"
        if resource in found:
            raise _wrong(path, f"{place} stands twice")
        _require_known(path, place, entry, {"resource", "version", "why", "replaced_by"})
        why = _texts(path, f"{place}: why", entry.get("why"), manifest)
        after = tuple(_resources(path, f"{place}: replaced_by", entry.get("replaced_by", []), manifest))
        found[resource] = Tombstone(resource, _version(path, entry), why, after)
    return list(found.values())


def _entries(manifest: Manifest, file: str, key: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if not file:
        return
    path = manifest.root / file
    try:
        data = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise SourceInvalid(f"{path} cannot be read: {error}.", file=str(path)) from error
    _require_known(path, str(path), data, {key})
    for entry in _tables(path, str(path), data.get(key, [])):
        yield path, entry


def _tables(path: Path, place: str, found: object) -> list[Mapping[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise _wrong(path, f"{place}: write the entries as [[…]]")
    return found


def _version(path: Path, entry: Mapping[str, Any]) -> str:
    version = entry.get("version")
    if not isinstance(version, str) or not version:
        raise _wrong(path, f"{path}: an entry has no version")
    return version


def _require_known(path: Path, place: str, entry: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise _wrong(path, f"{place}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")


def _texts(path: Path, place: str, said: object, manifest: Manifest) -> Text:
    languages = set(manifest.languages)
    fits = isinstance(said, dict) and set(said) == languages and all(isinstance(t, str) and t for t in said.values())
    if not fits or not isinstance(said, dict):
        raise _wrong(path, f"{place} must be a text in each of {', '.join(manifest.languages)}")
    return said


def _resources(path: Path, place: str, said: object, manifest: Manifest) -> list[str]:
    """Return IRIs of what follows the base, such as `id/figure/2025.x`."""
    fits = isinstance(said, list) and all(isinstance(r, str) and r and is_iri(manifest.iri(r)) for r in said)
    if not fits or not isinstance(said, list) or any(is_iri(r) for r in said):
        raise _wrong(path, f"{place} must name what follows the base in the IRI of a resource, such as def/year")
    return [manifest.iri(resource) for resource in said]


def _wrong(path: Path, told: str) -> SourceInvalid:
    return SourceInvalid(f"{told}.", file=str(path))
