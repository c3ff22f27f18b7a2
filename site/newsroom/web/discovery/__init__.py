"""How machines find what is public: sitemaps, feeds, and the text files that they ask for at fixed places."""
