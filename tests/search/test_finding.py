"""What somebody types finds what is meant, best first, in bounded work."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.errors import BadRequest
from hasila.search import finding
from hasila.search.finding import Search
from hasila.search.fitting import Fit
from hasila.search.index import FOLDED, THINGS, LabelIndex, write
from hasila.search.spelling import Vocabulary, distance, stem
from hasila.search.things import (
    ALTERNATIVE,
    BEHIND,
    CODED,
    FIRST,
    KEY,
    NAMED,
    NOTATION,
    PREFERRED,
    Label,
    Thing,
    rank_of,
)

PLACE, CODE = "https://x.example/Place", "https://x.example/Code"


def thing(key: str, *labels: str, kind: str = PREFERRED, rank: int = NAMED, of: str = PLACE) -> Thing:
    return Thing(f"https://x.example/{key}", rank, (of,), tuple(Label(kind, "en", label) for label in labels))


def search(*things: Thing) -> Search:
    files = write(things)
    return Search(LabelIndex(files[FOLDED], files[THINGS]))


def keys(finder: Search, question: str, of: str | None = None) -> list[str]:
    return [finder.index.iri(hit.number).rpartition("/")[2] for hit in finder.find(question, of).hits]


CITIES = search(
    thing("marrakesh", "مراكش", "Marrakech", "Marrakesh"),
    thing("safi", "Marrakech-Safi", "جهة مراكش-آسفي"),
    thing("medina", "Ancienne médina de Marrakech"),
    thing("centre", "Centre (Marrakech)", rank=CODED, of=CODE),
    thing("orient", "L’Oriental"),
    thing("fes", "Fès"),
)


@pytest.mark.parametrize(
    "typed", ["مراكش", "مرّاكُش", "Marrakech", "marrakesh", "MARRAKECH", "marakech", "marrakehc", "بمراكش"]
)
def test_every_spelling_finds_the_same_place_first(typed: str) -> None:
    assert keys(CITIES, typed)[:1] == ["marrakesh"]


def test_best_fit_comes_first_and_coded_values_after_things() -> None:
    found = CITIES.find("marrakech")
    assert keys(CITIES, "marrakech") == ["marrakesh", "safi", "medina", "centre"]
    assert [hit.fit for hit in found.hits] == [Fit.EXACT, Fit.PREFIX, Fit.WORD, Fit.WORD]
    assert found.classes == ((PLACE, 3), (CODE, 1)) and found.complete and not found.respelt


@pytest.mark.parametrize(
    ("typed", "expected"), [("fes", ["fes"]), ("FÈS", ["fes"]), ("l'oriental", ["orient"]), ("ntal", ["orient"])]
)
def test_accents_case_and_apostrophes_make_no_difference(typed: str, expected: list[str]) -> None:
    assert keys(CITIES, typed) == expected


def test_words_are_found_in_any_order_in_one_label() -> None:
    assert keys(CITIES, "marrakech medina")[0] == "medina"


def test_where_few_have_every_word_those_with_some_come_after_and_short_words_do_not_count() -> None:
    named = {"traffic": "Trafic de drogues", "cases": "Affaires de drogue", "cards": "Cartes de séjour"}
    drugs = search(*(thing(key, label) for key, label in named.items()))
    found = drugs.find("trafic de drogue")
    assert keys(drugs, "trafic de drogue") == ["traffic", "cases"]
    assert [hit.fit for hit in found.hits] == [Fit.PREFIX, Fit.SOME]
    many = search(*(thing(f"t{n}", f"oak tree {n}") for n in range(5)), thing("oak", "oak"))
    assert "oak" not in keys(many, "oak tree")


def test_what_people_look_for_comes_before_what_is_about_it() -> None:
    named = search(
        thing("indicator", "Accidents in towns", rank=FIRST),
        thing("event", "Campaign against accidents", rank=FIRST),
        thing("unit", "accidents", rank=CODED),
        thing("series", "Accidents in towns, 2019", rank=NAMED),
        thing("figure", "Accidents in towns, 2020: 7", rank=CODED),
        thing("link", "Accidents", rank=BEHIND),
    )
    assert keys(named, "accidents") == ["indicator", "unit", "event", "series", "figure", "link"]
    pages = [thing("page", "accidents-9", kind=KEY, rank=NAMED), thing("other", "On accidents", rank=NAMED)]
    assert keys(search(*pages), "accidents") == ["other", "page"]


def test_labels_with_most_of_the_words_fit_where_none_has_all() -> None:
    found = CITIES.find("ancienne ville marrakech")
    assert [hit.fit for hit in found.hits] == [Fit.SOME]
    assert keys(CITIES, "ancienne ville marrakech") == ["medina"]
    assert keys(CITIES, "fes marrakech")[:2] == ["fes", "marrakesh"]
    assert keys(CITIES, "qqqqq fes") == ["fes"] and keys(CITIES, "qqqqq rrrrr") == []


def test_preferred_labels_come_before_others() -> None:
    named = search(
        thing("a", "oak", kind=KEY), thing("b", "oak", kind=NOTATION), thing("c", "oak", kind=ALTERNATIVE), thing("d", "oak"),
    )  # fmt: skip
    assert keys(named, "oak") == ["d", "c", "b", "a"]


def test_shorter_labels_come_before_longer_ones() -> None:
    assert keys(search(thing("a", "oak tree of old"), thing("b", "oak tree")), "oak") == ["b", "a"]


def test_class_narrows_what_is_found_and_not_what_is_counted() -> None:
    assert keys(CITIES, "marrakech", CODE) == ["centre"]
    assert CITIES.find("marrakech", CODE).classes == ((PLACE, 3), (CODE, 1))
    assert keys(CITIES, "marrakech", "https://x.example/None") == []


def test_misspelt_word_is_told_and_a_short_one_is_not_guessed() -> None:
    assert CITIES.find("marakech").respelt and CITIES.find("marakech").choices == (("marrakech",),)
    assert not CITIES.find("fez").hits and CITIES.find("fez").respelt


@pytest.mark.parametrize("typed", ["", "  ", "«…»", "\u200d", "\0"])
def test_nothing_fits_a_question_without_letters(typed: str) -> None:
    assert not CITIES.find(typed).hits


@pytest.mark.parametrize("typed", ["x" * 201, " ".join(f"w{n}" for n in range(11))])
def test_question_that_is_too_long_is_refused(typed: str) -> None:
    with pytest.raises(BadRequest):
        CITIES.find(typed)


def test_more_than_is_looked_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 3)
    assert not CITIES.find("marrakech").complete
    assert len(CITIES.find("marrakech").hits) == 3


@given(st.text(max_size=60))
def test_no_question_breaks_the_search(typed: str) -> None:
    try:
        found = CITIES.find(typed)
    except BadRequest:
        return
    assert len({hit.number for hit in found.hits}) == len(found.hits) <= len(CITIES.index)


def test_index_reads_what_was_written_whatever_the_order() -> None:
    awkward = Thing(
        "https://x.example/t", FIRST, (), (Label(PREFERRED, "", "a\tb\\n\nc\r"), Label(NOTATION, "en", "…"))
    )
    others = [thing("u", "x"), thing("s", "y", rank=BEHIND)]
    for order in itertools.permutations([awkward, *others]):
        assert write(order) == write([awkward, *others])
    index = search(awkward, *others).index
    assert [index.thing(number) for number in range(len(index))] == [awkward, *others]
    assert index.number_of("https://x.example/u") == 1 and index.number_of(PLACE) is None


def test_empty_index_finds_nothing() -> None:
    assert not search().find("oak").hits


def test_files_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ValueError, match="lines"):
        LabelIndex(b"a\n", b"")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("abc", "abc", 0),
        ("abc", "abd", 1),
        ("abc", "acb", 1),
        ("abc", "ab", 1),
        ("abc", "xabc", 1),
        ("abcd", "badc", 2),
    ],
)
def test_distance_counts_letters(one: str, other: str, expected: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == expected


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_above_the_most_is_only_more(one: str, other: str) -> None:
    whole = distance(one, other, 20)
    assert distance(one, other, 1) == whole or (whole > 1 and distance(one, other, 1) > 1)


@given(st.text("abcdef", min_size=6, max_size=9), st.lists(st.text("abcdef", min_size=1, max_size=9), max_size=20))
def test_nearest_words_are_those_that_comparing_all_would_find(word: str, known: list[str]) -> None:
    distances = {other: distance(word, other, 2) for other in known}
    least = min((d for d in distances.values() if 1 <= d <= 2), default=None)
    if word not in known:
        expected = sorted(other for other, d in distances.items() if d == least)
        assert Vocabulary(sorted(set(known))).near(word) == expected[:12]


def test_article_is_taken_off_only_where_a_word_is_left() -> None:
    assert [stem(word) for word in ("الرباط", "بالرباط", "الا", "oak")] == ["رباط", "رباط", "الا", "oak"]


SKOS = "http://www.w3.org/2004/02/skos/core#"


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ([PLACE], NAMED),
        ([PLACE, SKOS + "Concept"], NAMED),
        ([SKOS + "Concept"], CODED),
        ([CODE], FIRST),
        (["https://x.example/Row"], CODED),
        (["http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement"], BEHIND),
        ([], BEHIND),
    ],
)
def test_ranks_of_classes(classes: list[str], expected: int) -> None:
    assert rank_of(classes, [CODE], {"https://x.example/Row": 501, PLACE: 3}) == expected
