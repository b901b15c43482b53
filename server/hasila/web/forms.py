"""Forms of saved queries: a field for each parameter, with the things that may be chosen by their names.

HTML, section 4.10 (forms); they work without a script. What is offered comes from the index of the release, so nothing is asked
of the engine. The interface for programs knows nothing of it: a field sends what a program would.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hasila.rdf.iris import is_iri
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, Parameter, SavedQuery
from hasila.web.languages import page_language
from hasila.web.site import site
from hasila.web.terms import TextView, text_view


@dataclass(frozen=True)
class Option:
    """One thing that may be chosen: what is sent, and its name."""

    value: str
    name: TextView


@dataclass(frozen=True)
class Field:
    """One field of a form: its parameter, its value, and what may be chosen; without options it is typed."""

    parameter: Parameter
    value: str
    options: tuple[Option, ...] = ()


def fields_of(query: SavedQuery, values: Mapping[str, str]) -> list[Field]:
    """Return the fields of a query's form, holding `values`, else the defaults; the page's language is switched elsewhere."""
    asked = [parameter for parameter in query.parameters if parameter.name != LANGUAGE_PARAMETER]
    return [_field(parameter, values.get(parameter.name, parameter.default)) for parameter in asked]


def remaining_fields(query: SavedQuery, given: Mapping[str, str]) -> list[Field]:
    """Return the fields of a query's form for what is not given; none of them holds a value that is."""
    taken = set(given.values())
    return [_other_than(field, taken) for field in fields_of(query, {}) if field.parameter.name not in given]


def _field(parameter: Parameter, value: str) -> Field:
    options = _options(parameter)
    if options and value not in {option.value for option in options}:
        # Whatever an address names stays what is asked.
        options = (Option(value, text_view(value, "", page_language())), *options)
    return Field(parameter, value, options)


def _options(parameter: Parameter) -> tuple[Option, ...]:
    """Return what may be chosen: things by name, or for a number the numbers that things are known by, in order."""
    choices = site().choices
    if choices is None or not parameter.choices:
        return ()
    base, page = site().publication.base, page_language()
    namespaces = tuple(name if is_iri(name) else base + name for name in parameter.choices)
    found = choices.among(namespaces, page)
    if parameter.type == "integer":
        numbers = sorted({choice.key for choice in found if choice.key.isdecimal()}, key=int)
        return tuple(Option(number, text_view(number, "", page)) for number in numbers)
    return tuple(Option(choice.iri, text_view(choice.name, choice.language, page)) for choice in found)


def _other_than(field: Field, taken: set[str]) -> Field:
    if field.value not in taken:
        return field
    values = [option.value for option in field.options]
    at = values.index(field.value) if field.value in values else 0
    free = [value for value in (*values[:at][::-1], *values[at:]) if value not in taken]
    return replace(field, value=free[0]) if free else field
