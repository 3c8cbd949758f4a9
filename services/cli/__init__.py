"""The command `entente`: one file for each of its words."""
