"""The installation's own page."""
