"""The address that a request was sent to, as far as it can be believed.

RFC 9110 section 7.2 (Host), RFC 3986 sections 3.2.2 and 3.2.3 (host, port), RFC 1123 section 2.1. A pure function: what is
no plain host and port gives no address, so nothing that a client makes up is repeated but names and numbers.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

_SCHEMES = ("http", "https")
_LONGEST = 253
_LAST_PORT = 65_535
# RFC 1123 has no low line in a name, but networks of containers do.
_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_AUTHORITY = re.compile(rf"({_LABEL}(?:\.{_LABEL})*\.?|\[(?P<literal>[0-9A-Fa-f:.]+)\])(?::(?P<port>[0-9]{{1,5}}))?")


def address(scheme: str, host: str, path: str) -> str | None:
    """Return the URL of a path (percent-encoded) on the host and port that a Host header names; None for no such thing.

    The host stays as it is written: it is compared with what the client asked.
    """
    found = _AUTHORITY.fullmatch(host) if len(host) <= _LONGEST else None
    if found is None or scheme not in _SCHEMES:
        return None
    if found["port"] is not None and not 0 < int(found["port"]) <= _LAST_PORT:
        return None
    if found["literal"] is not None and not _is_ipv6(found["literal"]):
        return None
    return f"{scheme}://{host}{path}"


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
