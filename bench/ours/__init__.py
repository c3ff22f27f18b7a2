"""Our own site as it is: what is done to its database, and what is measured inside its process."""
