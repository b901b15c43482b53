"""The house keeps its own rules: sizes, import direction, types, style, and nothing of the publication in the software."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server"
MODULES = sorted(SERVER.rglob("*.py"))
MODULE_LINES = 250
FUNCTION_LINES = 40

TOP_LEVEL = {
    "pyproject.toml", "README.md", "hasila.toml", "ontology", "data", "shapes", "server", "queries", "tests", "Makefile",
    "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CITATION.cff",
}  # fmt: skip


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_top_level_is_the_agreed_one() -> None:
    names = {name.split("/")[0] for name in _tracked()}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SERVER).as_posix())
def test_module_and_its_functions_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MODULE_LINES
    long = [
        f"{node.name} at line {node.lineno}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long


def _software_texts() -> Iterator[tuple[str, str]]:
    for path in sorted(SERVER.rglob("*")):
        if path.suffix in {".py", ".html", ".css", ".toml", ".svg", ".xml", ".txt"}:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_software_names_neither_the_publisher_nor_its_terms() -> None:
    subject = re.compile(r"dgsn|police|morocc|maroc|الأمن الوطني|المغرب|w3id\.org/hasila", re.IGNORECASE)
    ontology = (ROOT / "ontology" / "hasila.ttl").read_text(encoding="utf-8")
    terms = set(re.findall(r"^hasila:(\w+)", ontology, re.MULTILINE))
    assert len(terms) > 30
    named = [f"{name}: {found[0]}" for name, text in _software_texts() if (found := subject.search(text))]
    own = re.compile(rf"\bhasila:({'|'.join(sorted(terms))})\b")
    named += [f"{name}: {found[0]}" for name, text in _software_texts() if (found := own.search(text))]
    assert not named


def test_nothing_is_loaded_from_elsewhere_at_run_time() -> None:
    remote = re.compile(r"""(?:src|href)=["']https?://|@import|url\(\s*["']?https?://""")
    found = [
        name for name, text in _software_texts() if name.endswith((".html", ".css", ".svg")) and remote.search(text)
    ]
    assert not found


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"]],
    ids=["style", "format", "types", "imports"],
)
def test_checker_is_content(command: list[str]) -> None:
    tool = Path(sys.executable).parent / command[0]
    done = subprocess.run([str(tool), *command[1:]], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def test_files_that_take_longest_are_there() -> None:
    named = re.findall(r'^    "(tests/.*\.py)",$', (ROOT / "tests" / "scheduling.py").read_text("utf-8"), re.MULTILINE)
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).is_file()] == []
