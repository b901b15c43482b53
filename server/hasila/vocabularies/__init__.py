"""What an ontology, its shapes and its rules say, read for people: terms, sentences, a diagram. No I/O, no framework."""

SHAPES = "shapes"
"""The folder of a release with the files of its shapes, and the name below which shapes have their IRIs."""
RULES = "shapes/rules"
"""The folder of a release with the files of its rules, and the name below which rules have their IRIs."""
