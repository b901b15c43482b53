"""Reading one file of the sources: a regular file, in UTF-8, or a sentence that says why not.

RFC 3629 (UTF-8). Every source is read through here, so that a folder, a pipe or a dangling link is told and never awaited.
Parses nothing.
"""

from __future__ import annotations

from pathlib import Path

from hasila.errors import BuildError, SourceInvalid


def read_bytes(path: Path, refuse: type[BuildError] = SourceInvalid) -> bytes:
    """Return the content of a regular file; raises `refuse` with the file when it is missing, none or unreadable."""
    try:
        if not path.exists():
            raise refuse(f"{path}: there is no such file.", file=str(path))
        if not path.is_file():
            # Opening a pipe would wait for a writer that never comes.
            raise refuse(f"{path}: cannot be read (not a regular file).", file=str(path))
        return path.read_bytes()
    except OSError as error:
        raise refuse(f"{path}: cannot be read ({error.strerror}).", file=str(path)) from error


def read_text(path: Path, refuse: type[BuildError] = SourceInvalid) -> str:
    """Return the text of a UTF-8 file, its line ends as they are.

    Raises `refuse`, naming file and line, for what `read_bytes` refuses, another encoding, or a byte-order mark.
    """
    data = read_bytes(path, refuse)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(
            f"{path}:{line}: is not UTF-8 (byte {error.start}); save it as UTF-8.", file=str(path), line=line, column=1
        ) from error
    if text.startswith("\ufeff"):
        # Neither Turtle nor SPARQL nor RFC 4180 knows one; naming it spares the author a puzzling syntax error.
        raise refuse(
            f"{path}:1: begins with a byte-order mark; save it as UTF-8 without BOM.", file=str(path), line=1, column=1
        )
    return text


def relative(root: Path, path: Path) -> str:
    """Return the path below `root` with slashes, as reports name files; the path itself when it is elsewhere."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
