"""What the world receives."""
