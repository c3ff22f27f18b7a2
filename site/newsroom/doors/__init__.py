"""Who gets into the newsroom, and how: the second factor, the throttle, the sessions of those who are in."""
