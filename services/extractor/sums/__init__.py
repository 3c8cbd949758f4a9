"""How much: the sums of money that a text gives."""
