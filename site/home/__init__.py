"""The home, about and vision pages."""
