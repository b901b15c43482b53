"""The saved queries say what they are in three languages, and answer what their question asks.

SPARQL 1.1 Query; SPARQL 1.1 Query Results CSV. How a file is read and bound is tested in tests/rdf.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from hasila.engine.embedded import EmbeddedEngine
from hasila.engine.protocol import Query
from hasila.publication.manifest import read_manifest
from hasila.rdf.saved_queries import SavedQuery, read, texts

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
FILES = sorted((ROOT / "queries").glob("*.rq"))
QUERIES = {path.stem: read(path.stem, path.read_text(encoding="utf-8")) for path in FILES}
LEAST_QUERIES = 85
VERBS = {"count", "list", "show"}
LANGUAGES = ("ar", "fr", "en")
ID = "https://w3id.org/hasila/id/"
FIGURE = ID + "figure/2025."
COMPETENCY = (ROOT / "ontology" / "competency.md").read_text(encoding="utf-8")
QUESTIONS = dict(re.findall(r"^### (\d+)\. [^#]*?^- query: `queries/([^`]+)\.rq`$", COMPETENCY, re.M))
NUMBERS = {name: number for number, name in QUESTIONS.items()}
ARABIC = re.compile(r"[\u0600-\u06ff]")
# Acronyms, standards and language tags stay as they are in Arabic.
LATIN_WORD = re.compile(r"\b(?!(?:ar|fr|en)\b)[A-Za-z]*[a-z][A-Za-z]*")

each_query = pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a CSV text, its header first."""
    return list(csv.reader(io.StringIO(text, newline="")))


ANSWERS: dict[tuple[Path, str], list[list[str]]] = {}
"""What each engine has answered, by the text of the query: the answer does not change, and many tests look at it."""


def ask(engine: EmbeddedEngine, query: SavedQuery, **values: str) -> list[list[str]]:
    """Return the rows that the query is answered with, its header first."""
    asked = engine.socket_path, query.bind(values)
    if asked not in ANSWERS:
        with engine.answer(Query(asked[1], "csv")) as answer:
            ANSWERS[asked] = rows_of(answer.read().decode("utf-8"))
    return ANSWERS[asked]


def columns_of(query: SavedQuery) -> list[str]:
    """Return the columns of the expected answer."""
    return rows_of((EXPECTED / f"{query.name}.csv").read_text(encoding="utf-8"))[0]


def assert_in_three_languages(text: dict[str, str]) -> None:
    """Fail unless the text stands in Arabic, French and English, each in its script."""
    assert set(text) == set(LANGUAGES)
    assert ARABIC.search(text["ar"]) and not LATIN_WORD.search(text["ar"]), text["ar"]
    for language in ("fr", "en"):
        assert re.search(r"[A-Za-z]", text[language]) and not ARABIC.search(text[language]), text[language]


def test_queries_are_not_fewer_than_agreed() -> None:
    assert len(QUERIES) >= LEAST_QUERIES


@each_query
def test_query_is_named_by_verb_and_subject(query: SavedQuery) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", query.name)
    assert query.name.split("-")[0] in VERBS


@each_query
def test_query_has_title_and_description_in_three_languages(query: SavedQuery) -> None:
    assert_in_three_languages(dict(query.title))
    assert_in_three_languages(dict(query.description))


