"""Cells as people and spreadsheet programs write them, brought to the lexical form of their datatype where it is certain.

XML Schema Part 2, section 3, for the forms aimed at; Unicode's decimal digits, minus signs, spaces and separators, and what
Excel and LibreOffice write, for what is met. What could be read in two ways is not read. Knows no table and no language.
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from hasila.rdf import datatypes

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ENDS = re.compile(rf"^[\s\ufeff\u200b{_BIDI}]+|[\s\ufeff\u200b{_BIDI}]+$")
_PLAIN = str.maketrans(
    {chr(zero + n): str(n) for zero in (0x660, 0x6F0) for n in range(10)}
    | dict.fromkeys("\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
    | {"\u060c": ",", "\u2019": "'"}
)
"""Digits, minus signs, spaces, the Arabic comma and the apostrophe of grouping, as their ASCII counterparts."""

_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,\u066b][0-9]+)?[eE][+-]?[0-9]+")
_DOUBTFUL = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([ '\u066c,.])[0-9]{3})(?:\1[0-9]{3})*")
_DATE = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,2})\2([0-9]{1,4})(?:[ T]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))?")
_MIDNIGHT = ("", "00:00:00")
_BOOLEANS = {"true": "true", "vrai": "true", "false": "false", "faux": "false"}
_ERROR = re.compile(
    r"#(?:REF!|N/A|NA|NAME\?|NOM\?|VALUE!|VALEUR!|DIV/0!|NULL!|NUL!|NUM!|NOMBRE!|SPILL!|PROPAGATION!|CALC!|#+)|Err:[0-9]{3}"
)
_MADE_DATE = re.compile(
    r"[0-9]{1,2}[/.-](?:[0-9]{1,2}|[^\W\d_]{3,5}\.?)(?:[/.-][0-9]{2,4})?|[^\W\d_]{3,5}\.?-[0-9]{2,4}"
)
_LONGEST_CODE = 8


class Reading(NamedTuple):
    """What a cell was read as, and what is wrong with it: the name of a fault, or None.

    The value is the cell's own text where there is a fault.
    """

    value: str
    fault: str | None = None


def read_cell(text: str, datatype: str, form: re.Pattern[str] | None, *, commas: bool) -> Reading:
    """Return the reading of one cell, of the XSD datatype of that local name and the form asked for.

    `commas` says that the table has decimal commas, so that a dot before three digits may part thousands.
    """
    plain = _ENDS.sub("", text) if datatype != "string" or form else text.strip()
    if plain.startswith("=") or _ERROR.fullmatch(plain):
        return Reading(text, "formula" if plain.startswith("=") else "error")
    if datatype in datatypes.NUMBERS:
        reading = _number(plain, datatype, commas)
    elif datatype in _OTHERS:
        reading = _OTHERS[datatype](plain)
    else:
        reading = Reading(plain)
    if reading.fault is None and reading.value and not datatypes.is_valid(reading.value, datatype):
        reading = Reading(text, "datatype")
    if reading.fault is None and reading.value and form and not form.fullmatch(reading.value):
        reading = Reading(text, _misshapen(reading.value, form))
    return Reading(text, reading.fault) if reading.fault else reading


def has_decimal_comma(text: str) -> bool:
    """Tell whether a number is written with a comma, or the Arabic decimal separator, before its decimals."""
    plain = text.translate(_PLAIN)
    return not _DOUBTFUL.fullmatch(plain) and re.fullmatch(r"[^,]*[0-9][,\u066b][0-9]+", plain) is not None


def _number(text: str, datatype: str, commas: bool) -> Reading:
    plain = re.sub(f"[{_BIDI}]", "", text).translate(_PLAIN)
    doubtful = _DOUBTFUL.fullmatch(plain)
    if doubtful and (commas or doubtful[1] == ","):
        return Reading(text, "doubtful")
    if datatypes.is_valid(plain, datatype) or not plain:
        return Reading(plain)
    if _SCIENTIFIC.fullmatch(plain):
        return Reading(text, "scientific")
    sign, unsigned = (plain[:1], plain[1:]) if plain[:1] in ("+", "-") else ("", plain)
    whole, fraction = _parted(unsigned)
    if not re.fullmatch("[0-9]+", whole):
        if not _GROUPED.fullmatch(whole):
            return Reading(text, "number")
        whole = re.sub("[^0-9]", "", whole)
    if not re.fullmatch("[0-9]*", fraction):
        return Reading(text, "number")
    return Reading(f"{sign}{whole}.{fraction}" if fraction else sign + whole)


def _parted(number: str) -> tuple[str, str]:
    """Return what stands before and after the decimal separator: of two kinds the last, of one kind the only one."""
    for mark in sorted({"\u066b", ",", "."}.intersection(number), key=number.rfind, reverse=True):
        if number.count(mark) == 1:
            whole, _, fraction = number.partition(mark)
            return (whole, fraction) if fraction else (number, "")
        break
    return number, ""


def _date(text: str) -> Reading:
    plain = text.translate(_PLAIN)
    if not plain or datatypes.is_valid(plain, "date"):
        return Reading(plain)
    day, clock, fault = _moment(plain)
    if fault is None and clock not in _MIDNIGHT:
        fault = "datatype"
    return Reading(text, fault) if fault else Reading(day)


def _date_time(text: str) -> Reading:
    plain = text.translate(_PLAIN)
    if not plain or datatypes.is_valid(plain, "dateTime"):
        return Reading(plain)
    day, clock, fault = _moment(plain)
    if fault is None and not clock:
        fault = "datatype"
    return Reading(text, fault) if fault else Reading(f"{day}T{clock}")


def _moment(text: str) -> tuple[str, str, str | None]:
    """Return the date and the time that a spreadsheet's date stands for, or the fault that makes it uncertain."""
    if re.fullmatch(r"[0-9]{5}(?:[.,][0-9]+)?", text):
        return "", "", "serial"
    found = _DATE.fullmatch(text)
    if not found:
        return "", "", "datatype"
    first, _, second, third, clock = found.groups()
    if len(first) == 4 and len(third) <= 2:
        year, month, day = int(first), int(second), int(third)
    elif len(third) == 4 and len(first) <= 2:
        year, day, month = int(third), int(first), int(second)
        if month > 12:
            day, month = month, day
        elif day <= 12 and day != month:
            return "", "", "day-or-month"
    else:
        return "", "", "short-year"
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return "", "", "datatype"
    hours, *rest = (clock or "").split(":")
    return date.isoformat(), ":".join([hours.zfill(2), *rest, "00"][:3]) if clock else "", None


