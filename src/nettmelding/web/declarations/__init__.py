"""Declarations of conformity: filled in, signed, read, sent to the owner, confirmed."""
