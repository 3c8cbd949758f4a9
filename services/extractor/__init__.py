"""The extractor: from an article to the reports of what countries did together.

An article goes through `words` (the lexicon), `text` (its sentences), `names` (who), `times`
(when), `sums` (how much) and `acts` (what was done); `extract` puts them in this order.
"""
