"""The history of a publication as a release tells it: what it changed, what was withdrawn, and the change feed up to it.

A release is compared with the one sealed before it, so what it holds follows from the sources and that one alone. Seals
nothing (see `sealing`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hasila.changes import CHANGES, TOMBSTONES, Change, ReleaseChanges, Tombstone
from hasila.errors import ManifestInvalid, SourceInvalid
from hasila.publication import atom, feed
from hasila.publication.differences import Resources, differences, read_resources, resources
from hasila.publication.distributing import compressed
from hasila.publication.manifest import FILE_NAME, Manifest
from hasila.publication.notes import Note, read_notes, read_withdrawn
from hasila.rdf.formats import NQUADS
from hasila.release import Release
from hasila.releases import kept_releases, released

_NONE = Note("", "", {}, {})


@dataclass(frozen=True)
class History:
    """What a build knows of earlier releases: those sealed before this version, its moment, its note, the tombstones."""

    before: tuple[Release, ...]
    released: str
    note: Note | None
    tombstones: tuple[Tombstone, ...]

    @property
    def last(self) -> Release | None:
        """The release this one is compared with, if there is one."""
        return self.before[-1] if self.before else None


def read_history(manifest: Manifest, kept: Path) -> History:
    """Return what the publication's version builds on; `kept` is the folder of sealed releases.

    Raises ReleaseInvalid for a sealed release that is damaged, and SourceInvalid for a note or tombstone that is wrong.
    """
    sealed = kept_releases(kept, strict=True)
    own = [release for release in sealed if release.publication.version == manifest.version]
    before = [r for r in sealed if r not in own and (not own or released(r) < released(own[0]))]
    if before and manifest.modified < before[-1].publication.modified:
        raise ManifestInvalid(
            f"{FILE_NAME}: publication.modified is {manifest.modified}, before the release of "
            f"{before[-1].publication.modified}; set it to the day of the release.", key="modified",
        )  # fmt: skip
    notes = read_notes(manifest)
    return History(
        tuple(before), _moment(manifest.modified, before), notes.get(manifest.version), tuple(read_withdrawn(manifest))
    )


def _moment(modified: str, before: Sequence[Release]) -> str:
    """Return the moment a release is dated: midnight, and a second more than the last release of the same day."""
    moment = f"{modified}T00:00:00Z"
    last = before[-1].publication.released if before else ""
    if last[: len(modified)] == modified:
        later = datetime.fromisoformat(last) + timedelta(seconds=1)
        moment = later.strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment


def contents(manifest: Manifest, history: History, dump: bytes, *, seal: bool) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of what a release says of its history; `dump` is what it publishes, in N-Quads.

    Only where it is to be kept for good (`seal`) does it say that its pages of the feed never change.

    Raises SourceInvalid for a tombstone of a resource that is there, or that names a replacement which is not.
    """
    new = resources(dump.decode().split("\n"), f"{manifest.name}.{NQUADS.extension}")
    _require_fitting(history.tombstones, new)
    old = read_resources(history.last) if history.last else {}
    changes = tuple(_reasoned(change, history) for change in differences(old, new))
    note = history.note or _NONE
    count = -(-len(changes) // feed.MEMBERS)
    told = ReleaseChanges(history.last.publication.version if history.last else "", note.what, note.why, count, changes)
    yield CHANGES, _json(_entries(told))
    yield TOMBSTONES, _json({"tombstones": [asdict(tombstone) for tombstone in history.tombstones]})
    for name, content in _feed(
        manifest, history, feed.Window(manifest.version, history.released, count, seal), told, new
    ):
        yield from compressed(f"feed/{name}", content).items()


def _feed(
    manifest: Manifest, history: History, window: feed.Window, told: ReleaseChanges, new: Resources
) -> Iterator[tuple[str, bytes]]:
    yield from feed.pages(manifest, window, told.changes, new, history.note)
    yield from feed.root(manifest, [*_windows(history), window])
    for language in manifest.languages:
        yield f"{language}.atom", atom.atom(manifest, history.released, told, language)


def _windows(history: History) -> Iterator[feed.Window]:
    for release in history.before:
        changes = release.changes()
        if changes is not None:
            yield feed.Window(release.publication.version, release.publication.released, changes.pages, sealed=True)


def _reasoned(change: Change, history: History) -> Change:
    tombstone = next((t for t in history.tombstones if t.resource == change.resource), None)
    if change.kind == "withdrawn" and tombstone is not None:
        return replace(change, reason=tombstone.why, replaced_by=tombstone.replaced_by)
    reasons: Mapping[str, Any] = history.note.reasons if history.note else {}
    return replace(change, reason=reasons.get(change.resource, {}))


def _require_fitting(tombstones: Sequence[Tombstone], new: Resources) -> None:
    gone = {tombstone.resource for tombstone in tombstones}
    for tombstone in tombstones:
        if tombstone.resource in new:
            raise SourceInvalid(f"<{tombstone.resource}> is withdrawn, but it is in the data. An IRI is not used again: "
                                "take it out of the data, or its tombstone away.")  # fmt: skip
        lost = [iri for iri in tombstone.replaced_by if iri not in new and iri not in gone]
        if lost:
            raise SourceInvalid(
                f"<{tombstone.resource}> is said to be replaced by <{lost[0]}>, which is not published."
            )


def unburied(release: Release) -> list[str]:
    """Return the resources that a release no longer has, and that no tombstone tells of."""
    changes = release.changes()
    withdrawn = (change.resource for change in (changes.changes if changes else ()) if change.kind == "withdrawn")
    return [iri for iri in withdrawn if iri not in release.tombstones]


def _entries(told: ReleaseChanges) -> dict[str, Any]:
    changes = [{name: value for name, value in asdict(change).items() if value} for change in told.changes]
    return {
        "before": told.before, "what": told.what, "why": told.why, "pages": told.pages, "counts": told.counts,
        "changes": changes,
    }  # fmt: skip


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
