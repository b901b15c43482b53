"""What an answer holds, counted, and whether the peers agree: those that answer something else are not being compared.

SPARQL 1.1 Query Results JSON Format, CSV; N-Triples. Counts rows and compares no values.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence

from pyoxigraph import RdfFormat, parse

EXPECTED = {
    ("Q11 describe", ""): "SPARQL 1.1 leaves to each engine what DESCRIBE says (section 16.4)",
    ("Q14 triples by graph", "virtuoso"): "Virtuoso lists the graphs of its own system too",
}
"""Differences that are known, by query and peer (none named: any), each with its reason."""


def count(media_type: str, body: bytes) -> int:
    """Return the rows of a table, 0 or 1 for a truth value, the triples of a graph; by what the answer says it is.

    Raises ValueError or SyntaxError when it is nothing of that kind, or broken.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind.endswith("json"):
        document = json.loads(body)
        try:
            return int(document["boolean"]) if "boolean" in document else len(document["results"]["bindings"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"not SPARQL results: {error}") from error
    if kind.endswith("xml"):  # rdflib-endpoint describes in RDF/XML whatever is asked, and calls it query results
        return len({str(quad) for quad in parse(body, format=RdfFormat.RDF_XML)})
    text = body.decode()
    if kind == "text/csv":
        return len(list(csv.reader(text.splitlines()))) - 1
    if kind in ("application/n-triples", "application/n-quads", "text/plain"):
        return len({line for line in text.splitlines() if line.strip() and not line.startswith("#")})
    raise ValueError(f"an answer of type {kind!r} is not counted here")


def differences(counts: Mapping[str, Mapping[str, Sequence[int]]], reference: str) -> tuple[list[str], list[str]]:
    """Return the known and the unexplained differences from the reference, as sentences.

    `counts` has, by query and peer, a number for each text that was tried; a slow peer may have tried fewer of them.
    """
    known: list[str] = []
    unexplained: list[str] = []
    for query, by_peer in counts.items():
        for peer, numbers in by_peer.items():
            pairs = zip(numbers, by_peer.get(reference, ()), strict=False)
            different = next(((own, theirs) for own, theirs in pairs if own != theirs), None)
            if different is None:
                continue
            sentence = f"{query}: {peer} answers {different[0]}, {reference} {different[1]}"
            reason = EXPECTED.get((query, peer)) or EXPECTED.get((query, ""))
            (known if reason else unexplained).append(f"{sentence} ({reason})" if reason else sentence)
    return known, unexplained
