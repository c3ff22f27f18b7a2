"""What becomes of a page that is taken down: the receipt of it, and its erasure."""
