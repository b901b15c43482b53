"""The names the synthetic statistics are made of: namespaces, codes, and words in Arabic, French and English.

Terms come as N-Quads writes them (RDF 1.1 N-Quads section 2). Knows no data; `statistics_data` has them.
"""

from __future__ import annotations

from functools import lru_cache

BASE = "https://statistics.example/"
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "stat": BASE + "def/",
    **{kind: f"{BASE}id/{kind}/" for kind in (
        "area", "concept", "dataset", "document", "event", "indicator", "institution", "observation", "passage", "unit",
    )},
    "graph": BASE + "graph/",
}  # fmt: skip
LANGUAGES = ("ar", "fr", "en")
UNITS = ("persons", "households", "percent", "dirhams", "tonnes")
THEMES = (
    ("السكان", "population", "population"), ("الشغل", "emploi", "employment"), ("الفلاحة", "agriculture", "farming"),
    ("الصناعة", "industrie", "industry"), ("التعليم", "éducation", "education"), ("الصحة", "santé", "health"),
    ("الماء", "eau", "water"), ("الطاقة", "énergie", "energy"), ("السكن", "logement", "housing"),
    ("التجارة", "commerce", "trade"), ("السياحة", "tourisme", "tourism"), ("النقل", "transports", "transport"),
    ("البيئة", "environnement", "environment"), ("الأسر", "ménages", "households"), ("الهجرة", "migrations", "migration"),
    ("الأجور", "salaires", "wages"), ("الأسعار", "prix", "prices"), ("الإنتاج", "production", "production"),
    ("الاستثمار", "investissements", "investment"), ("المالية", "finances", "finance"),
)  # fmt: skip
ASPECTS = (
    ("القروية", "rural", "rural"), ("الحضرية", "urbain", "urban"), ("الجهوية", "régional", "regional"),
    ("الوطنية", "national", "national"), ("السنوية", "annuel", "annual"), ("الفصلية", "trimestriel", "quarterly"),
    ("المتوسطة", "moyen", "average"), ("الإجمالية", "total", "total"),
)  # fmt: skip
BODIES = (
    ("وزارة", "Ministère", "Ministry"), ("مديرية", "Direction", "Directorate"), ("مندوبية", "Délégation", "Delegation"),
    ("مصلحة", "Service", "Service"),
)  # fmt: skip

Label = tuple[str, str, str]


def label(number: int, language: str) -> str:
    """Return the label of the thing with that number (concept, indicator, dataset or document) in a language."""
    theme = THEMES[number % len(THEMES)]
    aspect = ASPECTS[number // len(THEMES) % len(ASPECTS)]
    place = LANGUAGES.index(language)
    return f"{theme[place]} {aspect[place]} {number}"


@lru_cache(maxsize=100_000)
def term(name: str) -> str:
    """Return a term in N-Quads: literals, IRIs and blank nodes are so already, a prefixed name is spelled out."""
    if name[0] in '"<_':
        return name
    prefix, local = name.split(":", 1)
    return f"<{NAMESPACES[prefix]}{local}>"


def typed(value: object, datatype: str) -> str:
    return f'"{value}"^^<{NAMESPACES["xsd"]}{datatype}>'


def labels(predicate: str, texts: Label) -> list[tuple[str, str]]:
    return [(predicate, f'"{text}"@{language}') for language, text in zip(LANGUAGES, texts, strict=True)]


def numbered(predicate: str, number: int) -> list[tuple[str, str]]:
    ar, fr, en = (label(number, language) for language in LANGUAGES)
    return labels(predicate, (ar, fr, en))


def code(letter: str, number: int) -> str:
    """Return the key of a thing: a letter and as many digits as the largest scale needs."""
    return f"{letter}{number:0{2 if letter in 'PR' else 5}d}"
