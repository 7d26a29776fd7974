"""The low-voltage grid: its editions, what lies where, and what follows for a connection."""
