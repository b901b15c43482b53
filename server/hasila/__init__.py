"""hasila: publishes a public body's annual report as linked open data.

The rooms are `rdf` (pure), `publication` (build side), `engine` (query side) and `web` (HTTP); see README.md here.
"""

__version__ = "0.1.0"
