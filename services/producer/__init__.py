"""The producer: from a wire to published articles."""
