"""The files of a release that describe it, read and checked for their form.

JSON (RFC 8259). What they mean stands in `distributions`, `catalog` and `changes`; which of them there must be, in `release`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from hasila.catalog import CATALOG, Catalog
from hasila.changes import CHANGES, TOMBSTONES, ReleaseChanges, Tombstone
from hasila.distributions import DISTRIBUTIONS, Distribution
from hasila.errors import ReleaseInvalid

T = TypeVar("T")


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file of a release. Raises ReleaseInvalid when there is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ReleaseInvalid(
            f"{path.parent} holds no release: {path.name} is missing.", path=str(path.parent)
        ) from error
    except (OSError, ValueError) as error:
        raise ReleaseInvalid(f"{path} cannot be read: {error}.", path=str(path.parent)) from error
    if not isinstance(data, dict):
        raise ReleaseInvalid(f"{path} is not a JSON object.", path=str(path.parent))
    return data


def read_distributions(folder: Path) -> tuple[Distribution, ...]:
    """Return the files for downloading of the release in `folder`. Raises ReleaseInvalid."""
    return _understood(folder / DISTRIBUTIONS, lambda data: tuple(map(Distribution.from_json, data["distributions"])))


def read_catalog(folder: Path) -> Catalog:
    """Return what portals are told of the release in `folder`. Raises ReleaseInvalid."""
    return _understood(folder / CATALOG, Catalog.from_json)


def read_changes(folder: Path) -> ReleaseChanges:
    """Return what the release in `folder` changed. Raises ReleaseInvalid."""
    return _understood(folder / CHANGES, ReleaseChanges.from_json)


def read_tombstones(folder: Path) -> dict[str, Tombstone]:
    """Return the tombstones of the release in `folder` by the IRI of what was withdrawn. Raises ReleaseInvalid."""
    return _understood(
        folder / TOMBSTONES,
        lambda data: {entry["resource"]: Tombstone.from_json(entry) for entry in data["tombstones"]},
    )


def _understood(path: Path, read: Callable[[dict[str, Any]], T]) -> T:
    try:
        return read(read_json(path))
    except (KeyError, TypeError) as error:
        raise ReleaseInvalid(f"{path} is not understood: {error}.", path=str(path.parent)) from error
