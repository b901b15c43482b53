"""The nursery's sockets by name, and the questions put to it: how a worker died, and how it is.

One JSON line each way over a Unix domain socket in a private folder. Carries no query.
"""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

QUERY = "query"
"""The lane of the workers that evaluate SPARQL."""
LOOKUP = "lookup"
"""The lane of the worker that reads resources and answers the publication's own queries: pages stay up under load."""
CONTROL = "control"
SOCKETS = (QUERY, LOOKUP, CONTROL)

_PATIENCE = 0.5
_LONGEST = 65_536


def ask(directory: Path, request: dict[str, object], seconds: float = 2.0) -> dict[str, Any]:
    """Return the nursery's reply; raises OSError (TimeoutError among them) when there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(seconds)
        connection.connect(str(directory / CONTROL))
        connection.sendall(json.dumps(request).encode() + b"\n")
        value = json.loads(_line(connection, 16 * _LONGEST) or "null")
    if not isinstance(value, dict):
        raise ConnectionError("the nursery gave no reply")
    return value


def reply(listener: socket.socket, tell: Callable[[dict[str, Any]], dict[str, object]]) -> None:
    """Accept one connection and answer its question; a caller that says nothing is dropped after half a second."""
    with contextlib.suppress(OSError, ValueError):
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(_PATIENCE)
            connection.sendall(json.dumps(tell(json.loads(_line(connection, _LONGEST)))).encode() + b"\n")


def _line(connection: socket.socket, longest: int) -> bytes:
    line = bytearray()
    while not line.endswith(b"\n") and len(line) < longest:
        piece = connection.recv(4096)
        if not piece:
            break
        line += piece
    return bytes(line)
