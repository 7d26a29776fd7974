"""Signing in and out, passwords, and the demonstration's people."""
