"""What the site is made of, besides its own code: known weaknesses, licences, and a bill of materials."""
