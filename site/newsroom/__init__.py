"""A page's life, from draft to reader."""
