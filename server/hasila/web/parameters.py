"""Parameters of a request, read strictly: `application/x-www-form-urlencoded` in UTF-8, decoded once.

WHATWG URL, section 5 (form encoding); SPARQL 1.1 Protocol, section 2.1. Reads no request object itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from hasila.errors import BadRequest

MOST_FIELDS = 500
"""More fields than this are an attack, not a question."""
_SWITCH = {None: False, "0": False, "1": True}


@dataclass(frozen=True)
class Parameters:
    """The parameters of one request, in their order; a name may be repeated."""

    pairs: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of `name`, in order; none gives an empty tuple."""
        return tuple(value for key, value in self.pairs if key == name)

    def one(self, name: str) -> str | None:
        """Return the value of `name`, or None. Raises BadRequest when it is given more than once."""
        values = self.all(name)
        if len(values) > 1:
            raise BadRequest(
                f"The parameter {name!r:.80} is given {len(values)} times; it may be given once.", name=name
            )
        return values[0] if values else None

    def is_on(self, name: str) -> bool:
        """Tell whether the switch `name` is set, by 1. Raises BadRequest for a value that is neither 0 nor 1."""
        value = self.one(name)
        if value not in _SWITCH:
            raise BadRequest(f"{name}={value!r:.40}: write {name}=1, or leave it out.", name=name)
        return _SWITCH[value]

    def without(self, names: Iterable[str]) -> dict[str, str]:
        """Return the parameters other than `names`. Raises BadRequest when one of them is given more than once."""
        left_out = set(names)
        return {key: self.one(key) or "" for key, _ in self.pairs if key not in left_out}


def read(encoded: bytes, where: str) -> Parameters:
    """Return the parameters of a form-encoded text; `where` names it in messages.

    Raises BadRequest for characters that are not UTF-8 and for more than 500 fields.
    """
    fields = [field for field in encoded.split(b"&") if field]
    if len(fields) > MOST_FIELDS:
        raise BadRequest(f"The {where} has {len(fields)} fields; at most {MOST_FIELDS} are read.", limit=MOST_FIELDS)
    pairs = []
    for field in fields:
        name, _, value = field.partition(b"=")
        pairs.append((_decoded(name, where), _decoded(value, where)))
    return Parameters(tuple(pairs))


def _decoded(text: bytes, where: str) -> str:
    try:
        return unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The {where} holds bytes that are not UTF-8.") from error
