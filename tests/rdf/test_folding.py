"""Ways to type a word that mean the same fold to one; folding loses no word and is done once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.rdf.folding import fold, places, words

TABLE = {
    "tashkeel": ("مرّاكُش", "مراكش"),
    "dagger alif": ("هٰذا", "هذا"),
    "hamza above": ("أمن", "امن"),
    "hamza below": ("إدارة", "اداره"),
    "madda": ("آسفي", "اسفي"),
    "alif wasla": ("ٱلأمن", "الامن"),
    "hamza on waw": ("مسؤول", "مسوول"),
    "hamza on ya": ("شئ", "شي"),
    "hamza by itself": ("شيء", "شي"),
    "ta marbuta": ("مدينة", "مدينه"),
    "alif maqsura": ("مستشفى", "مستشفي"),
    "tatweel": ("الأمــن", "الامن"),
    "Arabic-Indic digits": ("٢٠٢٥", "2025"),
    "Persian digits": ("۲۰۲۵", "2025"),
    "presentation forms": ("ﻣﺮﺍﻛﺶ", "مراكش"),
    "ligature": ("ﻻ", "لا"),
    "Persian letters": ("کیک", "كيك"),
    "Maghrebi g": ("أڭادير", "اكادير"),
    "Maghrebi v": ("ڤيروس", "فيروس"),
    "French accents": ("Fès-Meknès à Tétouan", "fes meknes a tetouan"),
    "decomposed accents": ("e\u0301te\u0301", "ete"),
    "cedilla": ("façade", "facade"),
    "ligature oe": ("Œuvre", "oeuvre"),
    "case": ("MARRAKECH", "marrakech"),
    "sharp s": ("Straße", "strasse"),
    "typewriter apostrophe": ("l'Oriental", "l oriental"),
    "typographic apostrophe": ("l’Oriental", "l oriental"),
    "modifier apostrophe": ("lʼOriental", "l oriental"),
    "transliterated ayn": ("ʿAbd", "abd"),
    "full width": ("ＡＢＣ１", "abc1"),
    "invisible characters": ("ab\u200d\u00adc\u202e", "abc"),
    "punctuation": (" (a), b/c – d. ", "a b c d"),
    "grouped digits": ("1 234", "1 234"),
    "nothing": ("«…»", ""),
}


@pytest.mark.parametrize(("typed", "folded"), TABLE.values(), ids=TABLE.keys())
def test_spelling_folds_to(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip() and "  " not in once


def test_words_come_once_and_in_order() -> None:
    assert words("b a, B") == ("b", "a")


@pytest.mark.parametrize(
    ("text", "found", "shown"),
    [
        ("في مدينة مرّاكُشَ الحمراء", "مراكش", ["مرّاكُشَ"]),
        ("Fès, FES et fés", "fes", ["Fès", "FES", "fés"]),
        ("Œuvre", "oe", ["Œ"]),
        ("a  b", "a b", ["a  b"]),
        ("abc", "x", []),
        ("abc", "", []),
    ],
)
def test_places_are_those_of_the_text_as_it_stands(text: str, found: str, shown: list[str]) -> None:
    assert [text[begin:end] for begin, end in places(text, found)] == shown


@given(st.text(max_size=30))
def test_whole_text_is_found_in_itself(text: str) -> None:
    for word in words(text):
        assert all(fold(text[begin:end]) for begin, end in places(text, word))
        assert places(text, word)
