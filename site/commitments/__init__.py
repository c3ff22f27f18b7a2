"""The commitments and their index."""
