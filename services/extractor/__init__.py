"""The extractor: from an article to the reports of what countries did together."""
