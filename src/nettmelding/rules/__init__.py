"""CEL in one module, and the versioned rule sets of a grid company; each room hands in the schema of its own section."""
