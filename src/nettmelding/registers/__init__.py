"""One client for each outside register behind a `Protocol`; numbers, names, dates and contact details as people type them."""
