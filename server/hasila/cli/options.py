"""What the commands share: the root option, settings and language, and errors as one sentence with an exit code.

Prints only what every command prints alike.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click

from hasila.errors import EXIT_ENVIRONMENT, HasilaError, SettingInvalid
from hasila.publication.manifest import FILE_NAME, read_manifest
from hasila.settings import SETTINGS, Settings, Value, resolve

_BEGUN = time.monotonic()

root_option = click.option(
    "--root", type=click.Path(path_type=Path), default=Path(), help="Folder of the publication (with hasila.toml)."
)
release_option = click.option(
    "--release", type=click.Path(path_type=Path), default=None, help="The release [default: ROOT/build/current]."
)
language_option = click.option("--language", default=None, help="Language of messages: one of the publication's.")


def reported(command: Callable[..., None]) -> Callable[..., None]:
    """Turn an exception of ours into one sentence on standard error and its documented exit code."""

    @wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except HasilaError as error:
            click.echo(f"hasila: {error.message}", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            # The reader has seen enough (`hasila query … | head`); that is no fault of ours.
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        except OSError as error:
            # What is left in the buffer would fail once more when Python ends, and change the exit code.
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
            place = f" {error.filename}" if error.filename else ""
            click.echo(f"hasila: the machine refuses:{place} {error.strerror or error}.", err=True)
            sys.exit(EXIT_ENVIRONMENT)

    return wrapper


def progress(text: str) -> None:
    """Say on standard error what is being done, and after how many seconds of the command once there is one."""
    seconds = time.monotonic() - _BEGUN
    click.echo(f"… {text}" if seconds < 1 else f"… {text} ({seconds:.0f} s)", err=True)


def settings_of(section: Mapping[str, object], **options: Value | None) -> Settings:
    """Return the settings in force for a command's options, the environment and the manifest's section."""
    return resolve(options, os.environ, section)


def settings_at(root: Path, **options: Value | None) -> Settings:
    """Return the settings in force in a folder that may or may not hold a publication's manifest."""
    return settings_of(read_manifest(root).server if (root / FILE_NAME).is_file() else {}, **options)


def release_folder(root: Path, release: Path | None) -> Path:
    """Return where the release is: where the option says, else where a build leaves it."""
    return release or root / "build" / "current"


def language_of(settings: Settings, languages: tuple[str, ...]) -> str:
    """Return the language of messages: the one asked for, else that of the locale where it is published, else English.

    Raises SettingInvalid when one is asked for that the publication does not have.
    """
    asked = settings.text("language")
    if asked and asked not in languages:
        raise SettingInvalid(f"--language {asked!r}: the publication has {', '.join(languages)}.", name="language")
    local = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "")[:2]
    return asked or (local if local in languages else "en")


def setting_options(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command one option for each of the settings named; their defaults stay in the table."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for setting in reversed(SETTINGS):
            if setting.name in names:
                default = f" [default: {setting.default}]" if setting.default != "" else ""
                option = f"--{setting.name.replace('_', '-')}"
                command = click.option(option, type=setting.type, default=None, help=setting.help + default)(command)
        return command

    return decorate
