"""Looking up by name: what fits the words that somebody typed, best first, and where it fits.

A word that stands in no label is taken for the nearest ones; where no label has all the words, those with most of them fit.
Bounded in words, letters and things. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from hasila.errors import BadRequest
from hasila.rdf.folding import words
from hasila.search.fitting import Asked, Fit, Fitting, fitting, fitting_in_part
from hasila.search.index import LabelIndex
from hasila.search.spelling import Vocabulary, stem
from hasila.search.things import BEHIND, KEY, KINDS

MOST_LETTERS, MOST_WORDS = 200, 10
"""What a question may be long: in code points, and in different words."""
_FEW = 5
"""Where fewer things than this have every word, those with some of them are shown after them."""
_SHORT = 2
MOST_FOUND = 5000
"""Among so many things, in the order of the index, the best are chosen; of more it is only said that there are more."""
_MOST_REMEMBERED = 1000
_ORDER = {kind.encode(): order for order, kind in enumerate(KINDS)}
_KEY = KINDS.index(KEY)
_LAST = 99
Choices = tuple[tuple[str, ...], ...]
"""For each word of a question the words that it may stand for."""
Chosen = Callable[[int], bool]


@dataclass(frozen=True)
class Hit:
    """A thing found: its number in the index, the number of its label that fits best, and how that fits."""

    number: int
    label: int
    fit: Fit


@dataclass(frozen=True)
class Found:
    """What was found: hits, best first; how many things are of each class; and the words that were looked for.

    `respelt` says that a word of the question stands in no label, so that others were looked for; `complete` is False when
    there was more to choose from than is looked at.
    """

    hits: tuple[Hit, ...] = ()
    classes: tuple[tuple[str, int], ...] = ()
    choices: Choices = ()
    respelt: bool = False
    complete: bool = True


class Search:
    """Looks things up in one index; keeps the words it needs for misspelt ones, and where some IRIs stand."""

    def __init__(self, index: LabelIndex) -> None:
        self.index = index
        self._vocabulary: Vocabulary | None = None
        self._numbers: dict[str, int | None] = {}

    def number_of(self, iri: str) -> int | None:
        """Return the number of the thing with an IRI, None where there is none; of a few it is remembered."""
        if iri not in self._numbers and len(self._numbers) < _MOST_REMEMBERED:
            self._numbers[iri] = self.index.number_of(iri)
        return self._numbers[iri] if iri in self._numbers else self.index.number_of(iri)

    def find(self, question: str, wanted: str | None = None) -> Found:
        """Return what fits a question, of the class `wanted` where one is given; classes are counted of all that fits.

        Nothing fits a question without letters. Raises BadRequest for one that is longer than is looked up.
        """
        asked = words_of(question)
        found = {word: self.choices(word) for word in asked}
        choices = tuple(known for known in found.values() if known)
        if not choices:
            return Found(respelt=bool(asked))
        hits, complete = self.hits(choices) if all(found.values()) else ([], True)
        if len(hits) < _FEW and len(asked) > 1:
            known = {hit.number for hit in hits}
            others, whole = self.hits_in_part(telling(choices), lambda number: number not in known)
            hits, complete = [*hits, *others], complete and whole
        counts = Counter(name for hit in hits for name in self.index.classes(hit.number))
        if wanted is not None:
            hits = [hit for hit in hits if wanted in self.index.classes(hit.number)]
        respelt = any(word not in known for word, known in found.items())
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return Found(tuple(hits), tuple(ordered), choices, respelt, complete)

    def choices(self, word: str) -> tuple[str, ...]:
        """Return the words to look for when `word` is asked for: itself, without its article, or the nearest there are."""
        for known in (word, stem(word)):
            if self.index.has(known):
                return (known,)
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self.index.words)
        return tuple(self._vocabulary.near(word))

    def hits(self, choices: Choices, only: Chosen = lambda _: True) -> tuple[list[Hit], bool]:
        """Return what has every word, best first, and whether everything was looked at; `only` chooses things by number."""
        # The longest word stands in the fewest labels.
        rarest = max(choices, key=lambda known: min(map(len, known)))
        numbers, complete = _first(number for word in rarest for number in self.index.having(word))
        asked = Asked.of(choices)
        fits = ((number, fitting(self.index.line(number), asked)) for number in numbers if only(number))
        return self._ordered((number, fit) for number, fit in fits if fit is not None), complete

    def hits_in_part(self, choices: Choices, only: Chosen = lambda _: True) -> tuple[list[Hit], bool]:
        """Return the same for what has as many of the words in one label as anything has."""
        every = (word for known in choices for word in known)
        numbers, complete = _first(number for word in every for number in self.index.having(word))
        asked = Asked.of(choices)
        fits = [(number, *fitting_in_part(self.index.line(number), asked)) for number in numbers if only(number)]
        most = max((count for _, count, _ in fits), default=0)
        return self._ordered((number, fit) for number, count, fit in fits if count == most), complete

    def _ordered(self, fits: Iterable[tuple[int, Fitting]]) -> list[Hit]:
        sortable = []
        for number, (fit, label, length) in fits:
            rank, kinds = self.index.ranking(number)
            kind = _ORDER[kinds[label]]
            # A worse rank weighs as much as a worse fit, and so does a name that nobody chose; the machinery comes last.
            place = fit + rank + (kind == _KEY) if rank < BEHIND else _LAST
            sortable.append(
                (fit == Fit.SOME, place, fit != Fit.EXACT, kind == _KEY, rank, fit, kind, length, number, label)
            )
        sortable.sort()
        return [Hit(number, label, fit) for *_, fit, _, _, number, label in sortable]


def words_of(question: str) -> tuple[str, ...]:
    """Return the folded words of a question. Raises BadRequest for one that is longer than is looked up."""
    if len(question) > MOST_LETTERS:
        raise BadRequest(f"The question is longer than {MOST_LETTERS} characters.", name="q", limit=MOST_LETTERS)
    found = words(question)
    # What French leaves of an article before an apostrophe says nothing where there is more.
    found = tuple(word for word in found if len(word) > 1 or word.isdecimal()) or found
    if len(found) > MOST_WORDS:
        raise BadRequest(f"The question has more than {MOST_WORDS} different words.", name="q", limit=MOST_WORDS)
    return found


def telling(choices: Choices) -> Choices:
    """Return the words without those of a letter or two, which join others, unless there are no longer ones."""
    return tuple(known for known in choices if max(map(len, known)) > _SHORT) or choices


def _first(numbers: Iterable[int]) -> tuple[list[int], bool]:
    found = list(islice(dict.fromkeys(numbers), MOST_FOUND + 1))
    return found[:MOST_FOUND], len(found) <= MOST_FOUND
