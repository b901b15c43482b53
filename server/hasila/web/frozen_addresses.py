"""Addresses of the server as files of a static host: which file stands for which request, and links between files.

RFC 3986 sections 4.2 and 5 (relative references). A host of files negotiates nothing: a suffix names the format, and in the
name of a page its language. What only a server can answer is asked of a live one, where there is one. Pure functions.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from hasila.rdf.formats import ALL_FORMATS, ATOM, CITATION_FORMATS, EVENT_FORMATS, XLSX
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER

_OTHER_ENDINGS = ("css", "gz", "ico", "js", "png", "rq", "svg", "txt", "woff2", "zst")
_ENDINGS = {
    *_OTHER_ENDINGS,
    *(form.extension for form in (*ALL_FORMATS, *CITATION_FORMATS, *EVENT_FORMATS, ATOM, XLSX)),
}
CITATIONS = tuple(f".{form.extension}" for form in CITATION_FORMATS)
"""Endings of what stands on the page itself: of each resource there would be three files more in each language."""
_LIVE = ("/sparql", "/store", "/health", "/metrics", "/search", "/reconcile")
"""What only a server can answer."""
_EVENTS = tuple(f".{form.extension}" for form in EVENT_FORMATS)
_LONGEST = 255
_BARE = ("SHA256SUMS",)
"""Files without an ending."""


@dataclass(frozen=True)
class Address:
    """A request for something that can be a file: its path as it is sent, its language, and its other parameters."""

    path: str
    language: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether the path names no format, so that a reader is given a page."""
        last = self.path.rpartition("/")[2]
        ending = last.rpartition(".")[2] if "." in last else ""
        return not (ending in _ENDINGS or last in _BARE)

    @property
    def url(self) -> str:
        """What is asked of the server."""
        pairs = [*self.parameters, *([("lang", self.language)] if self.language else [])]
        return self.path + ("?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in pairs) if pairs else "")


@dataclass(frozen=True)
class Frozen:
    """The addresses of one publication: its languages, the first for pages that name none.

    `live` is the address of a server that answers what files cannot, without a slash at its end; None where there is none.
    `aliases` are files for paths that the rules would name otherwise.
    """

    languages: tuple[str, ...]
    live: str | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    def address(self, link: str, page: Address) -> Address | None:
        """Return what a link on a page asks the server for, or None for what is elsewhere or only a server can answer."""
        if not link or link.startswith(("#", "//")) or not link.startswith(("/", "?")):
            return None
        parts = urlsplit(urljoin(page.path, link))
        path = re.sub(r"^/id/", "/doc/", parts.path)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        language = next((value for key, value in pairs if key == "lang" and value in self.languages), "")
        found = Address(
            path,
            "" if language == self.languages[0] and Address(path).is_page else language,
            tuple(pair for pair in pairs if pair[0] != "lang"),
        )
        return found if self.file(found) else None

    def file(self, address: Address) -> str | None:
        """Return the file that stands for an address, None when none can."""
        path = address.path
        if path.startswith(_LIVE) or path.endswith(CITATIONS):
            return None
        name = self._named(address, unquote(path).removeprefix("/"))
        fits = name and all(part not in ("", ".", "..") and len(part.encode()) <= _LONGEST for part in name.split("/"))
        return name if fits and "\0" not in name and "\\" not in name else None

    def _named(self, address: Address, name: str) -> str:
        stem, _, ending = name.rpartition(".")
        keys = {key for key, _ in address.parameters}
        if address.path in self.aliases:
            return self.aliases[address.path]
        if address.is_page:
            language = f".{address.language}" if address.language else ""
            page = f"{name}index{language}.html" if not name or name.endswith("/") else f"{name}{language}.html"
            return page if not keys else ""
        if address.language and not keys and name.endswith(_EVENTS):
            return f"{stem}.{address.language}.{ending}"
        if name.startswith("queries/") and keys == {LANGUAGE_PARAMETER}:
            return f"{stem}.{dict(address.parameters)[LANGUAGE_PARAMETER]}.{ending}"
        if keys == {"excel"} and address.language:
            return f"{stem.removesuffix(f'.{address.language}')}.{address.language}.excel.{ending}"
        return name if not keys else ""

    def asks_server(self, link: str) -> bool:
        """Tell whether a link of a page asks what only a server can answer, as opposed to what is a file or is nowhere."""
        if not link.startswith(("/", "?")) or link.startswith("//"):
            return False
        parts = urlsplit(link)
        asked = any(name != "lang" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
        return asked or parts.path.startswith(_LIVE) or parts.path.endswith(CITATIONS)

    def relative(self, link: str, page: Address, there_are: Container[str]) -> str | None:
        """Return a link of a page as it is written in the page's file, None where it would lead nowhere.

        `there_are` are the names of all files.
        """
        found = self.address(link, page)
        here, there = self.file(page), self.file(found) if found else None
        if here is None or there is None or there not in there_are:
            if link.startswith("?"):
                link = page.path + link
            if not link.startswith("/") or link.startswith("//"):
                return link
            return None if self.live is None else self.live + link
        path = posixpath.relpath(there, posixpath.dirname(here) or ".")
        fragment = urlsplit(link).fragment
        return quote(path) + (f"#{fragment}" if fragment else "")
