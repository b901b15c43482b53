"""The HTTP side: negotiates, asks the engine or opens a release file, and answers."""
