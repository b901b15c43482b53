"""The nursery: a process that loads the data once and forks workers that share it, copy-on-write.

Started by exec, single-threaded, so that forking is safe; `python -m hasila.engine.nursery` with its configuration as
one line of JSON on standard input, which then stays open as lifeline. Evaluates no query.
"""

from __future__ import annotations

import contextlib
import gc
import json
import mmap
import os
import selectors
import shutil
import signal
import socket
import sys
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from hasila.engine import control, sandbox, sources
from hasila.engine.backend import Presentation, Source
from hasila.engine.deaths import diagnose
from hasila.engine.limits import LOOKUPS, Limits
from hasila.engine.storage import STORES
from hasila.engine.worker import BUSY, IDLE, Configuration, Worker

_BACKLOG = 1024
_REMEMBERED = 1024
_LONGEST_PAUSE = 5.0


@dataclass
class Slot:
    """The place of one worker: its lane, and the process that fills it now, if any."""

    lane: str
    pid: int = 0
    name: str = ""
    due: float = 0.0
    failures: int = 0


class Nursery:
    """Forks the workers, replaces the dead, and remembers how they died."""

    def __init__(self, directory: Path, kind: str, source: Source, configuration: Configuration) -> None:
        self._directory = directory
        self._kind = kind
        self._source = source
        self._configuration = configuration
        lanes = [control.QUERY] * configuration.limits.workers + [control.LOOKUP] * LOOKUPS
        self._slots = [Slot(lane) for lane in lanes]
        self._notes = mmap.mmap(-1, mmap.PAGESIZE * (1 + len(lanes) // mmap.PAGESIZE))
        self._listeners = {name: _listen(directory / name) for name in control.SOCKETS}
        self._deaths: OrderedDict[str, tuple[str, bool]] = OrderedDict()
        self._forks = 0
        self._parent = os.getppid()
        self._stopping = False
        self._resident = 0

    def run(self) -> None:
        """Keep every slot filled until the lifeline breaks or SIGTERM comes; then kill the workers and tidy up."""
        woken, wake = os.pipe()
        for descriptor in (woken, wake):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # Objects that are frozen are not touched by the collector, so their pages stay shared after the fork.
        gc.collect()
        gc.freeze()
        self._resident = _resident_mebibytes()
        with selectors.DefaultSelector() as selector:
            selector.register(sys.stdin.fileno(), selectors.EVENT_READ, self._lifeline)
            selector.register(woken, selectors.EVENT_READ, lambda: os.read(woken, 4096))
            selector.register(self._listeners[control.CONTROL], selectors.EVENT_READ, self._converse)
            self._fill()
            self._say_ready()
            while not self._stopping and os.getppid() == self._parent:
                for key, _ in selector.select(self._pause()):
                    key.data()
                self._reap()
                self._fill()
        self._end()

    def _say_ready(self) -> None:
        ready = {"ready": True, "pid": os.getpid(), "triples": self._source.triples, "graphs": self._source.graphs}
        with contextlib.suppress(OSError):
            os.write(1, json.dumps(ready).encode() + b"\n")
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _lifeline(self) -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            self._stopping = True

    def _pause(self) -> float:
        waiting = [slot.due for slot in self._slots if not slot.pid]
        return max(0.0, min([1.0, *(due - time.monotonic() for due in waiting)]))

    def _fill(self) -> None:
        for number, slot in enumerate(self._slots):
            if not slot.pid and slot.due <= time.monotonic() and not self._stopping:
                self._fork(number, slot)

    def _fork(self, number: int, slot: Slot) -> None:
        self._forks += 1
        name = f"{os.getpid()}.{self._forks}"
        self._notes[number] = IDLE
        nursery = os.getpid()
        try:
            pid = os.fork()
        except OSError:
            # No memory or no process left: the running workers go on, and this one is tried again.
            slot.due = time.monotonic() + _LONGEST_PAUSE
            return
        if pid:
            slot.pid, slot.name = pid, name
            return
        try:
            self._become_worker(number, slot.lane, name, nursery)
        finally:
            os._exit(70)

    def _become_worker(self, number: int, lane: str, name: str, nursery: int) -> None:
        signal.set_wakeup_fd(-1)
        for signum in (signal.SIGCHLD, signal.SIGTERM, signal.SIGALRM):
            signal.signal(signum, signal.SIG_DFL)
        sandbox.die_with(nursery)
        sandbox.keep_only(self._listeners[lane].fileno(), self._source.descriptors)
        for listener in self._listeners.values():
            listener.detach()
        Worker(name, self._source, self._configuration, lambda note: self._notes.__setitem__(number, note)).run()

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            for number, slot in enumerate(self._slots):
                if slot.pid == pid:
                    self._bury(number, slot, status, usage.ru_maxrss // 1024)

    def _bury(self, number: int, slot: Slot, status: int, peak: int) -> None:
        grown = peak - self._resident
        busy = self._notes[number] == BUSY
        self._deaths[slot.name] = diagnose(status, grown, self._configuration.limits).value, busy
        while len(self._deaths) > _REMEMBERED:
            self._deaths.popitem(last=False)
        # A worker that had taken up a query died of that query; one that never did points at a fault that would repeat.
        slot.failures = slot.failures + 1 if self._notes[number] == IDLE else 0
        pause = min(_LONGEST_PAUSE, 0.05 * 2**slot.failures) if slot.failures else 0.0
        slot.pid, slot.due = 0, time.monotonic() + pause

    def _converse(self) -> None:
        self._reap()
        control.reply(self._listeners[control.CONTROL], self._tell)

    def _tell(self, request: dict[str, Any]) -> dict[str, object]:
        if "worker" in request:
            death, busy = self._deaths.get(str(request["worker"]), (None, False))
            return {"death": death, "busy": busy}
        workers = [
            {"lane": slot.lane, "pid": slot.pid, "busy": self._notes[number] == BUSY and bool(slot.pid)}
            for number, slot in enumerate(self._slots)
        ]
        causes = [cause for cause, _ in self._deaths.values()]
        return {
            "nursery": os.getpid(),
            "triples": self._source.triples,
            "graphs": list(self._source.graphs),
            "source": self._kind,
            "workers": workers,
            "forks": self._forks,
            "deaths": {cause: causes.count(cause) for cause in sorted(set(causes))},
        }

    def _end(self) -> None:
        for slot in self._slots:
            if slot.pid:
                os.kill(slot.pid, signal.SIGKILL)
        for name in control.SOCKETS:
            (self._directory / name).unlink(missing_ok=True)
        # A store in here lasts no longer than the engine, which may be gone already.
        shutil.rmtree(self._directory / STORES, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._directory.rmdir()


def _listen(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(_BACKLOG)
    return listener


def _resident_mebibytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_048_576


def main() -> int:
    """Run the nursery its first line of standard input describes; returns the exit code."""
    settings = json.loads(_first_line())
    limits = Limits(**settings["limits"])
    try:
        source = sources.prepare(settings["source"], limits)
    except InterruptedError:
        # Nobody waits any more, and nobody else would tidy up.
        shutil.rmtree(settings["directory"], ignore_errors=True)
        return 1
    except (OSError, SyntaxError, ValueError) as error:
        with contextlib.suppress(OSError):
            os.write(1, json.dumps({"ready": False, "error": f"{type(error).__name__}: {error}"}).encode() + b"\n")
        return 1
    presentation = Presentation(settings["prefixes"], tuple(settings["label_properties"]))
    configuration = Configuration(limits, presentation)
    Nursery(Path(settings["directory"]), settings["source"]["kind"], source, configuration).run()
    return 0


def _first_line() -> bytes:
    # Byte by byte, for a buffer would swallow what comes after.
    line = bytearray()
    while (byte := os.read(0, 1)) not in (b"", b"\n"):
        line += byte
    return bytes(line)


if __name__ == "__main__":
    sys.exit(main())
