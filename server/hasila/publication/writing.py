"""Writing a release: aside, synced, named after its version and digest, and made the current one by one rename.

POSIX rename is atomic: what is served is never touched, and a build that is killed leaves an unfinished folder, which the next
one removes. Knows nothing of what is written.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from hasila.errors import BuildRunning, ReleaseInvalid, ReleaseNotWritten
from hasila.release import MANIFEST, FileEntry, Release, digest_of

CURRENT = "current"
"""The link in the output folder that points to the release in force."""
ASIDE = ".building-"
"""What names begin with that are not finished."""
_AT_ONCE = 8
"""So many files are written at a time."""


def write_release(version: str, out: Path, contents: Mapping[str, bytes], facts: Mapping[str, Any]) -> Release:
    """Return the release of these files in folder `out`, written unless it stands there to the byte.

    `facts` are what its manifest says beside the files.
    """
    files = {name: FileEntry(sha256(content).hexdigest(), len(content)) for name, content in contents.items()}
    digest = digest_of(files)
    final = out / f"{version}-{digest[:12]}"
    if not _stands(final):
        entries = {name: {"sha256": entry.sha256, "bytes": entry.bytes} for name, entry in files.items()}
        aside = out / f"{ASIDE}{os.getpid()}"
        try:
            write_folder(aside, {**contents, MANIFEST: as_json({**facts, "digest": digest, "files": entries})})
            if final.is_dir():
                # A folder cannot be renamed onto one that is not empty; the damaged one goes with the unfinished ones.
                final.rename(out / f"{ASIDE}damaged")
            aside.rename(final)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        sync(out)
        shutil.rmtree(out / f"{ASIDE}damaged", ignore_errors=True)
    return Release.open(final)


def point_to(out: Path, release: Release) -> None:
    """Make a release within `out` the current one."""
    link = out / f"{ASIDE}link"
    link.unlink(missing_ok=True)
    link.symlink_to(release.path.relative_to(out.resolve()))
    link.rename(out / CURRENT)
    sync(out)


def as_json(data: object) -> bytes:
    """Return data as the JSON of a release: sorted, indented, the same bytes each time."""
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _stands(final: Path) -> bool:
    """Tell whether the release is there to the byte; a damaged one would otherwise stay for ever."""
    if not final.is_dir():
        final.unlink(missing_ok=True)
        return False
    try:
        Release.open(final).verify()
    except ReleaseInvalid:
        return False
    return True


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files into a new folder and have them on the disk."""

    def write(name: str) -> None:
        with (folder / name).open("xb") as file:
            file.write(contents[name])
            file.flush()
            os.fsync(file.fileno())

    for parent in sorted({(folder / name).parent for name in contents}):
        parent.mkdir(parents=True, exist_ok=True)
    # To wait for the disk takes most of the time, and it does several at once.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(write, contents):
            pass
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        sync(path)


def sync(folder: Path) -> None:
    """Have the entries of a folder on the disk: a renamed one survives a power cut only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def exclusive(out: Path) -> Iterator[None]:
    """Hold the output folder, and clear away what a killed build left there.

    Raises BuildRunning while another build holds it, ReleaseNotWritten when it cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / ".lock").open("w")
    except OSError as error:
        raise ReleaseNotWritten(f"{out} cannot be written: {error.strerror}.", path=str(out)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildRunning(f"Another build is writing to {out}; wait for it to end.", path=str(out)) from error
        _remove_unfinished(out)
        yield


def _remove_unfinished(out: Path) -> None:
    for left in out.glob(f"{ASIDE}*"):
        if left.is_symlink():
            left.unlink()
        else:
            shutil.rmtree(left, ignore_errors=True)
