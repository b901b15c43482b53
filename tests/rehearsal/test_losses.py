"""Every loss there is a word for happens: a good catalogue broken in one place, and the harvesters that lose by it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hasila.rehearsal.losses import SEVERITIES, Harvest, words
from hasila.rehearsal.rehearsing import Portal, rehearse

from .conftest import GOOD, Rehearse, Site, page

CKAN, UDATA, EUROPA, GOOGLE = "ckanext-dcat", "udata", "data.europa.eu", "Google Dataset Search"
EVERY = (CKAN, UDATA, EUROPA, GOOGLE)


def _lost(harvests: dict[str, Harvest], code: str) -> set[str]:
    return {name for name, harvest in harvests.items() if any(loss.code == code for loss in harvest.losses)}


def _grave(harvests: dict[str, Harvest]) -> set[str]:
    return {loss.code for harvest in harvests.values() for loss in harvest.losses if loss.severity == "lost"}


def test_good_catalogue_loses_nothing(rehearsed: Rehearse) -> None:
    found = rehearsed()
    assert {name: len(harvest.datasets) for name, harvest in found.items()} == dict.fromkeys(EVERY, 2)
    assert _grave(found) == set()
    assert not any(loss.severity == "untested" for harvest in found.values() for loss in harvest.losses)


STANDS = "<{root}dataset/stands-2024> a dcat:Dataset ;"
TITLE = 'dct:title "Stands of 2024"@en, "Peuplements de 2024"@fr, "مشاجر 2024"@ar ;'
DESCRIPTION = re.search(r"dct:description \"Stands with.*", GOOD)[0]  # type: ignore[index]
VIEW = """
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
<{{root}}view> a hydra:{kind} ; hydra:{path} <{{root}}{next}> .
"""
SERIES = '<{root}series> a dcat:DatasetSeries ; dct:title "S" ; dct:identifier "s" . '
ADDRESSES = "dcat:accessURL <{root}stands.csv> ;\n    dcat:downloadURL <{root}stands.csv> ;"
TO_ITSELF = VIEW.format(kind="PartialCollectionView", path="next", next="catalog.ttl")
OTHERWISE = VIEW.format(kind="PagedCollection", path="next", next="two.ttl")
BY_HTTPS = "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"
BROKEN: dict[str, tuple[str, str, set[str], set[str]]] = {
    # code: what is replaced, by what, who loses by it, and who imports the dataset no more.
    "no-identifier": ('dct:identifier "stands-2024" ;', "", {UDATA}, {UDATA}),
    "identifier-twice": ('dct:identifier "stands-2024"', 'dct:identifier "fires-2024"', {UDATA, EUROPA}, {EUROPA}),
    "untitled-stops-all": (TITLE, "", {CKAN}, {CKAN, UDATA, EUROPA}),
    "no-title": (TITLE, "", {UDATA}, {CKAN, UDATA, EUROPA}),
    "no-title-or-description": (DESCRIPTION, "", {EUROPA}, {EUROPA}),
    "no-name": (TITLE, 'dct:title "مشاجر"@ar ;', {CKAN}, {CKAN}),
    "titles-equal": (TITLE, 'dct:title "Fires of 2024"@en, "Peuplements de 2024"@fr, "مشاجر 2024"@ar ;', {CKAN}, set()),
    "tag-refused": ('"forêt"@fr', '"forêt d\'État"@fr', {CKAN}, {CKAN}),
    "tag-empty": ('"forêt"@fr', '"--"@fr', {UDATA}, set()),
    "language-by-chance": (TITLE, 'dct:title "Peuplements de 2024"@fr, "مشاجر 2024"@ar ;', {CKAN, UDATA}, set()),
    "languages-left": (TITLE, TITLE, {CKAN, UDATA}, set()),
    "series-left": (STANDS, SERIES + STANDS, {CKAN}, set()),
    "services-left": (STANDS, "<{root}sparql> a dcat:DataService ; dct:title \"S\" . " + STANDS, {CKAN}, set()),
    "licence-unknown": ('dct:title "Creative Commons Attribution"@en', 'dct:title "CC BY 4.0"@en', {CKAN}, set()),
    "date-unread": ('"2025-04-01"^^xsd:date', '"1 April 2025"', {CKAN, UDATA, EUROPA}, set()),
    "date-in-future": ('dct:modified "2025-04-01"', 'dct:modified "2999-04-01"', {UDATA}, set()),
    "number-unread": ('"120"^^xsd:nonNegativeInteger', '"120 kB"', {CKAN, UDATA}, set()),
    "frequency-unknown": ("frequency/ANNUAL", "frequency/YEARLY", {UDATA}, set()),
    "period-unread": ("<{root}period/2024> ;", '[ a dct:PeriodOfTime ; skos:note "once" ] ;', {CKAN, UDATA}, set()),
    "period-not-answering": ("<{root}period/2024>", "<{root}period/none>", {UDATA}, set()),
    "place-without-outline": ("^^geo:wktLiteral", "", {UDATA}, set()),
    "contact-unread": ("<{root}desk> a vcard:Kind ;", "<{root}other> a vcard:Kind ;", {CKAN, UDATA}, set()),
    "agent-unread": ("<{root}office> a foaf:Agent ;", "<{root}other> a foaf:Agent ;", {CKAN}, set()),
    "resource-without-address": (ADDRESSES, "", {CKAN, UDATA}, set()),
    "media-type-as-iri": ('; rdfs:label "text/csv"', "", {CKAN}, set()),
    "checksum-unread": ("spdx:checksumAlgorithm_sha256", "spdx:checksumAlgorithm_sha512", {UDATA}, set()),
    "checksum-by-https": ("spdx:checksumAlgorithm_sha256", f"<{BY_HTTPS}>", {UDATA}, set()),
    "no-page": ("dcat:landingPage <{root}page/stands>", "dcat:landingPage <{root}stands.csv>", {GOOGLE}, {GOOGLE}),
    "mqa-keyword": ('dcat:keyword "forest"@en, "forêt"@fr, "غابة"@ar ;', "", {EUROPA}, set()),
    "mqa-access-url-answers": ("dcat:accessURL <{root}stands.csv>", "dcat:accessURL <{root}gone.csv>", {EUROPA}, set()),
    "mqa-licence-vocabulary": ("licence/CC_BY_4_0>", "licences/mine>", {EUROPA}, set()),
    "mqa-conformance": ('"120"^^xsd:nonNegativeInteger', '"120"', {EUROPA}, set()),
    "unparsable": (STANDS, STANDS + ";; !", {CKAN, UDATA, EUROPA, GOOGLE}, set(EVERY)),
    "byte-order-mark": ("# A catalogue", "\ufeff# A catalogue", {CKAN, UDATA, EUROPA, GOOGLE}, set(EVERY)),
    "pages-endless": (STANDS, TO_ITSELF + STANDS, set(EVERY), set(EVERY)),
    "next-page-unread": (STANDS, OTHERWISE + STANDS, {UDATA}, {CKAN, EUROPA, GOOGLE}),
}  # fmt: skip


@pytest.mark.parametrize("code", BROKEN)
def test_broken_catalogue_loses_where_it_is_broken(rehearsed: Rehearse, site: Site, code: str) -> None:
    old, new, losing, without = BROKEN[code]
    assert old in GOOD
    site.put(GOOD.replace(old, new))
    found = rehearsed()
    assert _lost(found, code) == losing
    for name, harvest in found.items():
        assert (f"{site.root}dataset/stands-2024" in {d.iri for d in harvest.datasets}) == (name not in without), name


def _answers(**headers: str) -> Callable[[Site], None]:
    return lambda site: site.put(GOOD, **headers)


def _head(status: int) -> Callable[[Site], None]:
    return lambda site: site.heads.update({"/catalog.ttl": (status, {}, b"")})


def _other(path: str, status: int, body: bytes = b"", **headers: str) -> Callable[[Site], None]:
    kept = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda site: site.paths.update({path: (status, kept, body)})


def _paged(second: str) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        site.put(GOOD + VIEW.format(kind="PartialCollectionView", path="next", next="two.ttl"))
        site.put(second.format(root=site.root) if "{root}" in second else second, "/two.ttl")

    return change


def _second_type(site: Site) -> None:
    _paged("")(site)
    site.paths["/two.ttl"] = (200, {"Content-Type": "application/n-triples"}, b"<http://a/> <http://b/> <http://c/> .")


def _blank(identifier: str) -> Callable[[Site], None]:
    return lambda site: site.put(
        GOOD.replace("<{root}dataset/stands-2024> a", "_:d a").replace("<{root}dataset/stands-2024>,", "_:d,")
        .replace('dct:identifier "stands-2024" ;', identifier)
    )  # fmt: skip


CP_1256 = GOOD.encode("cp1256", "replace")
SERVED: dict[str, tuple[Callable[[Site], None], set[str]]] = {
    "status": (_other("/catalog.ttl", 503), {UDATA, EUROPA, GOOGLE}),
    "head-refused": (_head(404), {CKAN}),
    "redirect-refused": (_other("/catalog.ttl", 301, Location="/other.ttl"), {UDATA}),
    "too-large": (lambda site: site.heads.update({"/catalog.ttl": (200, {"Content-Length": "52428800"}, b"")}), {CKAN}),
    "not-utf-8": (_other("/catalog.ttl", 200, CP_1256, Content_Type="text/turtle"), {CKAN, EUROPA, GOOGLE}),
    "charset-missing": (_answers(Content_Type="text/turtle"), {UDATA}),
    "no-content-type": (_answers(Content_Type=""), {CKAN}),
    "not-rdf": (_answers(Content_Type="text/html"), {CKAN, EUROPA, GOOGLE}),
    "type-changes": (_second_type, {CKAN}),
    "pages-repeat": (_paged(GOOD + VIEW.format(kind="PartialCollectionView", path="next", next="two.ttl")), set(EVERY)),
    "no-iri": (_blank('dct:identifier "stands-2024" ;'), {EUROPA}),
    "key-twice": (_blank('dct:identifier "{root}dataset/fires-2024" ;'), {CKAN}),
    "key-from-title": (_blank(""), {CKAN}),
    "robots-forbid": (_other("/robots.txt", 200, b"User-agent: *\nDisallow: /page/\n"), {GOOGLE}),
    "no-schema-org": (_other("/page/stands", 200, b"<html>", Content_Type="text/html"), {GOOGLE}),
    "schema-name": (lambda site: site.paths.update({"/page/stands": page("x", name=None)}), {GOOGLE}),
    "schema-description": (lambda site: site.paths.update({"/page/stands": page("x", description="Short.")}), {GOOGLE}),
    "schema-recommended": (lambda site: site.paths.update({"/page/stands": page("x", license=None)}), {GOOGLE}),
    "schema-content-url": (lambda site: site.paths.update({"/page/stands": page("x", distribution=[{"name": "x"}])}), {GOOGLE}),
}  # fmt: skip


@pytest.mark.parametrize("code", SERVED)
def test_catalogue_served_badly_loses(rehearsed: Rehearse, site: Site, code: str) -> None:
    change, losing = SERVED[code]
    change(site)
    assert _lost(rehearsed(), code) == losing


def test_head_refused_with_405_is_forgiven(rehearsed: Rehearse, site: Site) -> None:
    _head(405)(site)
    assert _grave(rehearsed()) == set()


def test_ending_beats_content_type_for_udata_only(rehearsed: Rehearse, site: Site) -> None:
    site.put(GOOD, "/catalog", Content_Type="application/octet-stream")
    assert _lost(rehearsed("catalog"), "type-unknown") == {UDATA}
    site.put(GOOD, Content_Type="application/octet-stream")
    found = rehearsed()
    assert len(found[UDATA].datasets) == 2 and found[CKAN].datasets == []


def test_nobody_there_is_unreachable(rehearsed: Rehearse, free_address: str) -> None:
    from hasila.rehearsal.client import Client

    found = rehearse(free_address, Client(), Portal())
    assert all([loss.code for loss in harvest.losses] == ["unreachable"] for harvest in found.harvests)


@pytest.fixture
def free_address(port: int) -> str:
    return f"http://127.0.0.1:{port}/catalog.ttl"


def test_every_page_is_read_once_by_all(rehearsed: Rehearse, site: Site) -> None:
    stands, _, fires = GOOD.partition("<{root}dataset/fires-2024> a")
    shared = GOOD[GOOD.index("<{root}office> a") :]
    prefixes = GOOD[GOOD.index("@prefix") : GOOD.index("<{root}catalog>")]
    both = VIEW.format(kind="PartialCollectionView, hydra:PagedCollection", path="next", next="two.ttl")
    site.put(stands + shared + both)
    site.put(prefixes + "<{root}dataset/fires-2024> a" + fires, "/two.ttl")
    found = rehearsed()
    assert {name: len(harvest.datasets) for name, harvest in found.items()} == dict.fromkeys(EVERY, 2)
    assert _grave(found) == set()
    # Asked once with each Accept header: by ckanext-dcat and udata, and by the two others.
    assert site.asked.count("GET /two.ttl") == 2 and site.asked.count("HEAD /two.ttl") == 1


def test_limits_are_told_as_untested(rehearsed: Rehearse, site: Site) -> None:
    _paged("")(site)
    assert _lost(rehearsed(pages=1), "pages-many") == set(EVERY)
    site.reset()
    assert _lost(rehearsed(portal=Portal(most_pages=1)), "pages-unread") == {GOOGLE}
    assert _lost(rehearsed(portal=Portal(most_addresses=1)), "addresses-unasked") == {EUROPA}


def test_answer_beyond_the_limit_of_bytes_is_not_read(rehearsed: Rehearse) -> None:
    assert _lost(rehearsed(answer_bytes=100), "too-large") == set(EVERY)


def test_portal_of_another_language_takes_that_one(rehearsed: Rehearse) -> None:
    found = rehearsed(portal=Portal(language="ar"))
    assert {d.title for d in found[CKAN].datasets} == {"مشاجر 2024", "حرائق 2024"}
    assert found[CKAN].datasets[0].fields["notes"] == "المشاجر."


def test_redirects_are_followed_by_those_that_follow_them_and_end(rehearsed: Rehearse, site: Site) -> None:
    site.paths["/moved"] = (302, {"Location": "/catalog.ttl"}, b"")
    found = rehearsed("moved")
    assert len(found[CKAN].datasets) == len(found[EUROPA].datasets) == 2
    site.paths["/round"] = (302, {"Location": "/round"}, b"")
    assert _lost(rehearsed("round"), "unreachable") >= {CKAN, EUROPA}
    site.paths["/away"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert _lost(rehearsed("away"), "unreachable") >= {CKAN, EUROPA}


def test_earlier_state_shows_what_is_corrected_doubled_and_withdrawn(site: Site) -> None:
    from hasila.rehearsal.client import Client

    site.put(GOOD, "/earlier.ttl")
    site.put(
        GOOD.replace("dataset/fires-2024", "dataset/f24")
        .replace('"fires-2024"', '"f24"')
        .replace("Stands with", "All stands with")
    )
    found = rehearse(site.root + "catalog.ttl", Client(), Portal(), site.root + "earlier.ttl")
    assert found.changes[UDATA].added == ("f24",) and found.changes[UDATA].withdrawn == ("fires-2024",)
    assert found.changes[UDATA].corrected == ("stands-2024",)
    assert _lost({h.harvester: h for h in found.harvests}, "key-changed") == {CKAN, UDATA, EUROPA}
    same = rehearse(site.root + "catalog.ttl", Client(), Portal(), site.root + "catalog.ttl")
    assert all(not (c.added or c.corrected or c.withdrawn) and len(c.unchanged) == 2 for c in same.changes.values())


def test_empty_catalogue_withdraws_everything(site: Site) -> None:
    from hasila.rehearsal.client import Client

    site.put(GOOD, "/earlier.ttl")
    site.put("")
    found = rehearse(site.root + "catalog.ttl", Client(), Portal(), site.root + "earlier.ttl")
    assert _lost({h.harvester: h for h in found.harvests}, "all-withdrawn") == {CKAN, UDATA, EUROPA}


def test_file_is_rehearsed_without_asking_anybody(site: Site, tmp_path: Path) -> None:
    from hasila.rehearsal.client import Client

    path = tmp_path / "catalog.ttl"
    path.write_text(
        (GOOD + VIEW.format(kind="PagedCollection", path="nextPage", next="two.ttl")).replace("{root}", site.root),
        encoding="utf-8",
    )
    found = {h.harvester: h for h in rehearse(str(path), Client(), Portal()).harvests}
    assert site.asked == []
    assert _grave(found) == set()
    assert len(found[CKAN].datasets) == len(found[UDATA].datasets) == len(found[EUROPA].datasets) == 2
    told = {loss.code for h in found.values() for loss in h.losses if loss.severity == "untested"}
    assert told == {"next-page-of-file", "period-untested", "addresses-unasked", "pages-of-file"}


ELSEWHERE = {
    "described-again", "type-unknown", "unreachable", "pages-many", "pages-unread", "addresses-unasked", "pages-of-file",
    "next-page-of-file", "period-untested", "key-changed", "all-withdrawn",
}  # fmt: skip


def test_a_dataset_on_two_pages_is_told(rehearsed: Rehearse, site: Site) -> None:
    _paged(GOOD + "<{root}x> a skos:Concept .")(site)
    found = rehearsed()
    assert _lost(found, "described-again") == {CKAN, UDATA}
    assert not _lost(found, "key-twice") and not _lost(found, "identifier-twice")


def test_every_word_is_needed_and_every_loss_has_words() -> None:
    known = {code for code in words() if not code.startswith("mqa-")}
    assert known == {code for code in (*BROKEN, *SERVED, *ELSEWHERE) if not code.startswith("mqa-")}
    for row in words().values():
        assert row["severity"] in SEVERITIES
        assert set(row["reason"]) == set(row["cure"]) == {"ar", "fr", "en"}
        fields = [set(re.findall(r"\{(\w+)\}", text)) for text in row["reason"].values()]
        assert all(found == fields[0] for found in fields)


def _made() -> Iterator[tuple[str, set[str]]]:
    """Yield code and facts of every loss that the code makes."""
    folder = Path(__file__).parents[2] / "server" / "hasila" / "rehearsal"
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            code = node.args[0].value
            if name in ("lose", "_lost"):
                yield code, {keyword.arg for keyword in node.keywords if keyword.arg}
            elif name == "Loss":
                facts = node.args[2] if len(node.args) > 2 else None
                yield (
                    code,
                    {k.value for k in facts.keys if isinstance(k, ast.Constant)}
                    if isinstance(facts, ast.Dict)
                    else set(),
                )


def test_words_use_only_facts_that_their_losses_have() -> None:
    made = list(_made())
    assert len(made) > 50
    for code, facts in made:
        for text in (*words()[code]["reason"].values(), *words()[code]["cure"].values()):
            assert set(re.findall(r"\{(\w+)\}", text)) <= facts, (code, text)
