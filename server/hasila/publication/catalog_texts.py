"""What the software itself says in a catalogue: titles and descriptions of files and services.

Strings stand in `catalog_texts.toml`, in the languages that the software speaks. A publication in none of them has English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from hasila.rdf.languages import Text, pick


@cache
def _texts() -> Mapping[str, Text]:
    table: Mapping[str, Text] = tomllib.loads(
        files("hasila.publication").joinpath("catalog_texts.toml").read_text(encoding="utf-8")
    )
    return table


def said(key: str, languages: Sequence[str], **values: str | Text) -> dict[str, str]:
    """Return the text of `key` in those of the languages that there are, `{name}`s filled in; English where there is none.

    A value in several languages is given in that of the text. Raises KeyError for an unknown key: that is a fault of ours.
    """
    texts = _texts()[key]
    spoken = [language for language in languages if language in texts] or ["en"]
    return {language: texts[language].format_map(_in(language, languages, values)) for language in spoken}


def _in(language: str, languages: Sequence[str], values: Mapping[str, str | Text]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else pick(value, language, languages)[0] for name, value in values.items()
    }
