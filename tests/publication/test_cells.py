"""Cells as spreadsheets write them: read where they can be read in one way only, else refused with the reason."""

from __future__ import annotations

import re

import pytest

from hasila.publication.cells import has_decimal_comma, read_cell

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"
CODE = re.compile("^[0-9]{3}$")


def _read(text: str, datatype: str = "decimal", form: re.Pattern[str] | None = None, commas: bool = False) -> str:
    value, fault = read_cell(text, datatype, form, commas=commas)
    assert fault is None or value == text
    return f"! {fault}" if fault else value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3600000", "3600000"), ("-12.50", "-12.50"), ("+5", "+5"), ("1.234", "1.234"), (".5", ".5"), ("", ""),
        (" 95 ", "95"), (f"95{NBSP}", "95"), ("\u200f95\u200e", "95"), ("٩٥", "95"), ("۹۵", "95"), ("٣٫٦", "3.6"),
        ("١٬٢٣٤٬٥٦٧", "1234567"), ("١٬٢٣٤٫٥", "1234.5"), ("٣،٦", "3.6"), ("\u2212" + "10", "-10"), ("-١٠", "-10"),
        ("1,5", "1.5"), ("1,23", "1.23"), ("0,234", "0.234"), ("1234,567", "1234.567"), ("12,3456", "12.3456"),
        ("1 234", "1234"), (f"1{NBSP}234{NBSP}567", "1234567"), (f"1{NARROW}234,5", "1234.5"), (f"12{THIN}345.75", "12345.75"),
        ("1 234,567", "1234.567"), ("1,234,567", "1234567"), ("1.234.567", "1234567"), ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"), ("1.234,567", "1234.567"), ("1'234", "1234"), ("1’234’567,5", "1234567.5"), ("-1 234", "-1234"),
    ],
)  # fmt: skip
def test_number_that_can_be_read_in_one_way_is_read(text: str, value: str) -> None:
    assert _read(text) == value


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1,234", "doubtful"), ("12,345", "doubtful"), ("-1,234", "doubtful"), ("١،٢٣٤", "doubtful"), ("999,000", "doubtful"),
        ("1,23E+05", "scientific"), ("1.23E+05", "scientific"), ("1e5", "scientific"), ("1٫٢٣E+05", "scientific"),
        ("12 34", "number"), ("1 23 456", "number"), ("1,23,456", "number"), ("1,2,3", "number"), ("1.2.3", "number"),
        ("1,234.5,6", "number"), ("0 123", "number"), ("5-", "number"), ("(5)", "number"), ("95 %", "number"),
        ("95%", "number"),
        ("about", "number"), ("1,", "number"), (",5", "number"), ("1 234'567", "number"), ("12 dirhams", "number"),
        ("--5", "number"),
        ("1,5 2", "number"), ("=SUM(A1:A3)", "formula"), ("#REF!", "error"), ("#N/A", "error"), ("#NOM?", "error"),
        ("#####", "error"), ("Err:502", "error"), ("“95”", "number"), ("'95", "number"), ("½", "number"), ("²", "number"),
    ],
)  # fmt: skip
def test_number_that_could_be_misread_is_refused(text: str, fault: str) -> None:
    assert _read(text) == f"! {fault}"


def test_dot_before_three_digits_is_doubtful_beside_decimal_commas() -> None:
    assert _read("1.234", commas=True) == "! doubtful"
    assert [_read(text, commas=True) for text in ("0.234", "1234.567", "1.23")] == ["0.234", "1234.567", "1.23"]
    assert all(map(has_decimal_comma, ("1,5", "1.234,5", "٣٫٦", "12,3456")))
    assert not any(map(has_decimal_comma, ("1,234", "1,234,567", "1.5", "1,234.5", "95", "")))


@pytest.mark.parametrize(
    ("text", "datatype", "read"),
    [
        ("1 234", "integer", "1234"), ("1.5", "integer", "! datatype"), ("1,5", "integer", "! datatype"),
        ("1,234", "integer", "! doubtful"), ("-1", "nonNegativeInteger", "! datatype"), ("1.5E3", "double", "1.5E3"),
        ("1,5E3", "double", "! scientific"), ("2,5", "double", "2.5"), ("NaN", "double", "NaN"),
        ("TRUE", "boolean", "true"), ("FAUX", "boolean", "false"), ("Vrai", "boolean", "true"),
        ("oui", "boolean", "! datatype"),
        ("2025-12-17", "date", "2025-12-17"), ("12/17/2025", "date", "2025-12-17"), ("17/12/2025", "date", "2025-12-17"),
        ("17.12.2025", "date", "2025-12-17"), ("١٧/١٢/٢٠٢٥", "date", "2025-12-17"), ("2025/12/7", "date", "2025-12-07"),
        ("05/05/2025", "date", "2025-05-05"), ("17/12/2025 00:00", "date", "2025-12-17"),
        ("05/06/2025", "date", "! day-or-month"),
        ("17/12/25", "date", "! short-year"), ("46008", "date", "! serial"), ("17/13/2025", "date", "! datatype"),
        ("30/02/2025", "date", "! datatype"), ("17/12/2025 19:52", "date", "! datatype"), ("17-déc-2025", "date", "! datatype"),
        ("17/12/2025 19:52", "dateTime", "2025-12-17T19:52:00"), ("17/12/2025", "dateTime", "! datatype"),
        ("46008,5", "dateTime", "! serial"), ("2025-12-17 9:05:07", "dateTime", "2025-12-17T09:05:07"),
        ("12/2025", "gYearMonth", "2025-12"), ("2025-12", "gYearMonth", "2025-12"), ("dec-25", "gYearMonth", "! datatype"),
        ("٢٠٢٥", "gYear", "2025"), ("25", "gYear", "! datatype"),
    ],
)  # fmt: skip
def test_other_datatypes_are_read_alike(text: str, datatype: str, read: str) -> None:
    assert _read(text, datatype) == read


@pytest.mark.parametrize(
    ("text", "form", "read"),
    [
        (" label\u00a0", None, "label"), ("1,234", None, "1,234"), ("“said”", None, "“said”"), ("=A1", None, "! formula"),
        ("#VALEUR!", None, "! error"), ("-10 percent", None, "-10 percent"), ("\u200f95", None, "\u200f95"),
        ("007", CODE, "007"), ("7", CODE, "! zeros"), ("7\u200f", CODE, "! zeros"), ("\u200f007 ", CODE, "007"),
        ("٠٠٧", CODE, "! format"), ("02/03/2025", CODE, "! made-date"), ("03-févr", CODE, "! made-date"),
        ("mars-25", CODE, "! made-date"),
        ("7000", CODE, "! format"), ("TRUE", re.compile("true|false"), "! format"),
    ],
)  # fmt: skip
def test_text_is_trimmed_and_codes_keep_their_form(text: str, form: re.Pattern[str] | None, read: str) -> None:
    assert _read(text, "string", form) == read
