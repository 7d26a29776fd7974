"""What a declaration asks, where each answer comes from, and the final check with its limits: data, read and checked once."""
