"""Misspelt words: which words there are within a letter or two of one.

Distance of optimal string alignment: a letter left out, put in or replaced, or two neighbours exchanged, counts one. Pure.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

_ARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل")
_LEAST_STEM = 3
_MASK_BITS = 61
_MOST_NEAR = 12
"""So many words are near enough to one; more would not tell what was meant."""


def allowed(word: str) -> int:
    """Return by how many letters a word may be misspelt: none up to three letters, one up to five, then two."""
    return 0 if len(word) <= 3 else 1 if len(word) <= 5 else 2


def stem(word: str) -> str:
    """Return a folded Arabic word without its article; any other word as it is."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST_STEM:
            return word[len(article) :]
    return word


class Vocabulary:
    """Words that a misspelt one may stand for."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        # Which letters a word has, so that most words are put aside without being compared.
        self._masks = array("Q", map(_mask, words))

    def near(self, word: str) -> list[str]:
        """Return the words that are nearest to `word`, sorted; none when all are farther than is allowed for its length."""
        for most in range(1, allowed(word) + 1):
            found = self._within(word, most)
            if found:
                return found[:_MOST_NEAR]
        return []

    def _within(self, word: str, most: int) -> list[str]:
        mask, length, bits = _mask(word), len(word), 2 * most
        return [
            known
            for known, known_mask in zip(self._words, self._masks, strict=True)
            if (mask ^ known_mask).bit_count() <= bits
            and abs(len(known) - length) <= most
            and distance(word, known, most) <= most
        ]


def _mask(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << ord(letter) % _MASK_BITS
    return mask


def distance(one: str, other: str, most: int) -> int:
    """Return by how many letters two words differ, or a number above `most` as soon as it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
