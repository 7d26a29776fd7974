"""Lists, the queue and the search."""
