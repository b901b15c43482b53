"""What pages spare their readers, and what they tell them: names for IRIs, years, sources, and nothing twice."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from hasila.rdf.folding import fold
from hasila.rdf.iris import IriSpace
from hasila.rdf.namespaces import XSD
from hasila.web.terms import TermView, Viewer

HTML = {"Accept": "text/html"}
FIGURE = "/doc/figure/2025.eid-cards-issued?lang=en"
INDICATOR = "https://w3id.org/hasila/id/indicator/"


def page(client: FlaskClient, path: str) -> str:
    return client.get(path, headers=HTML).get_data(as_text=True)


def section(text: str, query: str) -> str:
    return "".join(re.findall(rf'<section class="answered" id="q-{query}".*?</section>', text, re.DOTALL))


def options(text: str, name: str) -> dict[str, str]:
    """Return the choices of a field by value; that which is chosen has a star before its name."""
    field = "".join(re.findall(rf'<select id="p-{name}".*?</select>', text, re.DOTALL))
    found = re.findall(r'<option value="([^"]*)"[^>]*?( selected)?>([^<]*)</option>', field)
    return {value: ("*" if chosen else "") + label for value, chosen, label in found}


@pytest.mark.parametrize(("lang", "name"), [("ar", "معدل الزجر"), ("en", "Clearance rate")])
def test_parameter_is_chosen_by_name(client: FlaskClient, lang: str, name: str) -> None:
    found = options(page(client, f"/queries/show-two-indicators?lang={lang}"), "other")
    assert len(found) > 100 and found[f"{INDICATOR}clearance-rate"] == f"*{name}"
    assert list(found.values()).count("") == 0
    labels = [fold(label.removeprefix("*")) for label in found.values()]
    assert labels == sorted(labels)


def test_choice_keeps_what_was_given(client: FlaskClient) -> None:
    found = options(page(client, f"/queries/show-two-indicators?other={INDICATOR}none&lang=en"), "other")
    assert found[f"{INDICATOR}none"].startswith("*") and not found[f"{INDICATOR}clearance-rate"].startswith("*")


def test_section_tells_the_year_that_it_was_asked_for(client: FlaskClient) -> None:
    front = page(client, "/?lang=en")
    asked = re.findall(r'class="asked"><span><bdi[^>]*>Year</bdi> <bdi class="number">(\d+)</bdi>', front)
    assert asked and set(asked) == {"2025"}
    assert 'class="asked"' not in section(page(client, FIGURE), "show-figure")


def test_front_page_leads_to_the_latest_report(client: FlaskClient, forest: FlaskClient) -> None:
    assert re.search(
        r'<a class="button" href="/doc/report/2025\?lang=en"><bdi[^>]*>[^<]*2025', page(client, "/?lang=en")
    )
    assert '<a class="button" href="/queries' in page(forest, "/")


def test_table_of_a_section_has_no_column_that_says_nothing(client: FlaskClient) -> None:
    evidence = section(page(client, FIGURE), "list-evidence-of-resource")
    assert 'data-column="outlet"' in evidence and 'data-column="gist"' not in evidence
    assert 'data-column="gist"' in page(client, "/queries/list-evidence-of-resource?lang=en")
    derived = section(page(client, "/doc/statement/2025-S20?lang=en"), "list-derived-from-statement")
    assert 'data-column="thing"' in derived and 'data-column="statement"' not in derived


def test_address_of_a_source_is_a_link_that_can_be_read(client: FlaskClient) -> None:
    evidence = section(page(client, FIGURE), "list-evidence-of-resource")
    links = re.findall(
        r'<a href="(https://[^"]*%[^"]*)" rel="noopener external"[^>]*><bdi[^>]*>([^<]*)</bdi>', evidence
    )
    assert links and all("%" not in text and len(text) <= 60 and "://" not in text for _, text in links)


@pytest.mark.parametrize("value", ["javascript:alert(1)", "data:text/html,x", "x y"])
def test_address_that_is_none_is_text(value: str) -> None:
    shown = Viewer("en", ("en",), IriSpace("https://x.example/"), {}).term(
        {"type": "literal", "value": value, "datatype": XSD + "anyURI"}
    )
    assert isinstance(shown, TermView) and shown.href is None and shown.text.text == value


@pytest.mark.parametrize(("lang", "english"), [("ar", False), ("fr", False), ("en", True)])
def test_what_is_not_found_is_told_in_the_language_of_the_page(client: FlaskClient, lang: str, english: bool) -> None:
    text = page(client, f"/doc/place/nowhere-at-all?lang={lang}")
    assert ("Nothing is published at" in text) == english and "/doc/place/nowhere-at-all" in text


def test_shape_for_many_properties_says_so_once(client: FlaskClient) -> None:
    told = re.findall(r'<p class="target">(.*?)</p>', page(client, "/shapes?lang=en"), re.DOTALL)
    many = [text for text in told if text.count("<a ") > 5]
    assert len(many) == 1 and "has a value of" in many[0] and "http" not in re.sub(r"<[^>]*>", "", many[0])
