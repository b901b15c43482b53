"""The releases that are kept: sealed once and for all, each in a folder of its own named after its version.

They lie in `releases` beside the builds that may still change. Opens them in the order they were released; seals none (see
`publication.sealing`).
"""

from __future__ import annotations

import logging
from pathlib import Path

from hasila.errors import ReleaseInvalid
from hasila.release import MANIFEST, Release

KEPT = "releases"
"""The folder of sealed releases within the output folder of builds."""
log = logging.getLogger(__name__)


def kept_beside(release: Release) -> Path:
    """Return the folder of sealed releases that belongs to a release, which may be one of them or a build beside."""
    parent = release.path.parent
    return parent if parent.name == KEPT else parent / KEPT


def is_kept(release: Release) -> bool:
    """Tell whether the release is sealed."""
    return release.path.parent.name == KEPT and release.path.name == release.publication.version


def kept_releases(folder: Path, *, strict: bool = False) -> list[Release]:
    """Return the sealed releases in a folder, the first released first.

    One that cannot be opened is left out with a word in the log, for a damaged old release must not stop a server; when
    `strict`, its ReleaseInvalid is raised.
    """
    found = []
    for manifest in sorted(folder.glob(f"*/{MANIFEST}")):
        try:
            release = Release.open(manifest.parent)
        except ReleaseInvalid as error:
            if strict:
                raise
            log.warning("A kept release is left out: %s", error.message)
            continue
        if is_kept(release):
            found.append(release)
    return sorted(found, key=released)


def released(release: Release) -> tuple[str, str]:
    """Return what releases are ordered by: the moment they are dated, then their version."""
    return release.publication.released or release.publication.modified, release.publication.version
