"""Fitters' work: ordered, planned, done in the field and handed in, accepted; meters on their way; deviations."""
