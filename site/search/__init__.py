"""One index, the right analysis for each language."""
