"""On what machine, when, and by which command: what a figure means nothing without.

Linux: proc(5), os-release(5). Reads only; names neither user nor host.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import time
from collections.abc import Sequence
from pathlib import Path


def lines(arguments: Sequence[str]) -> list[str]:
    """Return the facts to print above the figures, as they are when the run begins."""
    model = _found(r"^model name\s*:\s*(.+)$", "/proc/cpuinfo") or platform.machine()
    memory = int(_found(r"^MemTotal:\s*(\d+)", "/proc/meminfo") or 0) / 2**20
    system = (_found(r'^PRETTY_NAME="?([^"\n]+)', "/etc/os-release") or platform.system()).strip()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    command = shlex.join(["make", "bench", *([f"BENCH={shlex.join(arguments)}"] if arguments else [])])
    return [
        f"Date: {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC. Command: `{command}`.",
        f"Machine: {os.cpu_count()} cores ({model}), {memory:.0f} GiB of memory, {system}, Linux {platform.release()}, "
        f"Python {platform.python_version()}.",
        f"Load average when the run began: {load:.2f}. wrk shares the cores with the servers.",
    ]


def _found(pattern: str, path: str) -> str | None:
    try:
        match = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return None
    return match[1] if match else None
