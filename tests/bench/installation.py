"""Getting what is measured with and against: Debian's wrk and Virtuoso, Python peers in a venv, Node peers by npm.

All but Debian's packages stay below build/bench. Starts nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .processes import PeerFailed

_ROOT = Path(__file__).parents[2]
_PYTHON_PEERS = ("oxigraph>=0.5", "rdflib-endpoint>=0.6", "uvicorn>=0.30")
_NODE_PEERS = ("trifid@^5.3", "trifid-handler-fetch@^3.5", "@zazuko/trifid-entity-renderer@^1")


def python_peers(folder: Path) -> Path:
    """Return the folder of programs of a venv, made when need be, that holds Oxigraph, rdflib-endpoint and uvicorn."""
    venv = folder / "python"
    wanted = (*_PYTHON_PEERS, str(venv.resolve()))  # a venv that was moved is not one: its programs name its old folder
    if _outdated(venv / "installed", wanted):
        _run([sys.executable, "-m", "venv", "--clear", str(venv)])
        _run([str(venv / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *_PYTHON_PEERS])
        _stamp(venv / "installed", wanted)
    return venv / "bin"


def node_peers(folder: Path) -> Path:
    """Return the folder of Node packages, filled when need be, that holds Trifid and its in-memory SPARQL handler."""
    packages = folder / "node"
    if _outdated(packages / "installed", _NODE_PEERS):
        if not shutil.which("npm"):
            raise PeerFailed("npm is missing; install Node.js 20 or later")
        packages.mkdir(parents=True, exist_ok=True)
        _run(["npm", "install", "--prefix", str(packages), "--no-audit", "--no-fund", "--loglevel=error", *_NODE_PEERS])
        _stamp(packages / "installed", _NODE_PEERS)
    return packages / "node_modules"


def python_version(programs: Path, package: str) -> str:
    """Return the version of a package in the peers' venv."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return _run([str(programs / "python"), "-c", code]).strip()


def built_release(out: Path) -> Path:
    """Return the folder of a release of this repository's publication, built anew. Raises PeerFailed when that fails."""
    _run([sys.executable, "-m", "hasila", "build", "--root", str(_ROOT), "--out", str(out)])
    return (out / "current").resolve()


def debian(program: str, package: str) -> str:
    """Return the path of a program, installed from a Debian package when need be and possible."""
    found = shutil.which(program)
    if found:
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise PeerFailed(f"{program} is missing, and only root can install it: apt-get install {package}")
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    _run([*apt, "update"])
    _run([*apt, "install", "--yes", "--no-install-recommends", package])
    return shutil.which(program) or f"/usr/bin/{program}"


def first_version(command: Sequence[str]) -> str:
    """Return the first version number that a command prints."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    found = re.search(r"\d+\.\d+(\.\d+)*", done.stdout + done.stderr)
    return found[0] if found else "of unknown version"


def _outdated(stamp: Path, wanted: Sequence[str]) -> bool:
    return not stamp.is_file() or stamp.read_text(encoding="utf-8") != "\n".join(wanted)


def _stamp(stamp: Path, wanted: Sequence[str]) -> None:
    stamp.write_text("\n".join(wanted), encoding="utf-8")


def _run(command: Sequence[str]) -> str:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900)
    if done.returncode:
        raise PeerFailed(f"{' '.join(command[:3])} … failed: {(done.stderr or done.stdout).strip()[-400:]}")
    return done.stdout
