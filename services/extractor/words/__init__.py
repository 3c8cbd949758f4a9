"""The words by which acts are known: the lexicon, and how it is found in a text."""
