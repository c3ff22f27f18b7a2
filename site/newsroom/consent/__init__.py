"""Who said yes, and for what."""
