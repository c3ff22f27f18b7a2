"""Which languages a page is followed into."""
