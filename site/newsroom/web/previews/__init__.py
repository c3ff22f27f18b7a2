"""Showing one draft to somebody without an account, by a link that ends."""
