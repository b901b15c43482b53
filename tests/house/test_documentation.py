"""What is documented is true: settings, commands and the commands of the five-minute start."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from hasila.cli import main
from hasila.problems import problems
from hasila.publication.cells import read_cell
from hasila.settings import SETTINGS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CURLS = [line for line in README.splitlines() if line.startswith("curl ")]


def settings_table() -> str:
    """Return the README's table of settings as it ought to be."""
    rows = [
        f"| `{s.name}` | {s.type.__name__} | {f'`{s.default}`' if s.default != '' else ''} | {s.help} |"
        for s in SETTINGS
    ]
    return "\n".join(["| setting | type | default | meaning |", "|---|---|---|---|", *rows])


def test_readme_lists_every_setting_as_it_is() -> None:
    assert settings_table() in README


def test_readme_names_every_command_and_its_options() -> None:
    for name, command in main.commands.items():
        match = re.search(rf"`hasila {name}( [^`]*)?`", README)
        assert match, name
        known = {option for parameter in command.params for option in parameter.opts} | {"-h", "--help"}
        named = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", match[0]))
        assert named <= known, name
        assert isinstance(command, click.Command) and command.help


def test_readme_names_the_two_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("serve", "test", "lint", "bench"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert "make serve" in README and "make test" in README
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_map_of_the_tree_names_what_is_there() -> None:
    for path in re.findall(r"^\| `([^`]+)`", README.split("## What is where")[1].split("##")[0], re.MULTILINE):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_link_in_readme_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("command", CURLS)
def test_documented_curl_command_works(command: str, server_url: str, tmp_path: Path) -> None:
    arguments = shlex.split(command.replace("http://127.0.0.1:8000", server_url))
    options = ["--silent", "--show-error", "--fail"]
    done = subprocess.run([arguments[0], *options, *arguments[1:]], cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout or any(tmp_path.iterdir())


def test_cells_that_the_readme_of_the_data_names_are_read_and_refused_as_it_says() -> None:
    section = (ROOT / "data" / "README.md").read_text(encoding="utf-8").split("## Figures in a spreadsheet")[1]
    read, refused = (
        re.findall(r"`([^`]*[0-9\u0660-\u0669][^`]*)`", part) for part in section.split("Refused, with file")
    )
    assert len(read) >= 2 and len(refused) >= 3
    for cell in read:
        assert read_cell(cell, "decimal", None, commas=False).value == "3.6", cell
    for cell in refused:
        assert all(read_cell(cell, datatype, None, commas=False).fault for datatype in ("decimal", "date")), cell


def test_every_exception_has_a_problem_or_an_exit_code() -> None:
    from hasila import errors

    def tree(kind: type[errors.HasilaError]) -> list[type[errors.HasilaError]]:
        return [kind, *(found for child in kind.__subclasses__() for found in tree(child))]

    for kind in tree(errors.HasilaError):
        build_side = issubclass(kind, errors.BuildError | errors.AddressUnavailable)
        assert build_side or kind.slug in problems(), kind
        assert kind.exit_code in (1, 2, 3)


@pytest.mark.parametrize("slug", sorted(problems()))
def test_every_problem_is_told_in_three_languages(slug: str) -> None:
    problem = problems()[slug]
    assert 400 <= problem.status < 600
    for text in (problem.title, problem.cause, problem.cure):
        assert set(text) == {"ar", "fr", "en"} and all(text.values())
