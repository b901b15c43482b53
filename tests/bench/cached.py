"""Look-ups answered without asking the engine, by the result cache and by 304, beside the fastest engine's own look-ups.

RFC 9110 sections 13.1.2 (If-None-Match) and 15.4.5 (304). One query shape, eight clients, a release that does not change.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from .figures import Cached
from .load import Request, ask, requests_of, wrk
from .mix import Query
from .peers import Hasila, OxigraphInMemory, Peer, Server
from .processes import PeerFailed
from .run import CLIENTS, say
from .statistics_data import Data

CACHED, NOT_MODIFIED = "hasila, from the cache (200)", "hasila, not modified (304)"
_LIMIT = 60


def measure(data: Data, query: Query, hasila: Hasila, rounds: int, seconds: int, folder: Path) -> Cached:
    """Return the rates of both kinds of answer and of Oxigraph's server in memory, in turn, round by round."""
    rival = OxigraphInMemory(folder)
    result = Cached(data.scale.name, rival.title)
    try:
        with ExitStack() as stack:
            stack.callback(shutil.rmtree, folder / "stores", True)
            own, other = (_started(stack, peer, data, query, folder) for peer in (hasila, rival))
            plain = requests_of(query, hasila.path)
            runs = {
                CACHED: (own, plain),
                NOT_MODIFIED: (own, _conditional(own, plain)),
                rival.title: (other, requests_of(query, rival.path)),
            }
            for number in range(rounds):
                for name, (server, requests) in runs.items():
                    sample = wrk(server.port, requests, CLIENTS, seconds, folder)
                    server.process.settle()
                    result.rates.setdefault(name, []).append(sample.rate)
                    say(f"cached look-ups, round {number + 1}/{rounds}: {name} {sample.rate:.0f} a second")
    except PeerFailed as error:
        result.note = str(error)
        say(f"cached look-ups are left out: {error}")
    return result


def _started(stack: ExitStack, peer: Peer, data: Data, query: Query, folder: Path) -> Server:
    peer.install()
    store = folder / "stores" / peer.name
    shutil.rmtree(store, ignore_errors=True)
    store.mkdir(parents=True)
    server = peer.start(data.path, store, requests_of(query, peer.path)[0], 300)
    stack.callback(server.process.stop)
    return server


def _conditional(server: Server, requests: Sequence[Request]) -> list[Request]:
    """Return the requests with the entity tag of their answer. Raises PeerFailed unless each is then answered by 304."""
    found = []
    for request in requests:
        reply = ask(server.port, request, _LIMIT)
        again = replace(request, tag=reply.headers.get("etag", ""))
        if reply.status != 200 or not again.tag or ask(server.port, again, _LIMIT).status != 304:
            raise PeerFailed("an answer has no entity tag, or is not answered by 304 when it is sent back")
        found.append(again)
    return found
