"""Handing a case over to another contractor, and what the old one keeps."""
