"""The harvesters of portals, each in an environment of its own, and what they bring in from an address."""

from __future__ import annotations

import contextlib
import fcntl
import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parents[1] / "build" / "harvesters"

LONGEST_INSTALLATION = 300.0
"""Seconds; on the way most are spent by the network."""

Run = Callable[..., dict[str, Any]]


def run_in(name: str, lack: Callable[[str], NoReturn]) -> Run:
    """Return a function that runs a harvester's script in its environment and gives what it prints.

    An installation that goes on is waited for. Without the environment `lack` is told so.
    """
    _await_installation(name)
    python = ENVIRONMENTS / name / "bin" / "python"
    if not (ENVIRONMENTS / name / "installed.txt").is_file():
        log = ENVIRONMENTS / f"{name}.log"
        told = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.is_file() else ""
        lack(f"{python} is missing: tests/harvesters/install {name}\n{told}")

    def run(*arguments: str) -> dict[str, Any]:
        command = [str(python), str(HERE / f"{name}_harvest.py"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=HERE)
        assert done.returncode == 0, done.stderr[-4000:]
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return run


def _await_installation(name: str) -> None:
    """Wait until nobody installs the harvester (any more): tests/install-components begins it and does not wait."""
    deadline = time.monotonic() + LONGEST_INSTALLATION
    with contextlib.suppress(FileNotFoundError), (ENVIRONMENTS / f"{name}.lock").open() as lock:
        while time.monotonic() < deadline:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return
            time.sleep(0.2)


@pytest.fixture(scope="session")
def ckan(lack: Callable[[str], NoReturn]) -> Run:
    """CKAN's own RDF harvester and schema: `harvest URL`, `validate FILE`."""
    return run_in("ckan", lack)
