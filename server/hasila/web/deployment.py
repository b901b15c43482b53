"""The address that catalogues name files and services by: the setting, else a trusted proxy's word, else where we listen.

RFC 9110 section 7.2: a Host header is whatever its sender likes, so it never gets into a catalogue that others will follow,
but for the machine's own loopback addresses. RFC 6761 (localhost); X-Forwarded-Host and X-Forwarded-Proto as proxies send them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from hasila.errors import SettingInvalid
from hasila.settings import Settings
from hasila.web.addresses import address
from hasila.web.clients import Clients, networks

_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")


@dataclass(frozen=True)
class Deployment:
    """Where one server is reached: `public` whatever happens, else as `proxies` say, else `own`; `canonical` at the worst."""

    public: str | None
    own: str | None
    port: int
    canonical: str
    proxies: Clients

    @classmethod
    def of(cls, settings: Settings, base: str) -> Deployment:
        """Return the deployment that the settings tell of, for a publication with that base. Raises SettingInvalid."""
        host, port = settings.text("host"), settings.integer("port")
        return cls(
            _public(settings.text("public_url")),
            None if _is_any(host) else address("http", f"[{host}]:{port}" if ":" in host else f"{host}:{port}", ""),
            port,
            base.removesuffix("/"),
            Clients(networks(settings.text("trusted_proxies"), "trusted_proxies")),
        )

    @property
    def is_fixed(self) -> bool:
        """Whether every request is given the same address."""
        return self.public is not None or (self.own is not None and not self.proxies.any)

    def origin(self, environ: Mapping[str, Any]) -> str:
        """Return the address, without a slash at its end, that a request (PEP 3333) is to be given links below."""
        if self.public is not None:
            return self.public
        if self.proxies.trusts(environ.get("REMOTE_ADDR", "")):
            told = _forwarded(environ)
            if told is not None:
                return told
        if self.own is not None:
            return self.own
        return self._loopback(environ.get("HTTP_HOST", "")) or self.canonical

    def _loopback(self, host: str) -> str | None:
        # Whoever is sent to a loopback address stays on the machine, and at our port.
        found = address("http", host, "")
        name = urlsplit(found or "").hostname or ""
        return found if urlsplit(found or "").port == self.port and _is_loopback(name) else None


def _public(text: str) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    found = address(parts.scheme, parts.netloc, parts.path.rstrip("/"))
    if found is None or parts.query or parts.fragment or not _PATH.fullmatch(parts.path):
        raise SettingInvalid(
            f"public_url: {text!r} is no address such as https://data.example or http://10.0.0.1:8000.",
            name="public_url",
        )
    return found


def _forwarded(environ: Mapping[str, Any]) -> str | None:
    """Return the address a proxy was asked at: of several values the last, which is its own."""
    host = environ.get("HTTP_X_FORWARDED_HOST", "").rpartition(",")[2].strip()
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
    if not host and not scheme:
        return None
    return address(scheme or "http", host or environ.get("HTTP_HOST", ""), "")


def _is_any(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return not host


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
