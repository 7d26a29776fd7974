"""Files by content hash: told by content, cleaned, scanned, stored on disk or S3; previews and templates."""
