"""The RDF formats that are loaded, by the extension of the file's name.

The media types of what is served are in `hasila.rdf.formats`.
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat

_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


def format_of(path: Path) -> RdfFormat:
    """Return the format of a file; raises ValueError for an extension that is not known."""
    try:
        return _FORMATS[path.suffix.lstrip(".").lower()]
    except KeyError:
        raise ValueError(f"{path}: no RDF format is known for the extension {path.suffix!r}") from None
