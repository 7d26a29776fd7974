"""The heart: types as data, forms built from them, the lifecycle as one table, submissions, decisions, requests."""
