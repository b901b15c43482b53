"""The index of labels in a release: what it holds, and that nothing but the data decides what is in it."""

from __future__ import annotations

from hasila.publication.labelling import label_index
from hasila.release import Release
from hasila.search.index import FOLDED, THINGS, LabelIndex
from hasila.search.things import Label

BASE = "https://x.example/"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
G = f"<{BASE}graph/g>"


def read(*lines: str) -> dict[str, tuple[tuple[str, ...], tuple[Label, ...]]]:
    files = label_index("".join(f"{line}\n" for line in lines).encode(), BASE, BASE + "def/")
    index = LabelIndex(files[FOLDED], files[THINGS])
    things = [index.thing(number) for number in range(len(index))]
    return {thing.iri.removeprefix(BASE): (thing.classes, thing.labels) for thing in things}


def test_labels_of_all_graphs_are_read_once_with_the_key_last() -> None:
    found = read(
        f'<{BASE}id/oak> {LABEL} "Oak \\"old\\" \\u00e9"@en {G} .',
        f'<{BASE}id/oak> {LABEL} "Oak \\"old\\" \\u00e9"@en <{BASE}graph/h> .',
        f'<{BASE}id/oak> <http://www.w3.org/2004/02/skos/core#altLabel> "Chêne"@fr .',
        f"<{BASE}id/oak> {TYPE} <{BASE}def/Tree> {G} .",
        f'<{BASE}id/oak> <http://example.org/note> "Not a label" {G} .',
    )
    labels = (Label("preferred", "en", 'Oak "old" é'), Label("alternative", "fr", "Chêne"), Label("key", "", "oak"))
    assert found == {"id/oak": ((BASE + "def/Tree",), labels)}


def test_key_that_a_label_says_is_left_out_and_blank_nodes_are() -> None:
    found = read(f'<{BASE}id/oak> {LABEL} "OAK"@en .', f'_:b {LABEL} "Nobody" .', f"<{BASE}id/شجرة> {TYPE} _:c .")
    assert {iri: [label.text for label in labels] for iri, (_, labels) in found.items()} == {"id/oak": ["OAK"]}


def test_things_elsewhere_have_no_key_and_what_has_no_name_is_left_out() -> None:
    found = read(f'<http://other.example/oak> {LABEL} "Oak" .', "<http://other.example/x> " + TYPE + " <http://c> .")
    assert {iri: len(labels) for iri, (_, labels) in found.items()} == {"http://other.example/oak": 1}


def test_own_classes_are_named_before_others() -> None:
    classes = ("https://y.example/A", BASE + "def/Z")
    found = read(f'<{BASE}id/a> {LABEL} "A" .', *(f"<{BASE}id/a> {TYPE} <{name}> ." for name in classes))
    assert found["id/a"][0] == (BASE + "def/Z", "https://y.example/A")


def test_class_that_tells_little_is_left_out_where_another_tells_more() -> None:
    concept = "http://www.w3.org/2004/02/skos/core#Concept"
    found = read(
        f'<{BASE}id/a> {LABEL} "A" .', f"<{BASE}id/a> {TYPE} <{concept}> .", f"<{BASE}id/a> {TYPE} <{BASE}def/Z> .",
        f'<{BASE}id/b> {LABEL} "B" .', f"<{BASE}id/b> {TYPE} <{concept}> .",
    )  # fmt: skip
    assert (found["id/a"][0], found["id/b"][0]) == ((BASE + "def/Z",), (concept,))


def test_every_named_thing_of_a_release_is_in_its_index(forestry: Release) -> None:
    index = LabelIndex((forestry.path / FOLDED).read_bytes(), (forestry.path / THINGS).read_bytes())
    dump = (forestry.path / "dumps" / f"{forestry.publication.name}.nq").read_text(encoding="utf-8")
    named = {line.split(" ")[0].strip("<>") for line in dump.splitlines() if f" {LABEL} " in line}
    assert named and named <= {index.iri(number) for number in range(len(index))}
    assert FOLDED in forestry.files and THINGS in forestry.files
