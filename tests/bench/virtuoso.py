"""Virtuoso 7 as a peer: Debian's server, filled by its bulk loader through isql, tuned by servers/virtuoso.ini.

Virtuoso Open Source documentation, "Bulk Loading RDF Source Files". The server that loads is another process than the
one that is measured.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from string import Template

from . import installation
from .load import Request
from .peers import Peer
from .processes import PeerFailed, free_port

_TEMPLATE = Path(__file__).parent / "servers" / "virtuoso.ini"
_PACKAGE = "virtuoso-opensource-7-bin"
_LOAD_SECONDS = 600
_BUFFERS = 340_000  # of 8 KiB: 2.7 GiB
_PROBE = Request("/sparql?query=ASK%20%7B%7D", "application/sparql-results+json")


class Virtuoso(Peer):
    """Virtuoso's column store on disk, its pages held in memory."""

    name, title = "virtuoso", "Virtuoso 7 on disk, bulk-loaded, buffers for all of it"

    def install(self) -> str:
        self.program = installation.debian("virtuoso-t", _PACKAGE)
        self.isql = installation.debian("isql-vt", _PACKAGE)
        return installation.first_version([self.program, "-?"])

    def load(self, data: Path, store: Path) -> None:
        sql = free_port()
        self._sql = sql
        server = self.start(data, store, _PROBE, 120)
        try:
            # ld_dir reads a folder; the mask picks the one file. Its graph would be that of triples without one.
            for statement in (f"ld_dir('{data.parent}', '{data.name}', 'https://statistics.example/graph/none')",
                              "rdf_loader_run()", "checkpoint"):  # fmt: skip
                self._execute(statement)
            failed = self._execute("select ll_error from DB.DBA.load_list where ll_error is not null")
            if "0 Rows" not in failed:
                raise PeerFailed(f"the bulk loader says: {failed.strip()[-400:]}")
        finally:
            server.process.stop()

    def command(self, data: Path, store: Path, port: int) -> Sequence[str]:
        self._sql = free_port()
        cores = os.cpu_count() or 1
        values = {"FOLDER": store, "DATA": data.parent, "SQL": self._sql, "HTTP": port, "BUFFERS": _BUFFERS,
                  "DIRTY": _BUFFERS * 3 // 4, "THREADS": cores, "ASYNC": 2 * cores}  # fmt: skip
        configuration = store / "virtuoso.ini"
        configuration.write_text(Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
        (store / "virtuoso.lck").unlink(missing_ok=True)
        return [self.program, "+foreground", "+configfile", str(configuration)]

    def _execute(self, statement: str) -> str:
        # dba/dba is the new database's own account; it listens on the loopback address only, and for this run only.
        command = [self.isql, f"127.0.0.1:{self._sql}", "dba", "dba", f"exec={statement};"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LOAD_SECONDS)
        if done.returncode or "Error" in done.stderr + done.stdout:
            raise PeerFailed(f"isql {statement[:40]}: {(done.stderr + done.stdout).strip()[-400:]}")
        return done.stdout
