"""The whole interface described for programs: every route of the application, and each saved query with its parameters.

OpenAPI 3.1. Made of the routes themselves, of the tables of formats and parameters (`openapi_table`, `openapi_schemas`) and of
the saved queries of the release; texts in the language asked for. RFC 8631 (service-desc) leads here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, current_app
from werkzeug.routing import Rule

from hasila.problems import problems
from hasila.rdf.formats import HTML, XLSX, Format
from hasila.rdf.languages import pick
from hasila.rdf.saved_queries import LANGUAGE_PARAMETER, SavedQuery
from hasila.web import excel
from hasila.web.catalog import shared
from hasila.web.endpoint import offers_for
from hasila.web.languages import INTERFACE_LANGUAGES, page_language
from hasila.web.openapi_examples import examples
from hasila.web.openapi_schemas import OF_ROUTE, PARAMETERS, SCHEMAS, TYPES
from hasila.web.openapi_table import OPERATIONS, Operation
from hasila.web.openapi_texts import operation_text, parameter_text, tag_texts
from hasila.web.queries import TEXT
from hasila.web.representations import JSON, represent
from hasila.web.site import origin, site
from hasila.web.sparql_protocol import DIRECT, FORM

blueprint = Blueprint("openapi", __name__)

_VARIABLE = re.compile(r"<(?:(?P<kind>[a-z]+):)?(?P<name>[a-z_]+)>")
_BROWSED = ("GET", "POST")
"""What OpenAPI 3.1 has a place for and routes answer; HEAD goes with GET, and QUERY has none yet."""
_UNKNOWN = Operation("operations")
_ASKED = ("query", "default-graph-uri", "named-graph-uri", "timeout")
Described = dict[str, Any]
Examples = Mapping[tuple[str, str], str]


@blueprint.get("/openapi.json")
def show_description() -> Response:
    """Answer with the description, in the language asked for, named by the address of this server."""
    language = page_language()
    response = represent(JSON, lambda: _json(describe(language)), (origin(), language))
    response.vary.add("Accept-Language")
    response.headers["Content-Language"] = language
    return shared(response)


def _json(document: Described) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def describe(language: str) -> Described:
    """Return the description of the running application in a language."""
    publication = site().publication
    told = {"title": publication.title, "description": publication.description}
    info = {key: pick(texts, language, publication.languages)[0] for key, texts in told.items()}
    if publication.licence:
        info["license"] = {"name": publication.licence, "url": publication.licence}  # type: ignore[assignment]
    shown = examples(site())
    rules = sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule)
    paths = {path_of(rule): _item(rule, language, shown) for rule in rules}
    paths |= {f"/queries/{query.name}": _query_item(query, language) for query in site().queries.values()}
    return {
        "openapi": "3.1.0",
        "info": {**info, "version": publication.version},
        "servers": [{"url": origin()}],
        "tags": [{"name": name, "description": text} for name, text in tag_texts(language).items()],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": SCHEMAS,
            "responses": {
                "Problem": {
                    "description": operation_text("problem", language),
                    "content": {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
                        HTML.media_type: {"schema": {"type": "string"}},
                    },
                }
            },
        },
    }


def path_of(rule: Rule) -> str:
    """Return the path of a route as OpenAPI writes it."""
    return _VARIABLE.sub(lambda found: f"{{{found['name']}}}", rule.rule)


def _item(rule: Rule, language: str, shown: Examples) -> Described:
    operation = OPERATIONS.get(rule.endpoint, _UNKNOWN)
    summary = operation_text(rule.endpoint, language) or _docstring(rule.endpoint)
    name = _name(rule)
    item: Described = {}
    for method in sorted(set(_BROWSED) & (rule.methods or set())):
        item[method.lower()] = {
            "operationId": name if method == "GET" else f"{name}_{method.lower()}",
            "tags": [operation.tag],
            "summary": summary,
            "parameters": [
                *_variables(rule, operation, language, shown),
                *_parameters(rule, operation, language, by_url=method == "GET"),
            ],
            **({"requestBody": _asked()} if method == "POST" else {}),
            "responses": _responses(operation),
        }
    return item


def _name(rule: Rule) -> str:
    """Return a name that no other path has; where a route has several, each is named by its path too."""
    name: str = rule.endpoint.replace(".", "_")
    if len(list(current_app.url_map.iter_rules(rule.endpoint))) == 1:
        return name
    return f"{name}_{re.sub(r'[^a-z]+', '_', rule.rule).strip('_')}"


def _docstring(endpoint: str) -> str:
    """Return the first line of the function behind a route that the table does not know yet."""
    return (current_app.view_functions[endpoint].__doc__ or "").partition("\n")[0]


def _variables(rule: Rule, operation: Operation, language: str, shown: Examples) -> Iterator[Described]:
    for variable in _VARIABLE.finditer(rule.rule):
        schema = _in_path(variable["name"], variable["kind"], operation)
        example = shown.get((rule.endpoint, variable["name"]))
        found = _parameter(variable["name"], "path", schema, language)
        yield found if example is None else {**found, "example": example}


def _parameters(rule: Rule, operation: Operation, language: str, *, by_url: bool) -> Iterator[Described]:
    names = [name for name in operation.parameters if by_url or name not in _ASKED]
    if HTML in operation.forms and "lang" not in names:
        names.append("lang")
    for name in names:
        if name == "lang":
            yield _parameter(name, "query", {"enum": list(site().publication.languages)}, language)
        else:
            where, schema = PARAMETERS[name]
            found = _parameter(name, where, OF_ROUTE.get((rule.endpoint, name), schema), language)
            yield {**found, "required": True} if name == "q" else found
    if len(operation.forms) > 1 and not operation.suffixed and operation.tag != "releases" and by_url:
        yield _format(operation.forms, language)


def _format(forms: Sequence[Format], language: str) -> Described:
    return _parameter("format", "query", {"enum": [form.extension for form in forms]}, language)


def _parameter(name: str, where: str, schema: object, language: str) -> Described:
    described = {"name": name, "in": where, "schema": schema, "description": parameter_text(name, language)}
    return {**described, "required": True} if where == "path" else described


def _in_path(name: str, kind: str | None, operation: Operation) -> Described:
    known = {"version": list(site().releases), "slug": list(problems())}
    if kind == "int":
        return {"type": "integer", "minimum": 1}
    if name == "ending":
        return {"enum": [form.extension for form in operation.forms]}
    return {"enum": known[name]} if name in known else {"type": "string", "minLength": 1}


def _asked() -> Described:
    """Return the body of a query by POST (SPARQL 1.1 Protocol sections 2.1.2 and 2.1.3)."""
    fields = {name: PARAMETERS[name][1] for name in _ASKED}
    form = {"type": "object", "required": ["query"], "properties": {**fields, "format": {"type": "string"}}}
    return {"required": True, "content": {FORM: {"schema": form}, DIRECT: {"schema": PARAMETERS["query"][1]}}}


def _responses(operation: Operation) -> Described:
    found: Described = {}
    for status in (operation.status, *operation.statuses):
        answer: Described = {"description": operation_text(str(status), "en")}
        if status in (200, 206):
            answer["content"] = _content(operation.forms or (HTML,), operation.schema)
        found[str(status)] = answer
    problem = {"$ref": "#/components/responses/Problem"}
    if operation.schema == "Health":
        found["503"] = {**found["200"], "description": operation_text("503", "en")}
    return {**found, "4XX": problem, "5XX": problem}


def _content(forms: Sequence[Format], schema: str) -> Described:
    content: Described = {}
    for form in forms:
        typed = {"$ref": f"#/components/schemas/{schema}"} if schema and form == JSON else {}
        text = {"type": "string"} if "json" not in form.media_type and form.media_type != "*/*" else {}
        content[form.media_type] = {"schema": typed or text}
    return content


def _query_item(query: SavedQuery, language: str) -> Described:
    """Return the path of one saved query, with its parameters by type."""
    forms = (*offers_for(site(), query.text), TEXT, *excel.formats_for(query))
    publication = site().publication
    texts = {key: pick(text, language, publication.languages)[0]
             for key, text in (("summary", query.title), ("description", query.description)) if text}  # fmt: skip
    parameters = []
    for parameter in query.parameters:
        label = pick(parameter.label, language, INTERFACE_LANGUAGES[::-1])[0]
        languages = {"enum": list(publication.languages)} if parameter.name == LANGUAGE_PARAMETER else {}
        schema = {**TYPES[parameter.type], **languages, "default": _typed(parameter.type, parameter.default)}
        parameters.append({"name": parameter.name, "in": "query", "schema": schema, "description": label})
    given = _parameter("lang", "query", {"enum": list(publication.languages)}, language)
    twin = [_parameter(excel.PARAMETER, *PARAMETERS[excel.PARAMETER], language)] if XLSX in forms else []
    operation = Operation("queries", forms)
    return {
        "get": {
            "operationId": f"query_{query.name}", "tags": ["queries"], **texts,
            "parameters": [*parameters, given, *twin, _format(forms, language)], "responses": _responses(operation),
        }
    }  # fmt: skip


def _typed(kind: str, default: str) -> object:
    if kind == "integer":
        return int(default)
    if kind == "decimal":
        return float(default)
    return default == "true" if kind == "boolean" else default
