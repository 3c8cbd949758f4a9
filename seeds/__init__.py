"""Word lists and sample articles, as data that can be corrected without programming."""
