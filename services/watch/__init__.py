"""Watching: the tables as a reader on a terminal sees them."""
