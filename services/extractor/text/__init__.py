"""A wire text made readable: plain, without its dateline, in sentences."""
