"""A query as another engine is to be asked it: SELECT or ASK only, its dataset taken out and handed over beside it.

SPARQL 1.1 Query Language, sections 13.2 (dataset), 16.2 (CONSTRUCT) and 16.4 (DESCRIBE); SPARQL 1.1 Protocol, section
2.1.4. Works on terminals and trusts that a parser has accepted the text; asks nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hasila.engine.constants import Edit, iter_constants
from hasila.engine.prologue import Prologue, read_prologue
from hasila.engine.protocol import QueryForm
from hasila.rdf.sparql_tokens import Token, iter_tokens

NOWHERE = "urn:hasila:no-graph"
"""A graph that no publication has: it stands for every graph that is not published, and for an empty dataset."""
PLACE = "urn:hasila:variable:"
"""What a variable's name is put behind where a template is read as a graph."""
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")


@dataclass(frozen=True)
class Construction:
    """A CONSTRUCT query in two halves: what to ask, and the template, itself a query that holds PLACEs for variables."""

    select: str
    template: str
    variables: tuple[str, ...]


class Text:
    """The text of a query and its terminals."""

    def __init__(self, text: str, base_iri: str | None) -> None:
        self.text = text
        self._tokens = list(iter_tokens(text))
        self._prologue: Prologue = read_prologue(self._tokens, base_iri)

    @property
    def form(self) -> QueryForm:
        """The form of the query."""
        return QueryForm[self._tokens[self._prologue.end].text.upper()]

    def confined(self, named: Collection[str]) -> str:
        """Return the whole text without FROM, and with NOWHERE for every graph that is not one of the `named` ones."""
        return self._head() + self._cut(self._tokens[self._prologue.end].start, len(self.text), named)

    def construction(self, named: Collection[str]) -> Construction:
        """Return the two halves of a CONSTRUCT query, confined like `confined`."""
        opening = next(i for i in range(self._prologue.end, len(self._tokens)) if self._tokens[i].text == "{")
        closing = self._match(opening)
        template = self._tokens[opening + 1 : closing]
        variables = tuple(dict.fromkeys(token.text[1:] for token in template if token.kind == "variable"))
        start, end = self._tokens[opening].start, self._tokens[closing].start + 1
        # The short form has one pair of braces for both; the dataset stands before it.
        short = opening != self._prologue.end + 1
        pattern = self._cut(start if short else end, len(self.text), named)
        columns = " ".join(f"?{name}" for name in variables) or "(1 AS ?any)"
        head = self._head()
        return Construction(
            f"{head}SELECT {columns} {pattern}",
            f"{head}CONSTRUCT {{{self._placed(template, start + 1, end - 1)}}} WHERE {{}}",
            variables,
        )

    def description(self, named: Collection[str]) -> tuple[tuple[str, ...], str | None]:
        """Return what a DESCRIBE query names outright, and a SELECT query for the rest, None where there is no rest."""
        first = self._prologue.end + 1
        last = first
        while last < len(self._tokens) and self._names(self._tokens[last]):
            last += 1
        subjects = self._tokens[first:last]
        named_outright = tuple(iri for iri in map(self._prologue.resolve, subjects) if iri is not None)
        columns = " ".join(token.text for token in subjects if token.kind == "variable" or token.text == "*")
        if not columns:
            return named_outright, None
        after = self._skip_dataset(last)
        start = self._tokens[after].start if after < len(self._tokens) else len(self.text)
        patterned = after < len(self._tokens) and self._tokens[after].text.upper() in ("WHERE", "{")
        pattern = self._cut(start, len(self.text), named)
        return named_outright, f"{self._head()}SELECT {columns} {'' if patterned else 'WHERE {} '}{pattern}"

    def _head(self) -> str:
        """Return the prologue; where there is a base its IRIs are resolved, for some take BASE in the first place only."""
        if self._prologue.base is None:
            return self.text[: self._tokens[self._prologue.end].start]
        return "".join(f"PREFIX {label}: <{iri}> " for label, iri in self._prologue.prefixes.items())

    def _cut(self, start: int, end: int, named: Collection[str]) -> str:
        """Return the text between two offsets, confined."""
        parts: list[str] = []
        for left, right, instead in self._edits(named):
            if start <= left and right <= end:
                parts += (self.text[start:left], instead)
                start = right
        return "".join([*parts, self.text[start:end]])

    def _edits(self, named: Collection[str]) -> list[Edit]:
        edits = [*iter_constants(self.text, self._tokens)]
        for index in range(self._prologue.end, len(self._tokens) - 1):
            token = self._tokens[index]
            word = token.text.upper() if token.kind == "word" else ""
            if word == "FROM":
                last = self._tokens[self._skip_dataset(index) - 1]
                edits.append((token.start, last.start + len(last.text), " "))
            elif word == "GRAPH":
                graph = self._tokens[index + 1]
                iri = self._prologue.resolve(graph)
                if iri is not None and iri not in named:
                    edits.append((graph.start, graph.start + len(graph.text), f"<{NOWHERE}>"))
        taken = {left for left, _, _ in edits}
        edits += [edit for edit in map(self._resolved, self._tokens) if edit and edit[0] not in taken]
        return sorted(edits)

    def _resolved(self, token: Token) -> Edit | None:
        """Return the edit that makes a relative IRI absolute, None where there is no base."""
        if token.kind != "iri" or self._prologue.base is None:
            return None
        return token.start, token.start + len(token.text), f"<{self._prologue.resolve(token)}>"

    def _skip_dataset(self, index: int) -> int:
        """Return the index of the first token from there on that belongs to no dataset clause that begins there."""
        while index < len(self._tokens) and self._tokens[index].text.upper() == "FROM":
            index += 3 if self._tokens[index + 1].text.upper() == "NAMED" else 2
        return index

    def _names(self, token: Token) -> bool:
        return token.kind in ("variable", "iri", "name") or token.text == "*"

    def _match(self, opening: int) -> int:
        depth = 0
        for index in range(opening, len(self._tokens)):
            if self._tokens[index].kind == "symbol":
                depth += (self._tokens[index].text in _OPENING) - (self._tokens[index].text in _CLOSING)
                if not depth:
                    return index
        raise ValueError("the template does not end")

    def _placed(self, tokens: Sequence[Token], start: int, end: int) -> str:
        parts: list[str] = []
        for token in tokens:
            edit = self._resolved(token)
            if token.kind == "variable":
                edit = token.start, token.start + len(token.text), f"<{PLACE}{token.text[1:]}>"
            if edit:
                parts += (self.text[start : edit[0]], edit[2])
                start = edit[1]
        return "".join([*parts, self.text[start:end]])
