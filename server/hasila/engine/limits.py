"""The limits every query runs under.

Says how much; how a limit is kept is for `worker`, `sandbox`, `seats` and `client`.
"""

from __future__ import annotations

from dataclasses import dataclass

from hasila.engine.addresses import read_networks
from hasila.engine.endpoints import read_allow_list
from hasila.engine.guard import NESTING
from hasila.engine.seats import Shares
from hasila.settings import Settings

MEBIBYTE = 1_048_576
STACK = 256 * MEBIBYTE
"""Stack of the evaluating thread: Oxigraph's parser recurses, and overflowed 8 MiB at 3,000 nested brackets."""
GRACE = 2.0
"""Seconds past the time limit after which a client no longer waits for the kernel's timer to have done its work."""
LOOKUPS = 2
"""Workers that read resources and answer the publication's own queries."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one query and of the pool.

    `seconds` of wall time; `mebibytes` a query may add to its worker; `workers` how many queries run at once, and
    `client_workers` how many of one client; `client_queries` how many of one client, and `queue` how many in all, may run
    or wait; `queue_seconds` how long to wait for a free worker; `result_mebibytes` and `result_rows` of an answer;
    `query_kibibytes` of text; `nesting` of brackets; `service_allow` and `service_private` as the settings write them: the
    endpoints that may be called with SERVICE, and the networks where these may be although they are not public.
    """

    seconds: float = 10.0
    mebibytes: int = 1024
    workers: int = 2
    client_workers: int = 2
    client_queries: int = 64
    queue: int = 256
    queue_seconds: float = 5.0
    result_mebibytes: int = 256
    result_rows: int = 1_000_000
    query_kibibytes: int = 256
    nesting: int = NESTING
    service_allow: str = ""
    service_private: str = ""

    @property
    def federated(self) -> bool:
        """Whether queries may call other endpoints (sd:BasicFederatedQuery)."""
        return bool(self.service_allow)

    @property
    def shares(self) -> Shares:
        """How the workers of the public's queries are shared."""
        return Shares(self.workers, self.client_workers, self.client_queries, self.queue)

    @classmethod
    def of_settings(cls, settings: Settings) -> Limits:
        """Return the limits that the settings name; raises SettingInvalid where one is not of its form."""
        allow, private = settings.text("service_allow").strip(), settings.text("service_private").strip()
        read_allow_list(allow)
        read_networks(private)
        return cls(
            seconds=settings.number("query_seconds"),
            mebibytes=settings.integer("query_mebibytes"),
            workers=settings.integer("workers"),
            client_workers=settings.integer("client_workers"),
            client_queries=settings.integer("client_queries"),
            # Whoever waits keeps a thread of the web process, and everything else needs threads too.
            queue=max(settings.integer("workers"), settings.integer("threads") // 2),
            queue_seconds=settings.number("queue_seconds"),
            result_mebibytes=settings.integer("result_mebibytes"),
            result_rows=settings.integer("result_rows"),
            query_kibibytes=settings.integer("query_kibibytes"),
            nesting=settings.integer("query_nesting"),
            service_allow=allow,
            service_private=private,
        )
