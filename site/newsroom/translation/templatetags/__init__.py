"""Template tags of the translation room."""
