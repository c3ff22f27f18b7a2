"""A list of partners that arrives as text: read it, compare it, mend it, and hand it in for review as one batch."""