def _month(text: str) -> Reading:
    plain = text.translate(_PLAIN)
    found = re.fullmatch(r"(?:(?P<m>[0-9]{1,2})[/.-](?P<y>[0-9]{4})|(?P<y2>[0-9]{4})[/.](?P<m2>[0-9]{1,2}))", plain)
    if not found:
        return Reading(plain)
    year, month = found["y"] or found["y2"], found["m"] or found["m2"]
    return Reading(f"{year}-{month.zfill(2)}")


def _boolean(text: str) -> Reading:
    return Reading(_BOOLEANS.get(text.casefold(), text))


def _digits(text: str) -> Reading:
    return Reading(text.translate(_PLAIN))


_OTHERS = {
    "date": _date, "dateTime": _date_time, "gYearMonth": _month, "boolean": _boolean,
    **dict.fromkeys(("gYear", "gMonth", "gDay", "gMonthDay", "time"), _digits),
}  # fmt: skip
"""How the datatypes are read that are neither numbers nor text."""


def _misshapen(value: str, form: re.Pattern[str]) -> str:
    """Return what became of a code that does not have its form."""
    lengths = range(len(value) + 1, _LONGEST_CODE + 1)
    if value.isascii() and value.isdigit() and any(form.fullmatch(value.zfill(length)) for length in lengths):
        return "zeros"
    return "made-date" if _MADE_DATE.fullmatch(value) else "format"
