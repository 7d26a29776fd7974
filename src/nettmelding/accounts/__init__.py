"""A person and how they sign in."""
