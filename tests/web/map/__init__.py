"""The pages around the map."""
