"""What one machine needs besides Python: a private PostgreSQL, a free port, children that end."""
