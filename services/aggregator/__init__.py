"""The aggregator: from reports to events, and from events to counts."""
