"""Cases that are no notices."""
