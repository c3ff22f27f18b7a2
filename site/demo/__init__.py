"""Demo content, and the commands that run it."""
