"""What a release changed: resources added, corrected and withdrawn since the release before, and why.

Written by the build as `changes.json`; the web shows it, and the change feed says the same. Compares nothing (see
`publication.differences`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from hasila.rdf.languages import Text

CHANGES = "changes.json"
"""Name within a release."""
TOMBSTONES = "tombstones.json"
"""Name within a release of what has been withdrawn for good."""
Kind = Literal["added", "corrected", "withdrawn"]
KINDS: tuple[Kind, ...] = ("added", "corrected", "withdrawn")


@dataclass(frozen=True)
class Change:
    """What happened to one resource, an IRI: statements taken away and put in, each `predicate object` in N-Triples.

    For what was added or withdrawn as a whole, the statements stand in the dumps of the two releases and are left out
    here. `reason` is why, where more is known than of the release; `replaced_by` are IRIs.
    """

    resource: str
    kind: Kind
    label: Text = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    reason: Text = field(default_factory=dict)
    replaced_by: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Change:
        """Return the change that an entry of `changes.json` describes. Raises KeyError or TypeError."""
        return cls(**{**data, **{name: tuple(data.get(name, ())) for name in ("removed", "added", "replaced_by")}})


@dataclass(frozen=True)
class ReleaseChanges:
    """What a release changed against the one before: `before` is its version, empty for the first of all.

    `what` and `why` are the release's note. `pages` is how many pages of the change feed hold it.
    """

    before: str
    what: Text
    why: Text
    pages: int
    changes: tuple[Change, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many resources were added, corrected and withdrawn."""
        counted: Counter[str] = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in KINDS}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReleaseChanges:
        """Return what `changes.json` describes. Raises KeyError or TypeError when it does not."""
        changes = tuple(Change.from_json(entry) for entry in data["changes"])
        return cls(data["before"], data["what"], data["why"], data["pages"], changes)


@dataclass(frozen=True)
class Tombstone:
    """A resource that was withdrawn: in which version it is missing first, why, and what replaces it (IRIs)."""

    resource: str
    version: str
    why: Text
    replaced_by: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Tombstone:
        """Return the tombstone that an entry of `tombstones.json` describes. Raises KeyError or TypeError."""
        return cls(**{**data, "replaced_by": tuple(data["replaced_by"])})
