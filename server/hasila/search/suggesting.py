"""Did you mean: what is called nearly as what somebody asked for by a name that nothing has.

Words that are not known are left out, so that something is found where anything is near; a short key, which is no word, is
compared with the keys beside it. Bounded in words and letters. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from hasila.rdf.folding import words
from hasila.search.finding import Search
from hasila.search.spelling import allowed, distance

MOST_LETTERS, MOST_WORDS = 120, 6
"""So much of a name is read; a longer one is not refused."""


def suggest(search: Search, name: str, below: Sequence[str], most: int) -> list[int]:
    """Return the numbers of up to `most` things that `name` may stand for, the likeliest first.

    Only of IRIs that begin with one of `below`; those of an earlier one come first. Never of what is a part of a document.
    """
    # A single letter is near to anything.
    asked = [word for word in words(name[:MOST_LETTERS]) if len(word) > 1 or word.isdecimal()][:MOST_WORDS]
    choices = [search.choices(word) for word in asked]
    known = tuple(found for found in choices if found)

    def place(number: int) -> int:
        iri = search.index.iri(number)
        return next((order for order, begin in enumerate(below) if iri.startswith(begin)), len(below))

    def fits(number: int) -> bool:
        return place(number) < len(below) and "#" not in search.index.iri(number)

    hits = (search.hits(known, fits)[0] or search.hits_in_part(known, fits)[0]) if known else []
    if hits:
        return [hit.number for hit in sorted(hits, key=lambda hit: place(hit.number))[:most]]
    return _beside(search, name, below[0], most) if below else []


def _beside(search: Search, name: str, folder: str, most: int) -> list[int]:
    """Return the numbers of the things in a folder whose keys are nearest to `name`, capitals or not."""
    asked = name.lower()
    most_wrong = max(1, allowed(asked)) if 1 < len(asked) <= MOST_LETTERS else 0
    near = []
    for number in range(len(search.index) if most_wrong else 0):
        iri = search.index.iri(number)
        if iri.startswith(folder) and not {"/", "#"} & set(iri[len(folder) :]):
            wrong = distance(asked, iri[len(folder) :].lower(), most_wrong)
            near.append((wrong, number))
    return [number for wrong, number in sorted(near) if wrong <= most_wrong][:most]
