"""When: the dates that a text gives."""
