"""How shapes and rules are read and run, and what every one of them must say for people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef

from hasila.errors import QueryFileInvalid
from hasila.publication.findings import Finding, order, read_severity
from hasila.publication.rules import load_rules, run_rules
from hasila.publication.validation import load_shapes, validate_shapes, write_term

from .findings_of_case import BASE, ROOT, all_rules, all_shapes

LANGUAGES = {"ar", "fr", "en"}
ARABIC = re.compile(r"[\u0600-\u06ff]")
RULE = """#+ title-en: A rule
#+ message-en: Mend it.
#+ severity: Warning
#+ source: nowhere
SELECT ?this ?path ?value WHERE { ?this ?path ?value }
"""


class Rows:
    """A store that answers every query with the same rows."""

    def __init__(self, *rows: dict[str, str]) -> None:
        self.rows = rows

    def select(self, query: str) -> list[dict[str, str]]:
        assert query == RULE
        return list(self.rows)


def write_rule(folder: Path, text: str = RULE, name: str = "some-rule") -> Path:
    (folder / f"{name}.rq").write_text(text, encoding="utf-8")
    return folder


def test_rule_is_read_with_its_metadata(tmp_path: Path) -> None:
    (rule,) = load_rules(write_rule(tmp_path), "https://example.org/")
    assert rule.iri == "https://example.org/shapes/rules/some-rule"
    assert (rule.titles, rule.messages) == ({"en": "A rule"}, {"en": "Mend it."})
    assert (rule.severity, rule.source) == ("Warning", "nowhere")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (RULE, "Some_Rule"),
        (RULE.replace("#+ title-en: A rule\n", ""), "some-rule"),
        (RULE.replace("message-en", "message-fr"), "some-rule"),
        (RULE.replace("Warning", "Serious"), "some-rule"),
        (RULE.replace("#+ source: nowhere\n", ""), "some-rule"),
    ],
    ids=["name", "title", "languages", "severity", "source"],
)
def test_rule_that_lacks_something_is_refused(tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(QueryFileInvalid):
        load_rules(write_rule(tmp_path, text, name), BASE)


def test_rows_become_findings_and_a_row_said_twice_counts_once(tmp_path: Path) -> None:
    row = {"this": "<urn:a>", "path": "<urn:p>", "value": '"x"@en'}
    found = run_rules(load_rules(write_rule(tmp_path), BASE), Rows(row, dict(row), {"this": "<urn:b>"}))
    assert [(f.focus, f.path, f.value, f.component) for f in found] == [
        ("urn:a", "urn:p", '"x"@en', None),
        ("urn:b", None, None, None),
    ]


@pytest.mark.parametrize("row", [{}, {"this": "_:b"}, {"this": '"text"'}], ids=["unbound", "blank", "literal"])
def test_row_without_focus_iri_is_refused(tmp_path: Path, row: dict[str, str]) -> None:
    with pytest.raises(QueryFileInvalid):
        run_rules(load_rules(write_rule(tmp_path), BASE), Rows(row))


def test_shape_yields_finding_with_messages_of_every_language(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <urn:e:> .\n"
        "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:P .\n"
        'e:P a sh:PropertyShape ; sh:path e:p ; sh:maxCount 0 ; sh:severity sh:Info ; sh:message "Non"@fr, "No"@en .\n',
        encoding="utf-8",
    )
    data = Graph().parse(data="<urn:x> a <urn:e:C> ; <urn:e:p> 1 .")
    (finding,) = validate_shapes(data, load_shapes(tmp_path, ["*.ttl"]))
    assert (finding.source, finding.focus, finding.path) == ("urn:e:P", "urn:x", "urn:e:p")
    assert (finding.severity, finding.messages) == ("Info", {"en": "No", "fr": "Non"})
    assert finding.component == str(SH.MaxCountConstraintComponent)
    assert len(data) == 2
    assert validate_shapes(Graph(), load_shapes(tmp_path, ["*.ttl"])) == []


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (URIRef("urn:a"), "<urn:a>"),
        (BNode("b1"), "_:b1"),
        (Literal('a "b"\n\\', lang="en"), '"a \\"b\\"\\n\\\\"@en'),
        (Literal("x", datatype=URIRef("http://www.w3.org/2001/XMLSchema#string")), '"x"'),
        (Literal(5), '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ],
)
def test_term_is_written_as_n_triples_do(term: URIRef | BNode | Literal, text: str) -> None:
    assert write_term(term) == text


def test_violations_come_first() -> None:
    warning, violation = (
        Finding(s, None, read_severity(s), "urn:x", None, None, {}) for s in ("Warning", "urn:custom")
    )
    assert [f.severity for f in order([warning, violation])] == ["Violation", "Warning"]


def test_rules_speak_three_languages_in_their_scripts() -> None:
    for rule in all_rules():
        for texts in (rule.titles, rule.messages):
            assert texts.keys() == LANGUAGES, rule.name
            assert {lang for lang, text in texts.items() if ARABIC.search(text)} == {"ar"}, rule.name


def test_shapes_speak_three_languages_in_their_scripts() -> None:
    shapes = all_shapes()
    asked = [(s, p) for s in shapes.subjects(RDF.type, SH.PropertyShape) for p in (SH.name, SH.message)]
    asked += [(s, RDFS.label) for s in shapes.subjects(RDF.type, SH.NodeShape)]
    for shape, prop in asked:
        texts = [text for text in shapes.objects(shape, prop) if isinstance(text, Literal)]
        assert sorted(text.language or "" for text in texts) == sorted(LANGUAGES), (shape, prop)
        assert {text.language for text in texts if ARABIC.search(text)} == {"ar"}, (shape, prop)


def test_every_property_shape_is_used_once_and_has_one_constraint() -> None:
    shapes = all_shapes()
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert len(list(shapes.subjects(SH.property, shape))) == 1, shape
        rest = set(shapes.predicates(shape)) - {RDF.type, SH.name, SH.path, SH.severity, SH.message}
        assert len(rest) == 1, shape


def test_shapes_have_names_of_their_own_and_no_queries() -> None:
    shapes = load_shapes(ROOT, ["shapes/*.ttl"])
    assert all(str(subject).startswith(f"{BASE}shapes/") for subject in shapes.subjects())
    assert not [term for triple in shapes for term in triple if isinstance(term, BNode)]
    assert not list(shapes.triples((None, SH.sparql, None)))


def test_codes_that_rules_name_are_codes_of_the_data() -> None:
    # A misspelt code would make a rule that never finds anything; its case would misspell it too.
    data = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "data").rglob("*.ttl")))
    for rule in all_rules():
        for kind, code in re.findall(rf"<{BASE}id/([a-z-]+)/([a-z-]+)>", rule.query):
            assert re.search(rf"^{kind}:{code} a ", data, re.MULTILINE), f"{rule.name}: {kind}/{code}"
