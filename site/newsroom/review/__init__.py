"""Who must agree before a page is public."""
