"""Did you mean: what is called nearly as what somebody asked for by a name that nothing has.

Words that are not known are left out, so that something is found where anything is near. Bounded in words and letters. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from hasila.rdf.folding import words
from hasila.search.finding import Search

MOST_LETTERS, MOST_WORDS = 120, 6
"""So much of a name is read; a longer one is not refused."""


def suggest(search: Search, name: str, below: Sequence[str], most: int) -> list[int]:
    """Return the numbers of up to `most` things that `name` may stand for, the likeliest first.

    Only of IRIs that begin with one of `below`; those of an earlier one come first.
    """
    # A single letter is near to anything.
    asked = [word for word in words(name[:MOST_LETTERS]) if len(word) > 1 or word.isdecimal()][:MOST_WORDS]
    choices = [search.choices(word) for word in asked]
    known = tuple(found for found in choices if found)
    if not known:
        return []

    def place(number: int) -> int:
        iri = search.index.iri(number)
        return next((order for order, begin in enumerate(below) if iri.startswith(begin)), len(below))

    def allowed(number: int) -> bool:
        return place(number) < len(below)

    hits = search.hits(known, allowed)[0] or search.hits_in_part(known, allowed)[0]
    return [hit.number for hit in sorted(hits, key=lambda hit: place(hit.number))[:most]]
