"""What an editor writes."""
