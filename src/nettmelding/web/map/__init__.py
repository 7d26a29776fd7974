"""The pages around the map of the low-voltage grid: the map itself, its list, its objects, and the duty of secrecy."""
