"""Sealing: a build becomes a release that is kept for good under its version, and no other build takes that version again.

Semantic Versioning 2.0.0, section 3: once a version is released, its content is not changed. Until then a version may be built
as often as one likes. A sealed folder shares its files with the build it was made of, where the disk allows that.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from hasila.distributions import FOLDER
from hasila.errors import ManifestInvalid, NotConforming, ReleaseNotWritten, SourceInvalid
from hasila.publication.history import History, unburied
from hasila.publication.manifest import FILE_NAME, Manifest
from hasila.publication.writing import ASIDE, sync
from hasila.rdf.formats import NQUADS
from hasila.release import Release
from hasila.releases import KEPT

_SHOWN = 5


def standing(
    manifest: Manifest, out: Path, contents: Mapping[str, bytes], progress: Callable[[str], None]
) -> Release | None:
    """Return the sealed release of this version when it says what `contents` say; None when the version is not sealed.

    Where only what the software makes of the sources differs, the sealed one stands. Raises ManifestInvalid when the sources
    say something else.
    """
    folder = out / KEPT / manifest.version
    if not folder.is_dir():
        return None
    sealed = Release.open(folder)
    files = {name: sha256(content).hexdigest() for name, content in contents.items()}
    if _substance(files, manifest.name) != _substance({n: e.sha256 for n, e in sealed.files.items()}, manifest.name):
        raise ManifestInvalid(
            f"{FILE_NAME}: version {manifest.version} was released on {sealed.publication.modified} with other content, "
            "and a release is never changed. Raise publication.version, and set publication.modified.", key="version",
        )  # fmt: skip
    progress(f"version {manifest.version} is released and says the same; it stays as it is")
    return sealed


def _substance(files: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the digests of what comes from the sources as it is: the statements, the queries and the ontology."""
    dump = f"{FOLDER}/{name}.{NQUADS.extension}"
    return {
        file: digest for file, digest in files.items() if file == dump or file.startswith(("queries/", "ontology/"))
    }


def seal(manifest: Manifest, history: History, release: Release, out: Path) -> Release:
    """Return the release sealed under its version in folder `out`.

    Raises SourceInvalid without a note of it, NotConforming when a resource vanished without a word, and
    ReleaseNotWritten when the version is there already.
    """
    _require_note(manifest, history)
    lost = unburied(release)
    if lost:
        shown = ", ".join(f"<{iri}>" for iri in lost[:_SHOWN]) + (", …" if len(lost) > _SHOWN else "")
        raise NotConforming(
            f"{len(lost)} resources of {manifest.name} {history.before[-1].publication.version} are gone: {shown}. Put them "
            f"back, or say in {manifest.withdrawn or 'the file that releases.withdrawn names'} why they were withdrawn.",
            violations=len(lost),
        )  # fmt: skip
    final = out / KEPT / manifest.version
    if final.exists():
        raise ReleaseNotWritten(f"{final} is there already.", path=str(final), reason="it exists")
    final.parent.mkdir(exist_ok=True)
    aside = out / f"{ASIDE}sealed"
    # Links: the running server may still read the build, and the bytes need not be there twice.
    shutil.copytree(release.path, aside, copy_function=_linked)
    for folder in [aside, *(path for path in aside.rglob("*") if path.is_dir())]:
        sync(folder)
    aside.rename(final)
    sync(final.parent)
    return Release.open(final)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _require_note(manifest: Manifest, history: History) -> None:
    place = manifest.notes or f"a file that releases.notes of {FILE_NAME} names"
    if history.note is None:
        raise SourceInvalid(
            f"Version {manifest.version} has no note: say in {place} what it brings and why, as [[release]].",
            file=manifest.notes,
        )
    if history.note.date != manifest.modified:
        raise SourceInvalid(
            f"{place}: version {manifest.version} is dated {history.note.date}, but publication.modified is "
            f"{manifest.modified}; set both to the day of the release.", file=manifest.notes,
        )  # fmt: skip
