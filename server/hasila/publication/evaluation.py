"""One CONSTRUCT evaluated within a time and a memory limit, in a process of its own.

SPARQL 1.1 Query section 16.2. Oxigraph cannot be told to stop, so the query runs in a fork of the build, which shares the
data copy-on-write and is killed when its time is up (fork(2), setrlimit(2)). Knows nothing of what the triples are for.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import resource
import select
import signal
import tempfile
from pathlib import Path
from typing import NoReturn

from hasila.errors import QueryMemoryExceeded, QueryTimedOut
from hasila.publication import store
from hasila.publication.store import Dataset, Quad

MEBIBYTES = 2048
"""Memory that one query may take beyond the data, in MiB."""


def construct(dataset: Dataset, query: str, seconds: float) -> list[Quad]:
    """Return the triples of a CONSTRUCT query over the dataset, in no graph, in the order Oxigraph gives them.

    Raises SyntaxError, with Oxigraph's words, when it is no such query or fails on the data; QueryTimedOut and
    QueryMemoryExceeded when it was stopped; SourceInvalid for a triple that only RDF 1.2 knows.
    """
    with tempfile.TemporaryDirectory() as folder:
        answer, refusal = Path(folder) / "answer.nt", Path(folder) / "refusal"
        ended, end = os.pipe()
        child = os.fork()
        if not child:
            _answer(dataset, query, answer, refusal)
        os.close(end)
        try:
            # The child alone holds the other end now: it ends with it, however it ends.
            in_time = bool(select.select([ended], [], [], seconds)[0])
        finally:
            os.close(ended)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if not in_time:
            raise QueryTimedOut(f"took longer than {seconds:g} s", seconds=seconds)
        if refusal.exists():
            raise SyntaxError(refusal.read_text(encoding="utf-8"))
        if status:
            # Rust aborts where memory ends, and the kernel kills where the machine's does.
            raise QueryMemoryExceeded(f"needed more than {MEBIBYTES} MiB", mebibytes=MEBIBYTES)
        return store.read_quads(answer)


def _answer(dataset: Dataset, query: str, answer: Path, refusal: Path) -> NoReturn:
    """Evaluate the query in the forked process and end it: nothing of the parent's may run on here."""
    try:
        _bound_memory()
        answer.write_bytes(store.write(dataset.construct(query), "ntriples", {}))
        os._exit(0)
    except MemoryError:
        os._exit(1)
    except BaseException as error:
        refusal.write_text(str(error), encoding="utf-8")
        os._exit(1)
    finally:
        os._exit(1)


def _bound_memory() -> None:
    size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEBIBYTES * 2**20, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Rust says on standard error that memory is gone, and Python where; what is said here is one sentence.
    faulthandler.disable()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
