"""Which endpoints a query may call with SERVICE: their addresses in one spelling, and the list of those allowed.

SPARQL 1.1 Federated Query, section 5.1 (security); RFC 3986 sections 3.2 and 6.2; RFC 3987 section 3.1. Opens no connection and
resolves no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from hasila.errors import SettingInvalid

_PORTS = {"http": 80, "https": 443}
_ENDPOINT = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?",
    re.IGNORECASE | re.ASCII,
)
# What RFC 3986 lets stand in a path or a query, percent signs only before two hexadecimal digits.
_CHARACTERS = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*", re.ASCII)
_HIDDEN = re.compile(r"%(?:2f|5c|00)", re.IGNORECASE)
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_ESCAPED = re.compile("%[0-9a-f]{2}", re.IGNORECASE)


@dataclass(frozen=True)
class Endpoint:
    """An endpoint's locator in parts: `host` without brackets, `target` the path with the query."""

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def of(cls, iri: str) -> Endpoint:
        """Return the endpoint an absolute IRI locates; raises ValueError, with a reason, for what is never called.

        Refused are schemes but http and https, user names, fragments, host names that are not ASCII, dot segments, and
        slashes that are percent-encoded: whatever two readers could take for two different places.
        """
        # RFC 3987 section 3.1, step 2; the host must be ASCII already.
        found = _ENDPOINT.fullmatch(quote(iri, safe="".join(map(chr, range(0x21, 0x7F)))))
        if found is None:
            raise ValueError("it is not of the form http(s)://host[:port][/path][?query]")
        scheme, path, query = found["scheme"].lower(), found["path"] or "/", found["query"] or ""
        port = int(found["port"] or _PORTS[scheme])
        if not 0 < port < 65_536:
            raise ValueError("its port is not between 1 and 65535")
        if not _CHARACTERS.fullmatch(path + query):
            raise ValueError("its path or query holds a character that must be percent-encoded")
        if _DOTS.search(path) or _HIDDEN.search(path):
            raise ValueError("its path holds a dot segment or an encoded slash")
        target = _ESCAPED.sub(lambda escape: escape.group().upper(), path + query)
        return cls(scheme, found["host"].lower().strip("[]"), port, target)

    @property
    def authority(self) -> str:
        """The host and, where it is not the scheme's own, the port, as in the header Host (RFC 9110, section 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """Return the locator in its one spelling, by which endpoints are compared."""
        return f"{self.scheme}://{self.authority}{self.target}"


@dataclass(frozen=True)
class AllowList:
    """The endpoints that may be called: `exact` locators, and the `beginnings` of others."""

    exact: frozenset[str]
    beginnings: tuple[str, ...]

    def allows(self, iri: str) -> bool:
        """Tell whether a query may call the endpoint of that IRI."""
        try:
            locator = str(Endpoint.of(iri))
        except ValueError:
            return False
        return locator in self.exact or locator.startswith(self.beginnings)


@lru_cache(maxsize=16)
def read_allow_list(text: str) -> AllowList:
    """Return the list that the setting `service_allow` writes: locators with spaces between them, `*` at the end of some.

    The host of a beginning must be complete, so that it never covers another host. Raises SettingInvalid.
    """
    exact, beginnings = set(), []
    for entry in text.split():
        beginning = entry.removesuffix("*")
        try:
            if "*" in beginning:
                raise ValueError("`*` stands at the end only")
            endpoint = Endpoint.of(beginning)
            if beginning != entry and beginning.count("/") < 3:
                raise ValueError("before `*` the host must be complete, with the slash after it")
        except ValueError as error:
            hint = "Write endpoints like https://example.org/sparql, or beginnings like https://example.org/*."
            message = f"service_allow: {entry!r} cannot be allowed: {error}. {hint}"
            raise SettingInvalid(message, name="service_allow", hint=hint) from error
        if beginning == entry:
            exact.add(str(endpoint))
        else:
            beginnings.append(str(endpoint))
    return AllowList(frozenset(exact), tuple(beginnings))
