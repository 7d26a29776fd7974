"""One case: read, handled, talked about, remembered."""
