"""The competency questions and the ontology cover one another, and each question has its query.

Reads ontology/competency.md by its fixed layout (a numbered heading, then ar, fr, query and terms); that the queries
give the right answers is tested in tests/queries.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef

ROOT = Path(__file__).parents[2]
DEF = Namespace("https://w3id.org/hasila/def/")
ONTOLOGY = Graph().parse(ROOT / "ontology/hasila.ttl")
DECLARED = {str(s).removeprefix(DEF) for s in ONTOLOGY.subjects(RDFS.isDefinedBy, URIRef(DEF))}
CLASSES = {str(s).removeprefix(DEF) for s in ONTOLOGY.subjects(RDF.type, OWL.Class)} & DECLARED
TEXT = (ROOT / "ontology/competency.md").read_text(encoding="utf-8")
LAYOUT = re.compile(
    r"^### (\d+)\. (.+)\n\n- ar: (.+)\n- fr: (.+)\n- query: `queries/([a-z-]+)\.rq`\n- terms: (.+)$", re.M
)


class Question(NamedTuple):
    number: str
    en: str
    ar: str
    fr: str
    query: str
    terms: str

    @property
    def own(self) -> set[str]:
        return set(re.findall(r"`hasila:(\w+)`", self.terms))


QUESTIONS = [Question(*match) for match in LAYOUT.findall(TEXT)]


def test_questions_are_all_read_and_numbered_in_order():
    assert len(QUESTIONS) == TEXT.count("\n### ") >= 24
    assert [int(q.number) for q in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))


def test_questions_have_queries_of_their_own():
    assert len({q.query for q in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.query)
def test_question_is_asked_in_three_languages(question):
    assert question.en.endswith("?") and question.fr.endswith("?") and question.ar.endswith("؟")
    assert re.search(r"[\u0600-\u06ff]", question.ar) and not re.search(r"[A-Za-z]", question.ar)
    assert not re.search(r"[\u0600-\u06ff]", question.en + question.fr)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.query)
def test_question_names_only_declared_terms(question):
    assert question.own <= DECLARED


def test_terms_are_all_needed_by_a_question():
    assert not DECLARED - set().union(*(q.own for q in QUESTIONS))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.query)
def test_question_has_a_query_file_that_uses_its_properties(question):
    path = ROOT / "queries" / f"{question.query}.rq"
    assert path.is_file(), f"{path.relative_to(ROOT)} is promised by ontology/competency.md"
    text = path.read_text(encoding="utf-8")
    used = set(re.findall(rf"(?:hasila:|{re.escape(DEF)})(\w+)", text))
    assert not (question.own - CLASSES) - used
