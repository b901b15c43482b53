"""`python -m hasila` is `hasila`."""

from hasila.cli import main

main(prog_name="hasila")
