"""A store that takes graphs: how they are put there and taken away, and how it is shown who asks.

SPARQL 1.1 Graph Store HTTP Protocol, sections 5.3 and 5.4; SPARQL 1.1 Protocol, section 2.2 (update); RFC 7616 and RFC 7617
(authentication). Knows no release.
"""

from __future__ import annotations

import base64
import http.client
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from hasila.errors import StoreRefused, StoreUnavailable

NTRIPLES = "application/n-triples"
UPDATE = "application/sparql-update"
_PROBE = "urn:hasila:probe"
_PATIENCE = 900.0
"""Seconds to wait for a store to take one graph: a million triples took one 17 s."""
_PROBED = 15.0
"""Seconds to wait for it to take nothing: some say nothing at all at an address that takes no graphs."""


@dataclass(frozen=True)
class Credentials:
    """Who asks: a user name and a password."""

    user: str
    password: str


class GraphStore:
    """One store behind one address, asked over a new connection each time."""

    def __init__(self, url: str, credentials: Credentials | None = None) -> None:
        self.url = url
        self._address = urlsplit(url)
        self._credentials = credentials
        self._challenge = ""
        self._patience = _PROBED
        passwords = HTTPPasswordMgrWithDefaultRealm()
        if credentials is not None:
            passwords.add_password(None, url, credentials.user, credentials.password)
        self._digest = HTTPDigestAuthHandler(passwords)

    def probe(self, *, update: bool = False) -> None:
        """Put an empty graph there and take it away again: whether we may write is learnt before much is sent.

        Raises StoreRefused and StoreUnavailable, as every method does.
        """
        if update:
            self.update(f"DROP SILENT GRAPH <{_PROBE}>")
        else:
            self.put(_PROBE, BytesIO(), 0)
            self.delete(_PROBE)
        self._patience = _PATIENCE

    def put(self, graph: str, content: IO[bytes], length: int) -> None:
        """Replace the graph by so many bytes of N-Triples."""
        self._send("PUT", self._graph(graph), content, length, NTRIPLES)

    def delete(self, graph: str) -> None:
        """Take the graph away; one that is not there is no fault."""
        self._send("DELETE", self._graph(graph), BytesIO(), 0, NTRIPLES, fine=(404,))

    def update(self, text: str) -> None:
        """Have the store do a SPARQL update."""
        data = text.encode()
        self._send("POST", self.url, BytesIO(data), len(data), UPDATE)

    def _graph(self, graph: str) -> str:
        return f"{self.url}{'&' if self._address.query else '?'}graph={quote(graph, safe='')}"

    def _send(
        self, method: str, url: str, content: IO[bytes], length: int, media_type: str, fine: tuple[int, ...] = ()
    ) -> None:
        status, challenge, said = self._exchange(method, url, content, length, media_type)
        if status == 401 and challenge and self._credentials is not None:
            self._challenge = challenge
            content.seek(0)
            status, _, said = self._exchange(method, url, content, length, media_type)
        if 200 <= status < 300 or status in fine:
            return
        if status >= 500:
            message = f"The store at {self.url} failed (status {status}): {said}"
            raise StoreUnavailable(message, url=self.url, status=status)
        raise StoreRefused(f"{_reason(status, self.url)} {said}".rstrip(), url=self.url, status=status)

    def _exchange(
        self, method: str, url: str, content: IO[bytes], length: int, media_type: str
    ) -> tuple[int, str, str]:
        """Return the status, the challenge and the first words of the store's answer; follows no redirect."""
        kind = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        headers = {"Content-Type": media_type, "Content-Length": str(length), **self._authorization(method, url)}
        connection = kind(self._address.hostname or "", self._address.port, timeout=self._patience)
        try:
            connection.request(method, url.partition(self._address.netloc)[2] or "/", content, headers)
            response = connection.getresponse()
            said = " ".join(response.read(1000).decode("utf-8", "replace").split())
            return response.status, response.getheader("WWW-Authenticate", ""), said[:300]
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise StoreUnavailable(f"The store at {self.url} cannot be reached: {reason}.", url=self.url) from error
        finally:
            connection.close()

    def _authorization(self, method: str, url: str) -> dict[str, str]:
        if self._credentials is None or not self._challenge:
            return {}
        scheme, _, parameters = self._challenge.partition(" ")
        if scheme.lower() == "digest":
            challenge = parse_keqv_list([item for item in parse_http_list(parameters) if item])
            answer = self._digest.get_authorization(Request(url, method=method), challenge)  # noqa: S310 - not opened
            return {"Authorization": f"Digest {answer}"}
        pair = f"{self._credentials.user}:{self._credentials.password}".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode()}


def _reason(status: int, url: str) -> str:
    if status in (401, 403):
        return f"The store at {url} does not let us write (status {status}): check --user and --password-file."
    if 300 <= status < 400:
        return f"The store at {url} answers with a redirect (status {status}): give the address it leads to."
    return f"The store at {url} does not take what it is sent (status {status}): is that where it takes graphs?"
