"""A peer's server as a process on a free loopback port: started, watched and ended by its id, with all it has forked.

Linux: proc(5). Speaks no HTTP; `load` does.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hasila.engine.sandbox import die_with

_TICKS = os.sysconf("SC_CLK_TCK")
_STOP_SECONDS = 20
_QUIET = 0.02  # seconds of processor time in a look of 50 ms: less counts as idle


class PeerFailed(Exception):
    """A peer could not be installed, loaded or started; the message says why."""


@dataclass(frozen=True)
class Memory:
    """What a server and its processes hold, in MiB: resident, and with shared pages divided among their holders."""

    resident: float
    proportional: float


def free_port() -> int:
    """Return a TCP port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Process:
    """A started server; what it prints goes to a log, whose last lines explain an early end."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._log = folder / "log"
        self.begun = time.monotonic()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                # A session of its own, so that Ctrl-C reaches the benchmark alone, which then ends its servers.
                start_new_session=True, preexec_fn=partial(die_with, os.getpid()),
            )  # fmt: skip

    def require_running(self) -> None:
        """Raise PeerFailed, with the end of the log, when the process has ended."""
        if self._process.poll() is not None:
            raise PeerFailed(f"ended with {self._process.returncode}: {self.last_words()}")

    def last_words(self) -> str:
        """Return the last lines that the process printed."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return " / ".join(line.strip() for line in lines[-4:])[-600:] or "it printed nothing"

    def memory(self) -> Memory:
        """Return what the process and its descendants hold now."""
        found = [_rollup(number) for number in _family(self._process.pid)]
        return Memory(
            sum(entry.get("Rss", 0) for entry in found) / 1024, sum(entry.get("Pss", 0) for entry in found) / 1024
        )

    def settle(self, limit: float = 8.0) -> None:
        """Wait until the process and its descendants are idle, `limit` seconds at most."""
        latest, before = time.monotonic() + limit, self._processor_seconds()
        while time.monotonic() < latest:
            time.sleep(0.05)
            now = self._processor_seconds()
            # On a crowded machine a busy thread may wait its turn and use nothing for a while.
            if now - before < _QUIET and not any(_is_runnable(number) for number in _family(self._process.pid)):
                return
            before = now

    def stop(self) -> None:
        """End the process: ask first, and after a while kill it and what it started."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)  # the session that was made for it
                self._process.wait()

    def _processor_seconds(self) -> float:
        return (
            sum(sum(int(field) for field in _status(number)[11:13]) for number in _family(self._process.pid)) / _TICKS
        )


def _family(root: int) -> list[int]:
    """Return the ids of a process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (status := _status(int(entry.name))):
            children.setdefault(int(status[1]), []).append(int(entry.name))
    found = [root]
    for number in found:
        found += children.get(number, [])
    return found


def _status(number: int) -> list[str]:
    """Return the fields of /proc/N/stat that follow the command's name, or none when the process is gone."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _is_runnable(number: int) -> bool:
    """Tell whether a thread of the process runs or waits for a core or a disk."""
    states = (
        thread.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2][:1] for thread in _threads(number)
    )
    try:
        return any(state in "RD" for state in states)
    except OSError:  # ended meanwhile
        return False


def _threads(number: int) -> Iterator[Path]:
    return Path(f"/proc/{number}/task").glob("*/stat")


def _rollup(number: int) -> dict[str, int]:
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return {}
    return {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
