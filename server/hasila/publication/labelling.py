"""The index of labels for searching, made of a dump: every thing that has a name or a class, in the order it is shown.

RDF 1.1 N-Quads. Only the lines that are needed are parsed, so a dump of any size is read as fast as it can be looked through.
What labels and ranks are stands in `hasila.search`. Blank nodes are left out: nobody can be led to them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from mmap import mmap
from urllib.parse import unquote

from hasila.publication.nquads import named_statements
from hasila.rdf.folding import fold
from hasila.rdf.namespaces import RDF
from hasila.search import index
from hasila.search.things import KEY, KINDS, LABELS, Label, Thing, most_telling, rank_of

MOST_THINGS = 200_000
"""Of more things than this there is no index: it would take more memory than the server is to have for it."""
_TYPE = RDF + "type"
_BATCH = 20_000
_PROPERTIES = "|".join(re.escape(name) for name in (_TYPE, *LABELS))
_WANTED = re.compile(rf"^<[^>\n]*> <(?:{_PROPERTIES})> [^\n]*\n".encode(), re.MULTILINE)


def label_index(nquads: bytes | mmap, base: str, ontology: str, first: Sequence[str] = ()) -> dict[str, bytes]:
    """Return the files of the index of a dataset in N-Quads; none for more than `MOST_THINGS` things.

    `base` is that of the publication, `ontology` its vocabulary, `first` the classes that are shown first.
    """
    labels: defaultdict[str, set[Label]] = defaultdict(set)
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for subject, predicate, value, language in _statements(nquads):
        if predicate == _TYPE and language is None:
            classes[subject].add(value)
        elif predicate != _TYPE and language is not None:
            labels[subject].add(Label(LABELS[predicate], language, value))
        if len(labels) > MOST_THINGS or len(classes) > MOST_THINGS:
            return {}
    iris = labels.keys() | classes.keys()
    sizes = Counter(name for found in classes.values() for name in found)
    things = (
        Thing(
            iri,
            rank_of(classes[iri], first, sizes),
            most_telling(classes[iri], first, ontology, sizes),
            tuple(_with_key(labels[iri], iri, base)),
        )
        for iri in sorted(iris)
    )
    return index.write(thing for thing in things if thing.labels)


def _statements(nquads: bytes | mmap) -> Iterator[tuple[str, str, str, str | None]]:
    lines = (found[0] for found in _WANTED.finditer(nquads))
    while batch := list(islice(lines, _BATCH)):
        yield from named_statements(b"".join(batch))


def _with_key(labels: Iterable[Label], iri: str, base: str) -> Iterator[Label]:
    """Yield the labels in order, then the key of one of the publication's own IRIs, unless a label says the same."""
    known = sorted(labels, key=lambda label: (KINDS.index(label.kind), label.language, label.text))
    yield from known
    if iri.startswith(base) and "#" not in iri:
        key = unquote(iri.rstrip("/").rpartition("/")[2])
        if fold(key) and fold(key) not in {fold(label.text) for label in known}:
            yield Label(KEY, "", key)
