"""Forms of saved queries: what may be chosen is offered by its name in the reader's language, and works without a script."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from hasila.errors import QueryFileInvalid
from hasila.rdf import saved_queries
from hasila.search.choosing import MOST, Choices
from hasila.search.index import FOLDED, THINGS, LabelIndex, write
from hasila.search.things import CODED, PREFERRED, Label, Thing
from hasila.web.forms import fields_of
from hasila.web.site import site

HTML = {"Accept": "text/html"}
BASE = "https://data.example/"


def _select(page: str, name: str) -> str:
    found = re.search(rf'<select id="[^"]*" name="{name}">(.*?)</select>', page, re.DOTALL)
    assert found, page
    return found[1]


def _choices(count: int) -> Choices:
    things = [
        Thing(
            f"{BASE}id/tree/t{number}",
            CODED,
            (),
            (Label(PREFERRED, "en", f"Tree {number}"), Label(PREFERRED, "fr", "x")),
        )
        for number in range(count)
    ]
    others = [Thing(f"{BASE}id/tree/t0/leaf", CODED, (), (Label(PREFERRED, "en", f"{BASE}id/tree/"),))]
    files = write([*things, *others])
    return Choices(LabelIndex(files[FOLDED], files[THINGS]), ("en",))


def test_parameter_without_a_word_offers_the_namespace_of_its_default(forest: FlaskClient) -> None:
    page = forest.get("/queries/list-stands-of-area?lang=fr", headers=HTML).get_data(as_text=True)
    base = "https://data.example/forests/id/species-area/"
    options = re.findall(r'<option value="([^"]+)"[^>]*?( selected)?>', _select(page, "area"))
    assert options == [(base + "oak", ""), (base + "pine", " selected")]
    chosen = forest.get(f"/queries/list-stands-of-area?area={base}oak", headers=HTML).get_data(as_text=True)
    assert f'value="{base}oak" selected' in _select(chosen, "area")


def test_value_that_is_no_choice_stays_asked_for(forest: FlaskClient) -> None:
    page = forest.get("/queries/list-stands-of-area?area=urn:x:none", headers=HTML).get_data(as_text=True)
    assert '<option value="urn:x:none" selected>' in _select(page, "area")


def test_things_of_a_namespace_are_chosen_by_name_and_too_many_are_not_offered() -> None:
    few = _choices(12).among((BASE + "id/tree/",), "en")
    assert [choice.key for choice in few][:4] == ["t0", "t1", "t10", "t11"] and len(few) == 12
    assert {choice.name for choice in _choices(3).among((BASE + "id/tree/",), "fr")} == {"x"}
    assert not _choices(MOST + 1).among((BASE + "id/tree/",), "en")


@pytest.mark.parametrize(
    ("kind", "block", "told"), [("iri", "<a:b/c>", "id/place"), ("date", '"2024-01-01"^^xsd:date', "id/")]
)
def test_choices_that_are_no_namespaces_are_refused(kind: str, block: str, told: str) -> None:
    text = f"#+ parameter: x {kind}\n#+ parameter-x-choices: {told}\nSELECT ?x WHERE {{ VALUES ?x {{ {block} }} }}"
    with pytest.raises(QueryFileInvalid, match="parameter-x-choices"):
        saved_queries.read("q", text)


def test_repository_offers_names_in_each_language_and_years(client: FlaskClient) -> None:
    for language, name in (("ar", "القضايا الزجرية"), ("fr", "Affaires"), ("en", "Criminal cases")):
        page = client.get(f"/queries/show-two-indicators?lang={language}", headers=HTML).get_data(as_text=True)
        assert name in _select(page, "one") and name in _select(page, "other")
    years = client.get("/queries/show-two-years", headers=HTML).get_data(as_text=True)
    assert '<option value="2024" selected>2024' in _select(years, "from")


def test_few_parameters_of_the_repository_want_a_typed_iri(client: FlaskClient) -> None:
    with client.application.test_request_context("/"):
        fields = [field for query in site().queries.values() for field in fields_of(query, {})]
    # There are more figures than anybody chooses from.
    typed = {field.parameter.name for field in fields if field.parameter.type == "iri" and not field.options}
    assert typed <= {"wanted", "figure"}
    assert all(field.options for field in fields if field.parameter.name in ("year", "from", "to"))
    # A default that is no choice would stand alone before them.
    assert all(len(field.options) > 1 for field in fields if field.options)


def test_page_of_an_indicator_offers_to_compare_it_with_another(client: FlaskClient) -> None:
    base = "https://w3id.org/hasila/id/indicator/"
    for key, other in (("criminal-cases", "clearance-rate"), ("clearance-rate", None)):
        page = client.get(f"/doc/indicator/{key}?lang=fr", headers=HTML).get_data(as_text=True)
        form = page.partition('<form method="get" action="/queries/show-two-indicators"')[2].partition("</form>")[0]
        assert f'<input type="hidden" name="one" value="{base}{key}">' in form
        assert '<input type="hidden" name="lang" value="fr">' in form and 'name="one"' not in _select(form, "other")
        chosen = re.findall(r'value="([^"]+)"[^>]* selected', _select(form, "other"))
        assert len(chosen) == 1 and chosen[0] != base + key and (other is None or chosen == [base + other])


def test_page_of_a_report_offers_its_year_to_compare_and_the_front_page_leads_there(client: FlaskClient) -> None:
    page = client.get("/doc/report/2024?lang=en", headers=HTML).get_data(as_text=True)
    form = page.partition('<form method="get" action="/queries/show-two-years"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="to" value="2024">' in form
    assert re.findall(r'value="([^"]+)"[^>]* selected', _select(form, "from")) == ["2023"]
    front = client.get("/?lang=en", headers=HTML).get_data(as_text=True)
    assert 'href="/queries/show-two-indicators?lang=en"' in front and 'href="/queries/show-two-years?lang=en"' in front
