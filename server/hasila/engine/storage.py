"""Where the data are kept: in memory while they fit, in a folder on disk beyond; a store that is there already is used again.

A store is filled under another name by a process of its own (`filling`) and renamed once it is whole, so that a load that was
killed leaves nothing that passes for complete.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pyoxigraph

from hasila.engine.estimates import certainly_fits, estimate
from hasila.engine.filling import say
from hasila.engine.limits import MEBIBYTE
from hasila.settings import Settings

STORES = "stores"
"""The folder of stores, beside a release or in an engine's private folder."""
_LAYOUT = 1
_LOADING = ".loading"
_STOCK = "stock.json"
_IN_USE = "in-use"
_UNUSED = 1
_STORE = "oxigraph"
_LARGE = 500_000

Files = Sequence[tuple[Path, str | None]]


@dataclass(frozen=True)
class Storage:
    """The settings: how many MiB a store may take in memory, and the folder of those that take more, empty for the default."""

    mebibytes: int = 4096
    folder: str = ""

    @classmethod
    def of_settings(cls, settings: Settings) -> Storage:
        """Return what the settings name."""
        return cls(settings.integer("store_mebibytes"), settings.text("store_folder"))


IN_MEMORY = Storage()
"""What holds where no setting says otherwise."""


@dataclass(frozen=True)
class Shelf:
    """A store on disk: where Oxigraph finds it, and what was counted while it was filled.

    `hold` is a descriptor that keeps others from removing the store as long as the process that serves it has it open.
    """

    path: Path
    triples: int
    graphs: tuple[str, ...]
    disjoint: bool
    covered: bool
    hold: int = field(compare=False)


def fits(files: Files, mebibytes: int) -> bool:
    """Tell whether a store of the files is expected to take no more memory than that.

    Raises OSError when one is not there; what is wrong inside one is for loading to say.
    """
    if certainly_fits(files, mebibytes * MEBIBYTE):
        return True
    try:
        expected = estimate(files)
    except (SyntaxError, ValueError):
        return True
    fitting = expected.bytes <= mebibytes * MEBIBYTE
    if fitting and expected.statements >= _LARGE:
        say(f"loading about {expected.statements:,} statements into memory")
    return fitting


def shelve(files: Files, folders: Sequence[Path], digest: str = "", lifeline: int | None = None) -> Shelf:
    """Return the store of the files on disk, filled now or before, in the first of the folders that can be written to.

    `digest` stands for the content of the files where it is known. Filling ends when `lifeline`, a descriptor, is closed at
    its other end. Of the stores of other content that nobody serves, the one used last stays, for going back to it. Raises
    OSError and what filling raises, as ValueError.
    """
    folder = _writable(folders)
    name = _name(files, digest)
    with _locked(folder):
        # Whoever fills holds the lock, so these are of processes that were killed.
        for leftover in folder.glob(f"*{_LOADING}"):
            shutil.rmtree(leftover, ignore_errors=True)
        if not (folder / name / _STOCK).is_file():
            _fill(folder / f"{name}{_LOADING}", files, lifeline)
            (folder / f"{name}{_LOADING}").rename(folder / name)
            _sync(folder)
        hold = os.open(folder / name / _IN_USE, os.O_WRONLY | os.O_CREAT, 0o600)
        os.utime(hold)
        fcntl.flock(hold, fcntl.LOCK_SH)
        _clear(folder, name)
    counted = json.loads((folder / name / _STOCK).read_text(encoding="utf-8"))
    return Shelf(folder / name / _STORE, **{**counted, "graphs": tuple(counted["graphs"])}, hold=hold)


def _clear(folder: Path, name: str) -> None:
    """Remove the stores that nobody serves but the one used last, with the folder's lock and one's own store held."""
    others = [path.parent for path in folder.glob(f"*/{_STOCK}") if path.parent.name != name]
    unused = [path for path in others if _is_unused(path)]
    for path in sorted(unused, key=lambda path: (path / _IN_USE).stat().st_mtime, reverse=True)[_UNUSED:]:
        say(f"removing a store on disk that nothing serves any more, {path}")
        # Without its stock it passes for nothing, should this be broken off.
        (path / _STOCK).unlink()
        shutil.rmtree(path, ignore_errors=True)


def _is_unused(store: Path) -> bool:
    with (store / _IN_USE).open("ab") as mark:  # one of an earlier version has none yet
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _name(files: Files, digest: str) -> str:
    """Return the name of the store: it changes with the content, the graphs, and the software that wrote it."""
    hashed = hashlib.sha256(f"{_LAYOUT} {pyoxigraph.__version__} {digest}".encode())
    for path, graph in files:
        hashed.update(f"\n{path.suffix} {graph} ".encode())
        if not digest:
            with path.open("rb") as file:
                hashed.update(hashlib.file_digest(file, "sha256").digest())
    return hashed.hexdigest()[:32]


def _writable(folders: Sequence[Path]) -> Path:
    for folder in folders[:-1]:
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    folders[-1].mkdir(mode=0o700, parents=True, exist_ok=True)
    return folders[-1]


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another process that fills a store in {folder}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fill(folder: Path, files: Files, lifeline: int | None) -> None:
    folder.mkdir(mode=0o700)
    expected = estimate(files).statements
    say(f"filling a store on disk with about {expected:,} statements, in {folder.parent}")
    orders = {
        "parent": os.getpid(),
        "folder": str(folder / _STORE),
        "files": [(str(path), graph) for path, graph in files],
        "expected": expected,
    }
    try:
        report = _run(orders, lifeline)
        if "error" in report:
            raise ValueError(report["error"])
        (folder / _STOCK).write_text(json.dumps(report), encoding="utf-8")
        for path in (*folder.rglob("*"), folder):
            _sync(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _run(orders: Mapping[str, Any], lifeline: int | None) -> dict[str, Any]:
    """Return the report of the process that fills, or the error that it told."""
    command = [sys.executable, "-P", "-m", "hasila.engine.filling"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps(orders).encode() + b"\n")
            process.stdin.flush()
            report: dict[str, Any] = json.loads(_report(process.stdout, lifeline) or "{}")
        except BaseException:
            process.kill()
            raise
    return report or {"error": f"the process that fills the store ended with status {process.returncode}"}


def _report(output: IO[bytes], lifeline: int | None) -> bytes:
    while lifeline is not None:
        ready, _, _ = select.select([output.fileno(), lifeline], [], [])
        if output.fileno() in ready:
            break
        if not os.read(lifeline, 4096):
            raise InterruptedError("whoever started this process is gone")
    return output.readline()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
