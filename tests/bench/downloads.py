"""Files for downloading: how many bytes a second nginx, hasila and hasila behind nginx send of the same file.

One file of a release, some connections that are kept open, in turn, round by round; `server/deployment/nginx.conf` is the
configuration measured. RFC 9110 section 9.3.1. Measures no query.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from . import installation
from .load import Request, ask
from .processes import PeerFailed, Process, free_port
from .report import number, table, verdict
from .run import say

NGINX, DIRECT, BEHIND = "nginx, the file alone", "hasila", "hasila behind nginx"
AIMS = {DIRECT: 0.5, BEHIND: 1.0}
"""The share of nginx's bytes a second that is to be reached at least."""
_ROOT = Path(__file__).parents[2]
_SITE = _ROOT / "server" / "deployment" / "nginx.conf"
_CONNECTIONS = 8
_START_SECONDS = 60
_AROUND = """
{user}daemon off;
pid {folder}/pid;
worker_processes auto;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
{site}
}}
"""
_ALONE = "server {{ listen 127.0.0.1:{port}; root {root}; sendfile on; tcp_nopush on; }}"


_INTRODUCTION = (
    f"The same files of a release, sent over {_CONNECTIONS} connections that are kept open on the loopback address, without "
    "compression on the way; medians of rounds in which the servers take turns. wrk reads on the same cores."
)


@dataclass
class Sent:
    """One file: its name and bytes, and the megabytes a second by server, one of each round."""

    name: str
    length: int
    rates: dict[str, list[float]] = field(default_factory=dict)


def measure(release: Path, rounds: int, seconds: int, folder: Path) -> list[Sent]:
    """Return what was measured of the largest file of a release and one of middle size. Raises PeerFailed."""
    nginx = installation.debian("nginx", "nginx-light")
    with ExitStack() as stack:
        ports = {
            NGINX: stack.enter_context(_nginx(nginx, folder / NGINX.partition(",")[0], root=release)),
            DIRECT: stack.enter_context(_hasila(release, folder / "direct")),
        }
        ports[BEHIND] = stack.enter_context(_nginx(nginx, folder / "behind", upstream=ports[DIRECT]))
        found = []
        for name in _files(release):
            sent = Sent(name, (release / "dumps" / name).stat().st_size)
            found.append(sent)
            for _ in range(rounds):
                for server, port in ports.items():
                    sent.rates.setdefault(server, []).append(_rate(port, sent, seconds))
            said = ", ".join(f"{server} {max(rates):.0f} MB/s" for server, rates in sent.rates.items())
            say(f"{name}, {sent.length} bytes: {said}")
    return found


def report(files: Sequence[Sent], machine: Sequence[str]) -> str:
    """Return the page: megabytes a second by file and server, and the ratio to nginx."""
    rows = []
    for sent in files:
        reference = median(sent.rates[NGINX])
        for server, rates in sent.rates.items():
            ratio = median(rates) / reference
            said = verdict(ratio, least=AIMS.get(server))
            rows.append([f"{sent.name}, {sent.length} bytes", server, number(median(rates)), f"{ratio:.2f}{said}"])
    facts = "\n".join(f"- {line}" for line in machine)
    head = ["file", "server", "MB a second", "ratio to nginx"]
    return f"# Downloads beside nginx\n\n{_INTRODUCTION}\n\n{facts}\n\n{table(head, rows, 2)}\n"


def _files(release: Path) -> list[str]:
    files = sorted(
        (path for path in (release / "dumps").iterdir() if path.is_file()), key=lambda path: path.stat().st_size
    )
    return [files[-1].name, files[len(files) // 2].name]


@contextmanager
def _hasila(release: Path, folder: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "hasila", "serve", "--release", str(release), "--port", str(port)]
    yield from _served(Process(command, {}, folder), port)


@contextmanager
def _nginx(program: str, folder: Path, root: Path | None = None, upstream: int = 0) -> Iterator[int]:
    port = free_port()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    user = "user root;\n" if os.geteuid() == 0 else ""
    site = _ALONE.format(port=port, root=root) if root else _site(port, upstream, folder / "cache")
    (folder / "nginx.conf").write_text(_AROUND.format(user=user, folder=folder, site=site), encoding="utf-8")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    yield from _served(Process(command, {}, folder), port)


def _site(port: int, upstream: int, cache: Path) -> str:
    text = _SITE.read_text(encoding="utf-8").replace("listen [::]:80;", "")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    return text.replace("/var/cache/nginx/hasila", str(cache))


def _served(process: Process, port: int) -> Iterator[int]:
    try:
        latest = time.monotonic() + _START_SECONDS
        while not ask(port, Request("/", "*/*"), 1).status:
            process.require_running()
            if time.monotonic() > latest:
                raise PeerFailed(f"did not start within {_START_SECONDS} s: {process.last_words()}")
            time.sleep(0.1)
        yield port
    finally:
        process.stop()


def _rate(port: int, sent: Sent, seconds: int) -> float:
    """Return the megabytes a second that wrk read. Raises PeerFailed when an answer was no success or another file."""
    reply = ask(port, Request(f"/dumps/{sent.name}", "*/*"), 30)
    if reply.status != 200 or len(reply.body) != sent.length:
        raise PeerFailed(f"/dumps/{sent.name} was answered with {reply.status} and {len(reply.body)} bytes")
    command = ["wrk", "--threads", "1", "--connections", str(_CONNECTIONS), "--duration", f"{seconds}s"]
    done = subprocess.run([*command, "--timeout", "30s", f"http://127.0.0.1:{port}/dumps/{sent.name}"],
                          capture_output=True, text=True, timeout=seconds + 60)  # fmt: skip
    counted = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m),", done.stdout)
    if counted is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise PeerFailed(f"wrk: {done.stdout[-300:]}{done.stderr[-300:]}")
    unit = {"ms": 0.001, "s": 1.0, "m": 60.0}[counted[3]]
    return int(counted[1]) * sent.length / (float(counted[2]) * unit) / 1e6
