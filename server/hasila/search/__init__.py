"""Finding what is published by what it is called: the index that a release holds, and looking things up in it.

Reads bytes it is handed and opens no file; knows no HTTP and no engine.
"""
