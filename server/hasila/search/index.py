"""The index of labels as two files of a release: what is looked through, and what is shown of what was found.

Both have a line for each thing, in the same order: `search/folded.txt` its folded labels (see `rdf.folding`), a tab between
them; `search/things.tsv` its rank, IRI, classes, then kind, language and text of each label. Read whole, they need nothing but
the places of their lines to be looked for. Opens no file.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from hasila.rdf.folding import fold
from hasila.search.things import Label, Thing

FOLDER = "search"
"""Folder of the index within a release."""
FOLDED, THINGS = f"{FOLDER}/folded.txt", f"{FOLDER}/things.tsv"
MOST_WORDS = 200_000
"""So many different words are looked through for one that is misspelt."""
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_PLAIN = {escape: character for character, escape in _ESCAPES.items()}
_ESCAPE = re.compile(r"\\[\\tnr]")
_NEWLINE = re.compile(rb"\n")


def write(things: Iterable[Thing]) -> dict[str, bytes]:
    """Return the files of the index by name: the same things give the same bytes, whatever their order."""
    found = sorted(things, key=lambda thing: (thing.rank, thing.iri))
    folded = ("\t".join(fold(label.text) for label in thing.labels) for thing in found)
    return {FOLDED: _lines(folded), THINGS: _lines(map(_written, found))}


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _written(thing: Thing) -> str:
    cells = [str(thing.rank), thing.iri, " ".join(thing.classes)]
    for label in thing.labels:
        cells += label.kind, label.language, label.text
    return "\t".join(re.sub(r"[\\\t\n\r]", lambda found: _ESCAPES[found[0]], cell) for cell in cells)


def _cell(text: str) -> str:
    return _ESCAPE.sub(lambda found: _PLAIN[found[0]], text) if "\\" in text else text


class LabelIndex:
    """An index read: things by number, and the numbers of those with some text among their folded labels."""

    def __init__(self, folded: bytes, things: bytes) -> None:
        """Take the bytes of both files. Raises ValueError when they do not have as many lines."""
        self._folded, self._things = folded, things
        self._folded_ends, self._thing_ends = _ends(folded), _ends(things)
        if len(self._folded_ends) != len(self._thing_ends):
            raise ValueError(f"{FOLDED} and {THINGS} do not have as many lines.")

    def __len__(self) -> int:
        """Return how many things there are."""
        return len(self._thing_ends)

    def thing(self, number: int) -> Thing:
        """Return the thing of that number, counted from 0."""
        rank, iri, classes, *cells = _line(self._things, self._thing_ends, number).decode().split("\t")
        labels = (Label(*map(_cell, cells[at : at + 3])) for at in range(0, len(cells), 3))
        return Thing(_cell(iri), int(rank), tuple(classes.split()), tuple(labels))

    def ranking(self, number: int) -> tuple[int, list[bytes]]:
        """Return the rank of a thing, and the kinds of its labels in UTF-8: what is asked of everything that fits."""
        cells = _line(self._things, self._thing_ends, number).split(b"\t")
        return int(cells[0]), cells[3::3]

    def iri(self, number: int) -> str:
        """Return the IRI of a thing."""
        return _cell(_line(self._things, self._thing_ends, number).split(b"\t", 2)[1].decode())

    def classes(self, number: int) -> list[str]:
        """Return the classes of a thing."""
        return _line(self._things, self._thing_ends, number).split(b"\t", 3)[2].decode().split()

    def number_of(self, iri: str) -> int | None:
        """Return the number of the thing with an IRI, None where there is none; looks through everything."""
        return next(self._beginning(f"\t{iri}\t"), None)

    def below(self, begin: str) -> Iterator[int]:
        """Yield the numbers, in order, of the things whose IRIs begin so; looks through everything."""
        return self._beginning(f"\t{begin}")

    def _beginning(self, text: str) -> Iterator[int]:
        """Yield the numbers of the lines in which a text stands behind the rank, which is one digit."""
        wanted, ends = text.encode(), self._thing_ends
        at = self._things.find(wanted)
        while at >= 0:
            number = bisect_right(ends, at)
            # Elsewhere it is a class or a label.
            if at == (ends[number - 1] if number else 0) + 1:
                yield number
            at = self._things.find(wanted, at + 1)

    def line(self, number: int) -> bytes:
        """Return the folded labels of a thing in UTF-8, in the order of its labels, a tab between them."""
        return _line(self._folded, self._folded_ends, number)

    def having(self, text: str) -> Iterator[int]:
        """Yield the numbers, each once and in order, of the things that have a folded text in their labels."""
        wanted, ends, folded = text.encode(), self._folded_ends, self._folded
        at = folded.find(wanted)
        while at >= 0:
            number = bisect_right(ends, at)
            yield number
            at = folded.find(wanted, ends[number])

    def has(self, text: str) -> bool:
        """Tell whether a folded text stands in any label."""
        return text.encode() in self._folded

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All different words of the labels, sorted; at most `MOST_WORDS` of them."""
        return tuple(sorted({word.decode() for word in self._folded.split()})[:MOST_WORDS])


def _ends(content: bytes) -> array[int]:
    return array("Q", (found.end() for found in _NEWLINE.finditer(content)))


def _line(content: bytes, ends: array[int], number: int) -> bytes:
    return content[ends[number - 1] if number else 0 : ends[number] - 1]
