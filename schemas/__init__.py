"""The language of the stream: its words, its records, its topics.

Everything that crosses a process boundary is defined here and nowhere else. The package
knows no broker, no framework and no file.
"""
