"""One call to another SPARQL endpoint: one request, to an address that was checked, and its whole answer.

SPARQL 1.1 Protocol, section 2.1.2 (query via POST with URL-encoded parameters); RFC 9110; TLS with the system's
certificates. Follows no redirect, and knows no query but as text.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from hasila import __version__
from hasila.engine.addresses import ForbiddenAddressError, Networks, resolve
from hasila.engine.endpoints import Endpoint
from hasila.errors import HasilaError, ResultTooLarge, ServiceRefused, ServiceUnavailable

_FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
}
_HEADERS = {
    "Accept": "application/sparql-results+json, application/sparql-results+xml;q=0.9",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "Content-Type": "application/x-www-form-urlencoded",
    "User-Agent": f"hasila/{__version__} (SPARQL 1.1 Federated Query)",
}
_PIECE = 65_536


class Reply(NamedTuple):
    """What an endpoint answered: a whole result of SPARQL, and its media type."""

    media_type: str
    content: bytes


@dataclass(frozen=True)
class Caller:
    """Calls endpoints: what may be reached beside public addresses, and whose certificates are trusted."""

    private: Networks
    trust: ssl.SSLContext

    def call(self, iri: str, query: str, seconds: float, most: int) -> Reply:
        """Return what the endpoint answers to the query within so many seconds, at most `most` bytes.

        Raises ServiceUnavailable when that is no whole result of a SELECT, ServiceRefused when the endpoint's address is
        not public and not listed, ResultTooLarge.
        """
        deadline = time.monotonic() + seconds
        try:
            reply = self._exchange(Endpoint.of(iri), query, deadline, most)
            _check(reply)
        except ForbiddenAddressError:
            raise ServiceRefused(f"The endpoint <{iri}> has an address that is not public.", service=iri) from None
        except _TooMuchError:
            raise ResultTooLarge(f"The answer of <{iri}> is larger than {most} bytes.", bytes=most) from None
        except TimeoutError:
            raise _unavailable(iri, f"it did not answer within {seconds:.1f} s") from None
        except socket.gaierror:
            raise _unavailable(iri, "its name is not known") from None
        except ssl.SSLError as error:
            raise _unavailable(iri, f"TLS with it fails ({error.reason})") from None
        except (OSError, http.client.HTTPException) as error:
            raise _unavailable(iri, f"the connection fails ({type(error).__name__})") from None
        except (ValueError, SyntaxError) as error:
            raise _unavailable(iri, str(error)) from None
        return reply

    def _exchange(self, endpoint: Endpoint, query: str, deadline: float, most: int) -> Reply:
        connection = http.client.HTTPConnection(endpoint.host, endpoint.port)
        line = _connect(resolve(endpoint.host, endpoint.port, self.private), deadline)
        try:
            if endpoint.scheme == "https":
                line = self.trust.wrap_socket(line, server_hostname=endpoint.host)
            connection.sock = _TimedSocket(line, deadline)
            body = urlencode({"query": query})
            connection.request("POST", endpoint.target, body, {**_HEADERS, "Host": endpoint.authority})
            return _read(connection.getresponse(), most)
        finally:
            line.close()


class _TooMuchError(Exception):
    """The endpoint sends more than is read."""


class _TimedSocket(io.RawIOBase):
    """A socket all of whose reading and writing together ends at a deadline."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line = line
        self._deadline = deadline

    def sendall(self, data: Any) -> None:
        """Send the bytes; raises TimeoutError past the deadline."""
        _limit(self._line, self._deadline)
        self._line.sendall(data)

    def readable(self) -> bool:
        """Return that it is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there into the buffer; raises TimeoutError past the deadline."""
        _limit(self._line, self._deadline)
        return self._line.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return a reader, as http.client asks for."""
        return io.BufferedReader(self, _PIECE)


def _connect(addresses: Sequence[tuple[int, Any]], deadline: float) -> socket.socket:
    """Return a socket connected to the first of the addresses that answers; no name is resolved again."""
    failure: OSError = ConnectionError("no address")
    for family, address in addresses:
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            _limit(line, deadline)
            line.connect(address)
            return line
        except OSError as error:
            line.close()
            failure = error
    raise failure


def _limit(line: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)


def _read(response: http.client.HTTPResponse, most: int) -> Reply:
    # A redirect counts as a failure too: it could lead where the list does not.
    if response.status != 200:
        raise ValueError(f"it answered with status {response.status}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ValueError("it answered in a content coding that was not asked for")
    media_type = response.headers.get_content_type()
    if media_type not in _FORMATS:
        raise ValueError(f"it answered with {media_type:.60}, which is no result format of SPARQL")
    content = bytearray()
    while piece := response.read(_PIECE):
        content += piece
        if len(content) > most:
            raise _TooMuchError
    if response.length:
        raise ConnectionError("the answer is cut")
    return Reply(media_type, bytes(content))


def _check(reply: Reply) -> None:
    """Read the whole result, for an error found on the way would come too late for SILENT; raises ValueError."""
    try:
        results = parse_query_results(reply.content, _FORMATS[reply.media_type])
        if isinstance(results, QuerySolutions):
            for _ in results:
                pass
            return
    except (SyntaxError, OSError, RuntimeError) as error:
        raise ValueError("what it answered is no result of SPARQL, or a cut one") from error
    raise ValueError("it answered with a truth value instead of solutions")


def _unavailable(iri: str, reason: str) -> HasilaError:
    return ServiceUnavailable(f"The endpoint <{iri}> is of no use now: {reason}.", service=iri)
