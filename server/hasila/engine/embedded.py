"""The engine that is started and watched from here: processes of this machine, whatever they ask for the data.

`EmbeddedEngine` owns the nursery; other processes on the machine ask through `EngineClient`. Evaluates nothing itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hasila.engine.client import EngineClient
from hasila.engine.limits import Limits
from hasila.engine.storage import IN_MEMORY, STORES, Storage
from hasila.errors import EngineUnavailable
from hasila.rdf.formats import NQUADS
from hasila.rdf.namespaces import LABEL_PROPERTIES
from hasila.release import Release

_LONGEST_PAUSE = 30.0
_STEADY = 60.0
_FAREWELL = 5.0

Sources = Path | Sequence[tuple[Path, str | None]]


class EmbeddedEngine(EngineClient):
    """An Engine that also keeps the processes behind it alive: a nursery that dies is started again."""

    def __init__(self, directory: Path, limits: Limits, settings: Mapping[str, object]) -> None:
        super().__init__(directory, limits)
        self.socket_path = directory
        self._settings = settings
        self._closing = threading.Event()
        self._nursery, self.loaded = self._spawn()
        self._keeper = threading.Thread(target=self._keep, name="nursery-keeper", daemon=True)
        self._keeper.start()

    @classmethod
    def start(
        cls,
        files: Sources,
        limits: Limits,
        *,
        prefixes: Mapping[str, str] | None = None,
        label_properties: Sequence[str] = LABEL_PROPERTIES,
        storage: Storage = IN_MEMORY,
        beside: Path | None = None,
        digest: str = "",
    ) -> Self:
        """Start the processes, load the data and return once queries are answered.

        `files` is one dump in N-Quads, or pairs of RDF file and graph IRI (None: the file's own graphs, or only the
        union). A store on disk goes to the folder of `storage`, else to `beside` where that can be written to, else to
        one that lasts as long as the engine; `digest` stands for the content of the files where it is known. Raises
        EngineUnavailable when the data cannot be loaded; the reason is in its message.
        """
        pairs = [(files, None)] if isinstance(files, Path) else list(files)
        source = {
            "kind": "files",
            "files": [(str(path.resolve()), graph) for path, graph in pairs],
            "mebibytes": storage.mebibytes,
            "folder": storage.folder,
            "beside": beside and str(beside),
            "digest": digest,
        }
        return cls.of_source(source, limits, prefixes or {}, label_properties)

    @classmethod
    def over(
        cls,
        endpoints: Sequence[str],
        graphs: Sequence[str],
        limits: Limits,
        *,
        triples: int | None = None,
        prefixes: Mapping[str, str] | None = None,
        label_properties: Sequence[str] = LABEL_PROPERTIES,
    ) -> Self:
        """Start processes that ask other SPARQL endpoints about those graphs; asks none of them yet."""
        source = {"kind": "remote", "endpoints": list(endpoints), "graphs": list(graphs), "triples": triples}
        return cls.of_source(source, limits, prefixes or {}, label_properties)

    @classmethod
    def of_source(
        cls, source: Mapping[str, object], limits: Limits, prefixes: Mapping[str, str], label_properties: Sequence[str]
    ) -> Self:
        """Start the engine on a source as `sources` tells them apart; raises EngineUnavailable like `start`."""
        directory = Path(tempfile.mkdtemp(prefix="hasila-"))  # mode 0700: only this user may ask or listen
        settings = {
            "directory": str(directory),
            "source": {**source, "private": str(directory / STORES)},
            "limits": asdict(limits),
            "prefixes": dict(prefixes),
            "label_properties": list(label_properties),
        }
        try:
            return cls(directory, limits, settings)
        except BaseException:
            shutil.rmtree(directory, ignore_errors=True)
            raise

    @classmethod
    def of_release(cls, release: Release, limits: Limits, storage: Storage = IN_MEMORY) -> Self:
        """Start the engine on a release's complete dump, with its prefixes; raises EngineUnavailable like `start`.

        A store on disk goes beside the release unless the storage names a folder.
        """
        return cls.start(
            release.dump(NQUADS),
            limits,
            prefixes=release.publication.prefixes,
            storage=storage,
            beside=release.path.parent / STORES,
            digest=release.digest,
        )

    @property
    def pid(self) -> int:
        """The process id of the nursery that runs now."""
        return self._nursery.pid

    def close(self) -> None:
        """End the nursery and its workers and remove the sockets; a second call does nothing."""
        if self._closing.is_set():
            return
        self._closing.set()
        super().close()
        _end(self._nursery)
        self._keeper.join(_FAREWELL)
        _end(self._nursery)
        shutil.rmtree(self.socket_path, ignore_errors=True)

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the engine."""
        self.close()

    def _spawn(self) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
        # The package may be importable here through sys.path alone; -P keeps the working directory out of the child's.
        package_root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, [package_root, os.environ.get("PYTHONPATH")]))
        _claim(self.socket_path)
        nursery = subprocess.Popen(
            [sys.executable, "-P", "-m", "hasila.engine.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, "RUST_BACKTRACE": "0"},
        )
        try:
            assert nursery.stdin is not None and nursery.stdout is not None
            with contextlib.suppress(BrokenPipeError):
                nursery.stdin.write(json.dumps(self._settings).encode() + b"\n")
                nursery.stdin.flush()
            loaded = json.loads(nursery.stdout.readline() or "{}")
            nursery.stdout.close()
        except BaseException:
            _end(nursery)
            raise
        if not loaded.get("ready"):
            _end(nursery)
            reason = loaded.get("error", "it ended without a word")
            raise EngineUnavailable(f"The query engine could not load its data: {reason}", reason=reason)
        return nursery, loaded

    def _keep(self) -> None:
        failures = 0
        while True:
            begun = time.monotonic()
            self._nursery.wait()
            if self._closing.is_set():
                return
            _end(self._nursery)
            failures = 0 if time.monotonic() - begun > _STEADY else failures + 1
            while not self._closing.wait(_pause(failures)):
                try:
                    self._nursery, self.loaded = self._spawn()
                    break
                except (EngineUnavailable, OSError, ValueError):
                    failures += 1
            if self._closing.is_set():
                _end(self._nursery)
                return


def _claim(directory: Path) -> None:
    """Make the folder again where a nursery that was told to end removed it; somebody else's will not do."""
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) != 0o700 or not stat.S_ISDIR(found.st_mode):
        raise EngineUnavailable(f"{directory} is not a private folder of this user.", path=str(directory))


def _pause(failures: int) -> float:
    return 0.0 if failures <= 1 else min(_LONGEST_PAUSE, 0.1 * 2.0**failures)


def _end(nursery: subprocess.Popen[bytes]) -> None:
    """Let go of the lifeline, and kill the process if that does not end it."""
    if nursery.stdin is not None:
        with contextlib.suppress(OSError):
            nursery.stdin.close()
    try:
        nursery.wait(_FAREWELL)
    except subprocess.TimeoutExpired:
        nursery.kill()
        nursery.wait()
