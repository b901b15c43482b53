"""The vocabulary of the formats, languages and IRIs: pure functions and tables, without I/O."""