@pytest.mark.parametrize("key", ["title", "description"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_queries_are_told_apart(key: str, language: str) -> None:
    said = [query.facts[f"{key}-{language}"] for query in QUERIES.values()]
    assert len(set(said)) == len(said)


@each_query
def test_query_parameters_are_labelled_in_three_languages(query: SavedQuery) -> None:
    for parameter in query.parameters:
        assert_in_three_languages(dict(parameter.label))


@each_query
def test_query_columns_have_headings_in_three_languages(query: SavedQuery) -> None:
    columns = columns_of(query)
    shown = {name for name in columns if not name.endswith("Label")}
    for name in shown:
        assert_in_three_languages(texts(query.facts, f"column-{name}"))
    assert {key.split("-")[1] for key in query.facts if key.startswith("column-")} == shown


@each_query
def test_query_is_standard_sparql_with_named_columns_in_a_given_order(query: SavedQuery) -> None:
    prepareQuery(query.text)
    assert not re.search(r"SELECT\s+(?:DISTINCT\s+|REDUCED\s+)?\*", query.text)
    assert re.search(r"^ORDER BY .+\Z", query.text.rstrip("\n"), re.M)
    for prefix in re.findall(r"^PREFIX ([a-z-]+):", query.text, re.M):
        assert len(re.findall(rf"(?<![\w-]){prefix}:", query.text)) > 1, f"{prefix}: is declared and not used"


def test_query_of_notations_says_of_which_datatype() -> None:
    """A concept may have codes of other classifications too, each of a datatype of its own."""
    asking = {query.name: query.text for query in QUERIES.values() if "skos:notation" in query.text}
    assert {"list-codes", "list-indicators-by-iccs-code"} <= set(asking)
    assert all("DATATYPE(" in text for text in asking.values()), asking.keys()


@each_query
def test_query_has_its_question(query: SavedQuery) -> None:
    question = query.facts["question"]
    assert question == NUMBERS[query.name] if query.name in NUMBERS else question.endswith("?")


@each_query
def test_query_is_in_a_group(query: SavedQuery) -> None:
    groups = dict(read_manifest(ROOT).groups)
    assert query.group in groups
    assert_in_three_languages(dict(groups[query.group]))


def test_competency_questions_all_have_their_query() -> None:
    assert len(QUESTIONS) == COMPETENCY.count("\n### ")
    assert set(NUMBERS) <= set(QUERIES)


@each_query
def test_query_on_the_release_gives_the_expected_rows(engine: EmbeddedEngine, query: SavedQuery) -> None:
    expected = rows_of((EXPECTED / f"{query.name}.csv").read_text(encoding="utf-8"))
    found = ask(engine, query)
    if found != expected:
        ANSWERS.clear()  # whoever asks next is to have a new answer
    assert found == expected, "if this is right: python tests/queries/update_expected.py"


def test_expected_answers_all_belong_to_a_query() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(QUERIES)


@each_query
def test_query_answer_is_empty_only_where_the_query_says_so(engine: EmbeddedEngine, query: SavedQuery) -> None:
    empty = len(ask(engine, query)) == 1
    assert empty == bool(query.facts.get("may-be-empty"))


@each_query
def test_query_answer_repeats_no_row(engine: EmbeddedEngine, query: SavedQuery) -> None:
    rows = [tuple(row) for row in ask(engine, query)]
    assert len(set(rows)) == len(rows)


@pytest.mark.embedded
@each_query
def test_query_in_any_language_labels_every_resource(engine: EmbeddedEngine, query: SavedQuery) -> None:
    # No store is asked again: what is asked differs in the tag of the labels alone.
    for language in LANGUAGES:
        header, *rows = ask(engine, query, language=language)
        assert len(rows) == len(ask(engine, query)) - 1, language
        pairs = [(header.index(name), header.index(name + "Label")) for name in header if name + "Label" in header]
        assert pairs, "no column of IRIs has its labels"
        for row in rows:
            assert all(bool(row[iri]) == bool(row[label]) for iri, label in pairs), (language, row)
            assert any(row[iri].startswith("https://") for iri, _ in pairs), (language, row)


@pytest.mark.embedded
@each_query
def test_query_in_arabic_has_arabic_labels(engine: EmbeddedEngine, query: SavedQuery) -> None:
    header, *rows = ask(engine, query, language="ar")
    labels = [row[i] for row in rows for i, name in enumerate(header) if name.endswith("Label") and row[i]]
    assert labels and all(ARABIC.search(label) for label in labels if label != "%")


@pytest.mark.parametrize(
    ("name", "parameter", "values"),
    [
        ("list-derived-from-statement", "statement", [ID + "statement/2025-S20", ID + "statement/2025-S13"]),
        ("list-events-with-institution", "institution", [ID + "organization/interpol", ID + "organization/dgst"]),
        ("list-indicators-by-iccs-code", "code", ["06", "0703"]),
        ("list-links-of-resource", "resource", [ID + "place/MA", ID + "theme/crime"]),
        ("list-facts-of-theme", "theme", [ID + "theme/crime", ID + "theme/training"]),
        ("show-evidence-of-figure", "figure", [FIGURE + "clearance-rate", FIGURE + "violent-crime-cases.change-2024"]),
        ("show-series-of-indicator", "indicator", [ID + "indicator/eid-cards-issued", ID + "indicator/clearance-rate"]),
    ],
)
def test_parameter_given_chooses_what_is_asked_about(
    engine: EmbeddedEngine, name: str, parameter: str, values: list[str]
) -> None:
    default, other = (ask(engine, QUERIES[name], **{parameter: value}) for value in values)
    assert default == ask(engine, QUERIES[name])
    assert len(other) > 1
    assert default[1:] != other[1:]
    assert any(values[1] in row for row in other) or parameter == "theme"


@pytest.mark.parametrize("name", ["show-key-figures", "show-report"])
def test_year_without_a_report_gives_no_row(engine: EmbeddedEngine, name: str) -> None:
    assert len(ask(engine, QUERIES[name], year="2025")) > 1
    assert len(ask(engine, QUERIES[name], year="1956")) == 1


@pytest.mark.parametrize(
    ("name", "values", "first", "last"),
    [
        ("list-events-of-year", {"year": "2021"}, "2021-01-01", "2021-12-31"),
        ("list-events-timeline", {"since": "2018-10-15", "until": "2018-12-18"}, "2018-10-15", "2018-12-18"),
    ],
)
def test_events_of_a_span_all_touch_it(
    engine: EmbeddedEngine, name: str, values: dict[str, str], first: str, last: str
) -> None:
    header, *rows = ask(engine, QUERIES[name], **values)
    begin, end = header.index("begin"), header.index("end")
    assert rows and all(row[begin] <= last and row[end] >= first for row in rows)
    assert any(row[begin] < first or row[end] > last for row in rows), "what goes on beyond the span belongs to it"


def test_resources_by_goal_are_those_of_its_code(engine: EmbeddedEngine) -> None:
    header, *rows = ask(engine, QUERIES["list-resources-by-sdg-code"], code="10.7")
    assert [row[header.index("resource")] for row in rows] == [ID + "theme/migration"]


def test_events_are_counted_once_and_parts_apart(engine: EmbeddedEngine) -> None:
    header, *rows = ask(engine, QUERIES["count-events-by-type-and-year"])
    counted = [dict(zip(header, row, strict=True)) for row in rows]
    told, *events = ask(engine, QUERIES["list-events"])
    dated = [row for row in events if row[told.index("period")]]
    assert sum(int(row["events"]) + int(row["parts"]) for row in counted) == len(dated)
    of_2025 = {
        row["type"].rpartition("/")[2]: (row["events"], row["parts"]) for row in counted if row["year"] == "2025"
    }
    assert of_2025["decoration"] == ("1", "4") and of_2025["agreement"] == ("2", "4")
