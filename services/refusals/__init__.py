"""Refused records: the list of them, one in full, the way back after a fix."""
