"""Literals that readers would not get as they are written: ill-typed, beyond XML, or rewritten by the query store.

RDF 1.1 Concepts, section 3.3 (lexical space), XML 1.0, section 2.2 (Char) and 2.11 (a carriage return is read as a line
feed): what is published as RDF/XML must be what is published as Turtle. Whether a value is right is not judged here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from hasila.publication.findings import Finding
from hasila.publication.store import Dataset, literal_of, written
from hasila.rdf import datatypes
from hasila.rdf.namespaces import XSD

_STRAY = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ILL_TYPED = {
    "ar": "هذه القيمة ليست من نوعها. صححوا القيمة أو النوع: ",
    "fr": "Cette valeur n'est pas de son type. Corrigez la valeur ou le type : ",
    "en": "This value is not of its datatype. Correct the value or the datatype: ",
}
_CONTROL = {
    "ar": "في النص محرف تحكم لا يحمله XML. احذفوه: ",
    "fr": "Le texte contient un caractère de commande que XML ne sait porter. Retirez-le : ",
    "en": "The text contains a control character that XML cannot carry. Remove it: ",
}
_REWRITTEN = {
    "ar": "الاستعلامات ترد هذه القيمة على صورة أخرى، فلا تطابق الملفات المنشورة. اكتبوها كما يلي: ",
    "fr": "Les requêtes rendent cette valeur sous une autre forme que les fichiers publiés. Écrivez-la ainsi : ",
    "en": "Queries give this value back in another form than the dumps do. Write it like this: ",
}


def check_literals(dataset: Dataset, base: str) -> list[Finding]:
    """Return a violation for each literal that is ill-typed, beyond XML, or given back otherwise by a query."""
    found = []
    for quad in dataset.quads():
        literal = literal_of(quad)
        if literal is None:
            continue
        text, datatype = literal
        name = datatype.removeprefix(XSD)
        if datatype.startswith(XSD) and not datatypes.is_valid(text, name):
            found.append(_finding(written(quad), str(quad.object), f"{base}shapes/rules/literals-well-typed",
                                  _ILL_TYPED, f"xsd:{name}"))  # fmt: skip
        stray = _STRAY.search(text)
        if stray:
            found.append(_finding(written(quad), str(quad.object), f"{base}shapes/rules/literals-fit-xml",
                                  _CONTROL, f"U+{ord(stray[0]):04X}"))  # fmt: skip
    for quad, form in dataset.rewritten():
        found.append(
            _finding(written(quad), str(quad.object), f"{base}shapes/rules/literals-as-stored", _REWRITTEN, form)
        )
    return found


def _finding(place: tuple[str, str, str], value: str, source: str, text: Mapping[str, str], fact: str) -> Finding:
    return Finding(
        source=source, component=None, severity="Violation", focus=place[0], path=place[1], value=value,
        messages={language: words + fact for language, words in text.items()},
    )  # fmt: skip


@contextmanager
def quiet_rdflib() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each ill-typed literal it is given; they are findings already."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
