<<<<<<< HEAD
"""Commands of the web room."""
=======
"""Commands of the public site."""
>>>>>>> a19202d (Give TypeScript a client that cannot drift from the API)
