"""A company's own settings."""
