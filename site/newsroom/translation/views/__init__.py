"""wagtail-localize's views, shadowed where they would publish, forget a lock, or lose something."""
