"""Names of standard terms, which the data use but do not name: RDF, OWL, SKOS, Dublin Core, PROV, ORG, Data Cube and others.

For pages only; the data keep the IRIs. A publication's own labels win over these.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from hasila.rdf.languages import Text


@cache
def vocabulary() -> Mapping[str, Text]:
    """Return the names of standard terms: IRI → language → name."""
    table = tomllib.loads(files("hasila.web").joinpath("vocabulary.toml").read_text(encoding="utf-8"))
    return {namespace + term: names for namespace, terms in table.items() for term, names in terms.items()}
