"""IRIs of the publication: which path of the server stands for which IRI, and back.

Patterns of the public contract: `def/{Term}`, `id/{kind}/{key}` (303 to `doc/{kind}/{key}`), `graph/{name}`,
`dataset/{key}`. RFC 3987 for the mapping between IRIs and percent-encoded paths. Looks nothing up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

_FORBIDDEN = re.compile('[\\x00-\\x20<>"{}|\\\\^`\\x7f-\\x9f\ud800-\udfff]')


def is_iri(text: str) -> bool:
    """Tell whether `text` is an absolute IRI that may stand in N-Triples (RDF 1.1 N-Triples, IRIREF)."""
    scheme, colon, rest = text.partition(":")
    return bool(colon and rest and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme) and not _FORBIDDEN.search(text))


def as_uri(iri: str) -> str:
    """Return an IRI as a URI: what is not ASCII is percent-encoded, escapes stay as they are (RFC 3987 section 3.1)."""
    return "".join(character if character.isascii() else quote(character) for character in iri)


@dataclass(frozen=True)
class IriSpace:
    """The IRIs below one base, such as `https://data.example/`."""

    base: str

    def iri(self, path: str) -> str | None:
        """Return the IRI of a decoded request path (with or without its leading slash); None when it cannot be one."""
        iri = self.base + path.lstrip("/")
        return iri if is_iri(iri) else None

    def spellings(self, path: str) -> list[str]:
        """Return the IRIs that a decoded request path may stand for, the likeliest first.

        An IRI may hold escapes of its own, which decoding has taken away: `a%20b` comes as `a b`, and what is not ASCII may
        have been escaped in the IRI or only on the way (RFC 3987 section 3.1). Of an escaped slash nothing is left to see.
        """
        escaped = "".join(quote(c) if c in "%?#" or _FORBIDDEN.match(c) else c for c in path)
        found = (self.iri(spelling) for spelling in (path, escaped, as_uri(escaped)))
        return list(dict.fromkeys(iri for iri in found if iri is not None))

    def path(self, iri: str) -> str | None:
        """Return the local path (percent-encoded) that answers for `iri`, or None when it is not ours.

        A thing's path is that of the thing, `/id/…`, not of its document.
        """
        rest = iri.removeprefix(self.base)
        # A second slash at the beginning would make a link to another host (RFC 3986 section 4.2).
        if not iri.startswith(self.base) or rest.startswith("/"):
            return None
        return "/" + quote(rest, safe="/:@!$&'()*+,;=~-._#")

    def document_path(self, iri: str) -> str | None:
        """Return the local path of the document about `iri`: `/doc/…` for a thing, its own path for anything else."""
        path = self.path(iri)
        if path is not None and path.startswith("/id/"):
            return "/doc/" + path[4:]
        return path
