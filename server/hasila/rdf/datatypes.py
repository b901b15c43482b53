"""The lexical forms of the XSD datatypes: is `x12` an integer, `2025-13-45` a date?

XML Schema Definition Language 1.1 Part 2, section 3. White space is not collapsed first, since RDF does not do so either
(RDF 1.1 Concepts, section 3.3); years before 1 and of more than four digits are not known. Converts nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_INTEGER = r"[+-]?[0-9]+"
_DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_DOUBLE = rf"({_DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIMES = r"(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"

_FORMS: Mapping[str, str] = {
    "integer": _INTEGER, "decimal": _DECIMAL, "double": _DOUBLE, "float": _DOUBLE, "boolean": "true|false|0|1",
    "nonNegativeInteger": r"\+?[0-9]+|-0+", "positiveInteger": r"\+?0*[1-9][0-9]*",
    "nonPositiveInteger": r"-[0-9]+|\+?0+", "negativeInteger": r"-0*[1-9][0-9]*",
    **dict.fromkeys(("long", "int", "short", "byte"), _INTEGER),
    **dict.fromkeys(("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"), r"\+?[0-9]+|-0+"),
    "date": _DATE + _ZONE, "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE.removesuffix('?')}", "time": _TIME + _ZONE,
    "gYear": "[0-9]{4}" + _ZONE, "gYearMonth": "[0-9]{4}-(0[1-9]|1[0-2])" + _ZONE,
    "gMonth": "--(0[1-9]|1[0-2])" + _ZONE, "gMonthDay": "--(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])" + _ZONE,
    "gDay": "---(0[1-9]|[12][0-9]|3[01])" + _ZONE,
    "duration": rf"-?P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?{_TIMES}",
    "yearMonthDuration": r"-?P(?=.)([0-9]+Y)?([0-9]+M)?", "dayTimeDuration": rf"-?P(?=.)([0-9]+D)?{_TIMES}",
    "hexBinary": "([0-9A-Fa-f]{2})*", "base64Binary": "([A-Za-z0-9+/ ]+=?=?)?",
    "language": "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    **dict.fromkeys(("string", "normalizedString", "token", "anyURI", "Name", "NCName", "NMTOKEN"), r"[\s\S]*"),
}  # fmt: skip

DATATYPES = frozenset(_FORMS)
"""Local names of the datatypes that are known."""
NUMBERS = frozenset(name for name in _FORMS if re.search(r"[iI]nt|[lL]ong|[sS]hort|[bB]yte|decimal|double|float", name))
"""Those of them that are numbers."""
_TEXTS = {name: re.compile(form) for name, form in _FORMS.items()}


def is_valid(lexical_form: str, datatype: str) -> bool:
    """Tell whether the text is a lexical form of the XSD datatype of that local name; no form fits an unknown one."""
    form = _TEXTS.get(datatype)
    if form is None or not form.fullmatch(lexical_form):
        return False
    if datatype in ("date", "dateTime", "dateTimeStamp"):
        try:
            datetime.date.fromisoformat(lexical_form[:10])
        except ValueError:
            return False
    return True
